import type { Permission } from "@crm/contract";
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import {
  type Icon,
  IconAddressBook,
  IconChecklist,
  IconForms,
  IconHome,
  IconSettings,
  IconTargetArrow,
  IconTool,
} from "@tabler/icons-react";

/** A screen under a tab. */
interface Entry {
  label: MessageDescriptor;
  to: string;
  permission: Permission;
  /** The words between the tab and the screen: « Profils ». */
  under?: MessageDescriptor[];
}

/** A tab on the left, with its screens (guide 1.2). Screens that are not built yet are not listed. */
interface Tab {
  label: MessageDescriptor;
  icon: Icon;
  /** A tab that is itself a screen, for who holds the permission. */
  to?: string;
  permission?: Permission;
  entries: Entry[];
}

const profiles = {
  contact: "/configuration/profils/fiche-contact",
  opportunity: "/configuration/profils/fiche-opportunite",
};
/** A tab, and an entry of Opportunités: one screen, two ways (guide 1.2, 3.2). */
const toDo = "/a-traiter";
const customising = [msg`Configuration`, msg`Personnalisation des profils`];

/** The one list of tabs and screens: the navigation, the palette and « what may I open » read it. */
const navigation: Tab[] = [
  { label: msg`Accueil`, icon: IconHome, to: "/", entries: [] },
  { label: msg`À traiter`, icon: IconChecklist, to: toDo, permission: "crm:use", entries: [] },
  {
    label: msg`Formulaires`,
    icon: IconForms,
    entries: [
      { label: msg`Liste`, to: "/formulaires", permission: "crm:use" },
      { label: msg`Enregistrements`, to: "/formulaires/enregistrements", permission: "contact:read" },
      { label: msg`Nouveau formulaire`, to: "/formulaires/nouveau", permission: "form:write" },
    ],
  },
  {
    label: msg`Contacts`,
    icon: IconAddressBook,
    entries: [
      { label: msg`Liste`, to: "/contacts", permission: "contact:read" },
      { label: msg`Nouveau contact`, to: "/contacts/nouveau", permission: "contact:write" },
      { label: msg`Exporter les contacts vers Excel`, to: "/contacts/export", permission: "export:run" },
    ],
  },
  {
    label: msg`Opportunités`,
    icon: IconTargetArrow,
    entries: [
      { label: msg`Liste`, to: "/opportunites", permission: "opportunity:read" },
      { label: msg`À traiter`, to: toDo, permission: "crm:use" },
      { label: msg`Entonnoir des ventes`, to: "/opportunites/entonnoir", permission: "report:read" },
      { label: msg`Reporting commercial`, to: "/opportunites/reporting", permission: "report:read" },
    ],
  },
  {
    label: msg`Outils`,
    icon: IconTool,
    entries: [
      { label: msg`Listes de sélection`, to: "/outils/selections", permission: "contact:read" },
      { label: msg`Import/export (lab)`, to: "/outils/import-export", permission: "import:run" },
      { label: msg`Importer des contacts`, to: "/outils/importer-contacts", permission: "import:run" },
      { label: msg`Mes exports`, to: "/outils/mes-exports", permission: "export:run" },
      { label: msg`Supprimer des contacts`, to: "/outils/supprimer-contacts", permission: "import:run" },
      { label: msg`Modifications en masse`, to: "/outils/modifications-en-masse", permission: "crm:use" },
      { label: msg`Doublons`, to: "/outils/doublons", permission: "contact:write" },
      { label: msg`Corbeille`, to: "/outils/corbeille", permission: "crm:use" },
      // The guide leads to the same two screens by this path as well (6.2).
      { label: msg`Fiche contact`, to: profiles.contact, permission: "configuration:write", under: customising },
      {
        label: msg`Fiche opportunité`,
        to: profiles.opportunity,
        permission: "configuration:write",
        under: customising,
      },
    ],
  },
  {
    label: msg`Configuration`,
    icon: IconSettings,
    entries: [
      { label: msg`Utilisateurs`, to: "/configuration/utilisateurs", permission: "user:write" },
      { label: msg`Fiche contact`, to: profiles.contact, permission: "configuration:write", under: [msg`Profils`] },
      {
        label: msg`Fiche opportunité`,
        to: profiles.opportunity,
        permission: "configuration:write",
        under: [msg`Profils`],
      },
      { label: msg`Types d'opportunité`, to: "/configuration/types-opportunite", permission: "configuration:write" },
      { label: msg`Types d'actions`, to: "/configuration/types-actions", permission: "configuration:write" },
      { label: msg`Modèles d'exports`, to: "/configuration/modeles-export", permission: "export:run" },
      { label: msg`Réglages`, to: "/configuration/reglages", permission: "setting:write" },
    ],
  },
];

/** The tabs and screens that someone with these permissions may open. */
export const navigationFor = (permissions: readonly Permission[]): Tab[] =>
  navigation
    .map((tab) => ({ ...tab, entries: tab.entries.filter(({ permission }) => permissions.includes(permission)) }))
    .filter(({ to, permission, entries }) =>
      to === undefined ? entries.length > 0 : permission === undefined || permissions.includes(permission),
    );
