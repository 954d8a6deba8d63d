import type { FilterField, Setting } from "@crm/fields";

const text: Setting = { type: "text", config: {} };
const day: Setting = { type: "date", config: {} };

/** The built-in fields that a filter may name, beside the questions. */
export const opportunityFilterFields = {
  title: { setting: text, always: true },
  status: {
    setting: {
      type: "single-choice",
      config: {
        choices: ["open", "won", "lost", "postponed", "other"].map((value) => ({ value, label: value })),
      },
    },
    always: true,
  },
  statusOn: { setting: day, always: true },
  /** Why it is lost or postponed. */
  statusReason: { setting: text },
  stage: { setting: text, reference: true },
  pipeline: { setting: text, reference: true, always: true },
  amount: { setting: { type: "number", config: {} } },
  expectedOn: { setting: day },
  owner: { setting: text, reference: true },
  /** Of its owner. */
  organisation: { setting: text, reference: true, always: true },
  createdAt: { setting: { type: "date-time", config: {} }, always: true },
} as const satisfies Record<string, FilterField>;
export type OpportunityFilterField = keyof typeof opportunityFilterFields;
