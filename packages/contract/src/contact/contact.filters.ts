import type { FilterField, Setting } from "@crm/fields";

const text: Setting = { type: "text", config: {} };
const choice = (...values: string[]): Setting => ({
  type: "single-choice",
  config: { choices: values.map((value) => ({ value, label: value })) },
});
const consent = choice("unknown", "granted", "withdrawn");

/** The built-in fields that a filter may name, beside the questions. */
export const contactFilterFields = {
  lastName: { setting: text },
  firstName: { setting: text },
  company: { setting: text },
  email: { setting: text, always: true },
  emailValidity: { setting: choice("unverified", "valid", "invalid"), always: true },
  postalCode: { setting: text },
  city: { setting: text },
  country: { setting: text },
  owner: { setting: text, reference: true },
  createdAt: { setting: { type: "date-time", config: {} }, always: true },
  emailConsent: { setting: consent, always: true },
  smsConsent: { setting: consent, always: true },
} as const satisfies Record<string, FilterField>;
export type ContactFilterField = keyof typeof contactFilterFields;
