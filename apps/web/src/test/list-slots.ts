import type { ListSlots } from "../ui/list-slots.ts";

/** A list by itself: no question, no saved view. */
export const noSlots: ListSlots = {
  answerColumns: [],
  answerFilters: () => null,
  groups: () => null,
  chips: () => null,
  tools: () => null,
  preferred: [],
  prefer: () => undefined,
  everything: "",
  waiting: false,
};
