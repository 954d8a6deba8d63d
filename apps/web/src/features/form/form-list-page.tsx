import type { FormView } from "@crm/contract";
import { fold } from "@crm/fields";
import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { Button, Switch } from "@mantine/core";
import { IconForms, IconPlus, IconSearchOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useSearchParams } from "react-router";
import { formatNumber } from "../../lib/format.ts";
import { formList } from "../../lib/shared.queries.ts";
import { Page, PageHeader } from "../../ui/page.tsx";
import { SearchBar } from "../../ui/search-bar.tsx";
import { CardSkeleton, EmptyState, ErrorState } from "../../ui/states.tsx";
import { FormLine } from "./form-line.tsx";
import classes from "./form-list.module.css";
import { formsPath } from "./form-words.ts";
import { RemoveForm } from "./remove-form.tsx";

/** Formulaires → Liste (guide 1.2): the forms, where they are, and what came of them; archived ones on demand. */
export function FormListPage({ canWrite }: { canWrite: boolean }) {
  const { t } = useLingui();
  const { data: forms, error, refetch } = useQuery(formList());
  const [params, setParams] = useSearchParams();
  const [search, archived] = [params.get("search") ?? "", params.get("archives") === "1"];
  const [removing, setRemoving] = useState<FormView | null>(null);
  const go = (part: { search?: string; archives?: string }) => {
    const next = Object.entries({ search, archives: archived ? "1" : "", ...part }).filter(([, value]) => value !== "");
    setParams(Object.fromEntries(next), { replace: true });
  };
  const add = canWrite && (
    <Button component={Link} to={`${formsPath}/nouveau`} leftSection={<IconPlus size={16} aria-hidden />}>
      {t`Nouveau formulaire`}
    </Button>
  );
  const open = forms?.filter(({ archivedAt }) => archivedAt === null);
  const found = open?.filter((form) => matches(form, search));
  const lines = { onRemove: setRemoving };
  return (
    <Page>
      <PageHeader
        title={t`Formulaires`}
        count={open && formatNumber(open.length)}
        subtitle={t`Une page publique par formulaire. Chaque réponse s’enregistre et rejoint la fiche de son contact.`}
        actions={add}
      />
      {!open || !found ? (
        error ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : (
          <CardSkeleton lines={6} />
        )
      ) : (
        <>
          <SearchBar
            value={search}
            onSearch={(text) => go({ search: text })}
            placeholder={t`Rechercher un formulaire`}
            aside={
              <Switch
                className={classes["switch"] ?? ""}
                label={t`Afficher les formulaires archivés`}
                checked={archived}
                onChange={({ currentTarget }) => go({ archives: currentTarget.checked ? "1" : "" })}
              />
            }
          />
          {open.length === 0 ? (
            <EmptyState title={t`Aucun formulaire`} icon={<IconForms size={20} stroke={1.6} />} actions={add}>
              {canWrite
                ? t`Créez-en un, puis communiquez son adresse : ses réponses deviennent des contacts et s’enregistrent ici.`
                : t`Demandez à un gestionnaire d’en créer un.`}
            </EmptyState>
          ) : found.length === 0 ? (
            <EmptyState title={t`Aucun formulaire ne correspond`} icon={<IconSearchOff size={20} stroke={1.6} />}>
              {t`Cherchez un autre nom, ou une partie de l’adresse.`}
            </EmptyState>
          ) : (
            <ul className={classes["lines"]} aria-label={t`Formulaires`}>
              {found.map((form) => (
                <FormLine key={form.id} form={form} {...lines} />
              ))}
            </ul>
          )}
          {archived && <Archived search={search} {...lines} />}
        </>
      )}
      <RemoveForm form={removing} onClose={() => setRemoving(null)} />
    </Page>
  );
}

const matches = ({ name, slug, owner }: FormView, search: string) =>
  fold(`${name} ${slug} ${owner?.name ?? ""}`).includes(fold(search));

/** Those that were put away: their submissions are there, and they can be brought back. */
function Archived({ search, onRemove }: { search: string; onRemove: (form: FormView) => void }) {
  const { t } = useLingui();
  const { data, error, refetch } = useQuery(formList(true));
  const forms = data?.filter((form) => form.archivedAt !== null && matches(form, search));
  return (
    <section className={classes["archived"]} aria-label={t`Formulaires archivés`}>
      <h2 className={classes["archivedTitle"]}>
        {plural(forms?.length ?? 0, {
          0: "Aucun formulaire archivé",
          one: "# formulaire archivé",
          other: "# formulaires archivés",
        })}
      </h2>
      {!forms ? (
        error ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : (
          <CardSkeleton lines={2} />
        )
      ) : (
        forms.length > 0 && (
          <ul className={classes["lines"]} aria-label={t`Formulaires archivés`}>
            {forms.map((form) => (
              <FormLine key={form.id} form={form} onRemove={onRemove} />
            ))}
          </ul>
        )
      )}
    </section>
  );
}
