import type { RouteObject } from "react-router";

/** Contacts → Liste, Nouveau contact, and the card of one. */
export const contactRoutes: RouteObject[] = [
  { path: "contacts", lazy: async () => ({ Component: (await import("./contact-list-screen.tsx")).ContactList }) },
  {
    path: "contacts/nouveau",
    lazy: async () => ({ Component: (await import("./contact-screens.tsx")).ContactCreate }),
  },
  { path: "contacts/:id", lazy: async () => ({ Component: (await import("./contact-screens.tsx")).ContactCard }) },
];
