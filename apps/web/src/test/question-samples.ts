import type { QuestionView } from "@crm/contract";
import type { z } from "zod";

export type View = z.infer<typeof QuestionView>;
export const uuid = (n: number) => `019d0000-0000-7000-8000-0000000000${String(n).padStart(2, "0")}`;
export const choices = {
  choices: [
    { label: "Appel entrant", value: "APL" },
    { label: "Réseau", value: "RESEAU" },
  ],
};
export const question = (n: number, over: Partial<View> = {}): View => ({
  ...{
    id: uuid(n),
    record: "contact",
    label: `Question ${n}`,
    help: "",
    code: `Q${n}`,
    type: "text",
    config: {},
    required: false,
    defaultAnswer: null,
  },
  ...{
    inSearch: false,
    inReports: false,
    personal: false,
    tab: "both",
    condition: null,
    position: n,
    btocPosition: null,
    archivedAt: null,
    version: 1,
  },
  ...over,
});
/** A choice that the search offers. */
export const origin = question(1, {
  label: "Origine du contact",
  code: "ORIGINE_CONTACT",
  type: "single-choice",
  config: choices,
  inSearch: true,
});
