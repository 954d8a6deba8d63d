import type { RecordName } from "@crm/fields";
import { useLingui } from "@lingui/react/macro";
import { Skeleton } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { Section } from "../../ui/section.tsx";
import classes from "./export-template.module.css";
import { exportPreview } from "./export-template.queries.ts";

/** The first rows that an export with these columns would have, as one chooses them. */
export function TemplatePreview({ record, columns }: { record: RecordName; columns: string[] }) {
  const { t } = useLingui();
  const [settled] = useDebouncedValue(columns, 300);
  const { data, isError, isPlaceholderData } = useQuery(exportPreview(record, settled));
  if (columns.length === 0) return null;
  return (
    <Section title={t`Aperçu`} flush>
      {isError && !data ? (
        <p className={classes["apart"]}>{t`L’aperçu n’est pas disponible pour le moment.`}</p>
      ) : !data ? (
        <div className={classes["waiting"]} aria-hidden>
          {[...Array(6).keys()].map((line) => (
            <Skeleton key={line} height={10} />
          ))}
        </div>
      ) : (
        <section
          className={classes["scroll"]}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: whatever scrolls must be reachable without a mouse.
          tabIndex={0}
          aria-label={t`Premières lignes de l’export`}
          data-stale={isPlaceholderData || undefined}
        >
          <table className={classes["preview"]}>
            <thead>
              <tr>
                {data.header.map((head) => (
                  <th key={head} scope="col">
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {data.rows.map((cells, row) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: five rows that are only read
                <tr key={row}>
                  {cells.map((cell, place) => (
                    <td key={data.header[place]}>{cell}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
          {data.rows.length === 0 && (
            <p className={classes["apart"]}>{t`Aucune fiche à montrer : l’export serait vide.`}</p>
          )}
        </section>
      )}
    </Section>
  );
}
