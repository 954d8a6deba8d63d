import type { Count } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Button, Skeleton } from "@mantine/core";
import { keepPreviousData, type UseQueryOptions, useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { FormError } from "../../ui/form-error.tsx";
import { Page, PageHeader } from "../../ui/page.tsx";
import { Section } from "../../ui/section.tsx";
import classes from "./export.module.css";
import type { ExportRecord } from "./export.queries.ts";
import { ExportChoice, usualChoice } from "./export-choice.tsx";
import { ExportProgress } from "./export-progress.tsx";
import { exportOffer, rowCount } from "./export-words.ts";
import { useStartExport } from "./use-start-export.ts";

interface Props<Key extends readonly unknown[]> {
  record: ExportRecord;
  title: string;
  /** What the button is called: « Exporter vers Excel », « Ok » (guide 4.1, 4.2). */
  action: string;
  back?: { to: string; label: string };
  /** The list's own search and filters. */
  filters: ReactNode;
  /** Those in force, as the list asks for them. */
  filter: object;
  /** The request that counts to the end. */
  counting: UseQueryOptions<Count, Error, Count, Key>;
  email: string;
}

/** All records, or those that filters find, into a spreadsheet (guide 4.1, 4.2). The filters are in the address. */
export function ExportPage<Key extends readonly unknown[]>(props: Props<Key>) {
  const { record, title, action, back, filters, filter, counting, email } = props;
  const { t } = useLingui();
  const [choice, setChoice] = useState(usualChoice);
  const [started, setStarted] = useState<string | null>(null);
  const { start, pending, error } = useStartExport(record);
  const { data: count, isPlaceholderData } = useQuery({ ...counting, placeholderData: keepPreviousData });
  const known = count !== undefined && !isPlaceholderData;
  return (
    <Page>
      <PageHeader title={title} subtitle={exportOffer(record)} {...(back ? { back } : {})} />
      {filters}
      <Section title={t`Fichier`}>
        <div className={classes["told"]}>
          <div className={classes["count"]} role="status">
            {count ? (
              <span data-dim={!known || undefined}>{t`À exporter : ${rowCount(record, count.value)}`}</span>
            ) : (
              <Skeleton height={18} width={180} />
            )}
          </div>
          <ExportChoice record={record} value={choice} onChange={setChoice} />
          <FormError error={error} />
          <div className={classes["buttons"]}>
            <span className={classes["hint"]}>{t`Vous recevrez l’export par e-mail.`}</span>
            <Button
              loading={pending}
              disabled={count?.value === 0}
              onClick={() =>
                void start(choice, { filter }).then(
                  ({ id }) => setStarted(id),
                  () => {},
                )
              }
            >
              {action}
            </Button>
          </div>
        </div>
      </Section>
      {started && <ExportProgress key={started} id={started} email={email} />}
    </Page>
  );
}
