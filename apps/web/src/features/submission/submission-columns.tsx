import type { SubmissionRow } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { useMemo } from "react";
import { formatDateTime } from "../../lib/format.ts";
import type { Column } from "../../ui/data-table-parts.tsx";
import { Highlight } from "../../ui/highlight.tsx";
import classes from "./submission.module.css";

/** The columns of the list; what was searched for stands out. */
export function useSubmissionColumns(search: string): Column<SubmissionRow>[] {
  const { t, i18n } = useLingui();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `t` is a new function at each render; the locale is what it depends on
  return useMemo(() => {
    const marked = (text: string) => (
      <span className={classes["clip"]}>
        <Highlight text={text} search={search} />
      </span>
    );
    return [
      {
        id: "contact",
        header: t`Contact`,
        width: 200,
        leads: true,
        cell: ({ contact }) => (contact ? marked(contact.name) : t`Sans contact`),
      },
      { id: "form", header: t`Formulaire`, width: 200, cell: ({ form }) => marked(form.name) },
      { id: "excerpt", header: t`Réponses`, width: 420, cell: ({ excerpt }) => marked(excerpt) },
      {
        id: "receivedAt",
        header: t`Reçu le`,
        figures: true,
        width: 150,
        cell: ({ receivedAt }) => formatDateTime(receivedAt),
      },
      { id: "code", header: t`Code`, width: 110, cell: ({ code }) => marked(code) },
    ];
    // The words change with the language.
  }, [search, i18n.locale]);
}
