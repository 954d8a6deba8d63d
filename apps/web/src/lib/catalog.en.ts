import type { Messages } from "@lingui/core";

/** The English of every feature, as one file of the build: only who chose English fetches it. */
const catalogs = import.meta.glob<Messages>(["../{app,ui,lib}/locales/en.po", "../features/*/locales/en.po"], {
  eager: true,
  import: "default",
});
export default Object.assign({}, ...Object.values(catalogs)) as Messages;
