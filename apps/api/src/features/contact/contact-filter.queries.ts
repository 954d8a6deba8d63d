import type { ContactFilterField } from "@crm/contract";
import { dayBoundsOf } from "@crm/fields";
import { dayColumn, emailColumn, exactColumn, type FieldOperands, textColumn } from "../../platform/criterion.ts";

const moment = { type: "date-time", config: {} } as const;

/** The built-in fields that a filter may name, as columns of `contacts c`; those with an index are compared by what it is on. */
export const contactOperands: FieldOperands<ContactFilterField> = {
  lastName: textColumn("c.last_name"),
  firstName: textColumn("c.first_name"),
  company: textColumn("c.company", "c.company_key"),
  email: emailColumn("c.email"),
  emailValidity: exactColumn("c.email_validity", "email_validity"),
  postalCode: textColumn("c.postal_code"),
  city: textColumn("c.city"),
  country: textColumn("c.country"),
  owner: exactColumn("c.owner_id", "uuid"),
  createdAt: dayColumn("c.created_at", "timestamptz", (day) => dayBoundsOf(moment, day)),
  emailConsent: exactColumn("c.email_consent", "consent_state"),
  smsConsent: exactColumn("c.sms_consent", "consent_state"),
};
