import type { Profile } from "@crm/contract";
import { msg } from "@lingui/core/macro";

/** What each profile is called, and how far it sees. */
export const profileWords = {
  salesperson: { label: msg`Commercial`, reach: msg`Voit les contacts et les opportunités qu’il suit.` },
  manager: {
    label: msg`Manager`,
    reach: msg`Voit les contacts et les opportunités de son organisation, et les rapports.`,
  },
  admin: { label: msg`Gestionnaire`, reach: msg`Voit tout, gère les utilisateurs et configure l’application.` },
} as const satisfies Record<Profile, object>;

export const userName = ({ firstName, lastName }: { firstName: string; lastName: string }) =>
  `${firstName} ${lastName}`.trim();
