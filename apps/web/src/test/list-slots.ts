import type { ListSlots } from "../ui/list-slots.ts";

/** A list by itself: no question, no saved view. */
export const noSlots: ListSlots = {
  bulk: undefined,
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
