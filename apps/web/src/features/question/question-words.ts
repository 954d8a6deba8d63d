import type { RecordName, Tab } from "@crm/fields";
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

/** The screens « Configuration → Profils », in the guide's words (2.5, 3.5). */
export const profiles: Record<RecordName, { title: MessageDescriptor; path: string }> = {
  contact: { title: msg`Fiche contact`, path: "/configuration/profils/fiche-contact" },
  opportunity: { title: msg`Fiche opportunité`, path: "/configuration/profils/fiche-opportunite" },
};

export const tabLabels: Record<Tab, MessageDescriptor> = { btob: msg`BtoB`, btoc: msg`BtoC`, both: msg`Les deux` };
