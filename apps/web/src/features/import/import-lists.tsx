import type { ImportedList, ImportView } from "@crm/contract";
import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import classes from "./import.module.css";

/** The selections that an import makes or fills, and with how many contacts. */
export const listsOf = ({ details }: Pick<ImportView, "details">): ImportedList[] =>
  (details["lists"] ?? []) as ImportedList[];

/** Which selections contacts go into, how many into each, and which ones are new. */
export function ImportLists({ view }: { view: ImportView }) {
  const { t } = useLingui();
  const lists = listsOf(view);
  if (lists.length === 0) return null;
  return (
    <>
      <p className={classes["text"]}>
        {plural(lists.filter(({ created }) => created).length, {
          0: "Listes de sélection :",
          one: "Listes de sélection, dont # nouvelle, non partagée :",
          other: "Listes de sélection, dont # nouvelles, non partagées :",
        })}
      </p>
      <ul className={classes["will"]} aria-label={t`Listes de sélection`}>
        {lists.map(({ name, contacts, created }) => (
          <li key={name}>
            {created ? t`${name} (nouvelle)` : name}
            {" : "}
            {plural(contacts, { one: "# contact ajouté", other: "# contacts ajoutés" })}
          </li>
        ))}
      </ul>
    </>
  );
}
