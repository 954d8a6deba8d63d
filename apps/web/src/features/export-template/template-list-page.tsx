import type { ExportTemplateRow } from "@crm/contract";
import { fold } from "@crm/fields";
import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { Badge, Button, SegmentedControl } from "@mantine/core";
import { IconCopy, IconPencil, IconPlus, IconSearchOff, IconTableExport, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { Link, useSearchParams } from "react-router";
import { formatNumber } from "../../lib/format.ts";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { notify } from "../../ui/notify.ts";
import { Page, PageHeader } from "../../ui/page.tsx";
import { SearchBar } from "../../ui/search-bar.tsx";
import { CardSkeleton, EmptyState, ErrorState } from "../../ui/states.tsx";
import classes from "./export-template.module.css";
import { templateList, useRemoveTemplate } from "./export-template.queries.ts";
import { recordWords, templatesPath } from "./template-words.ts";

/** Configuration → Modèles d'exports (guide 4.3): one's own and those that colleagues share. */
export function TemplateListPage({ myId }: { myId: string }) {
  const { t, i18n } = useLingui();
  const [params, setParams] = useSearchParams();
  const { data: templates, error, refetch } = useQuery(templateList);
  const [removing, setRemoving] = useState<ExportTemplateRow | null>(null);
  const [search, record] = [params.get("search") ?? "", params.get("type") ?? ""];
  const go = (part: { search?: string; type?: string }) => {
    const next = Object.entries({ search, type: record, ...part }).filter(([, value]) => value !== "");
    setParams(Object.fromEntries(next), { replace: true });
  };
  const found = templates?.filter(
    (template) =>
      (record === "" || template.record === record) &&
      fold(`${template.name} ${template.owner.name}`).includes(fold(search)),
  );
  const add = (
    <Button component={Link} to={`${templatesPath}/nouveau`} leftSection={<IconPlus size={16} aria-hidden />}>
      {t`Nouveau modèle`}
    </Button>
  );
  return (
    <Page>
      <PageHeader
        title={t`Modèles d'exports`}
        count={templates && formatNumber(templates.length)}
        subtitle={t`Les colonnes d’un export et leur ordre, sous un nom. Sans modèle, un export contient les colonnes standard.`}
        actions={add}
      />
      {!templates ? (
        error ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : (
          <CardSkeleton lines={6} />
        )
      ) : templates.length === 0 ? (
        <EmptyState title={t`Aucun modèle d’export`} icon={<IconTableExport size={20} stroke={1.6} />} actions={add}>
          {t`Créez-en un pour exporter les colonnes de votre choix, dans l’ordre que vous voulez.`}
        </EmptyState>
      ) : (
        <>
          <SearchBar
            value={search}
            onSearch={(text) => go({ search: text })}
            placeholder={t`Rechercher un modèle`}
            aside={
              <SegmentedControl
                aria-label={t`Modèles pour`}
                value={record}
                onChange={(type) => go({ type })}
                data={[
                  { value: "", label: t({ message: "Tous", context: "export templates" }) },
                  { value: "contact", label: i18n._(recordWords.contact) },
                  { value: "opportunity", label: i18n._(recordWords.opportunity) },
                ]}
              />
            }
          />
          {found?.length === 0 ? (
            <EmptyState title={t`Aucun modèle ne correspond`} icon={<IconSearchOff size={20} stroke={1.6} />}>
              {t`Cherchez un autre nom, ou affichez tous les modèles.`}
            </EmptyState>
          ) : (
            <ul className={classes["lines"]} aria-label={t`Modèles d'exports`}>
              {found?.map((template) => (
                <TemplateLine
                  key={template.id}
                  template={template}
                  myId={myId}
                  onRemove={() => setRemoving(template)}
                />
              ))}
            </ul>
          )}
        </>
      )}
      <RemoveTemplate template={removing} onClose={() => setRemoving(null)} />
    </Page>
  );
}

interface LineProps {
  template: ExportTemplateRow;
  myId: string;
  onRemove: () => void;
}

function TemplateLine({ template, myId, onRemove }: LineProps) {
  const { t, i18n } = useLingui();
  const { id, name, record, size, shared, owner, can } = template;
  return (
    <li className={classes["line"]}>
      <Link to={`${templatesPath}/${id}`} className={classes["name"]}>
        {name}
      </Link>
      <span className={classes["facts"]}>
        <span>{i18n._(recordWords[record])}</span>
        <span>{plural(size, { one: "# colonne", other: "# colonnes" })}</span>
      </span>
      <span className={classes["whose"]}>
        {owner.id === myId ? t({ message: "À moi", context: "an export template" }) : owner.name}
        {shared && <Badge color="indigo">{t`Partagé`}</Badge>}
      </span>
      <span className={classes["actions"]}>
        {can.update && (
          <IconButton label={t`Modifier ${name}`} to={`${templatesPath}/${id}`}>
            <IconPencil size={16} aria-hidden />
          </IconButton>
        )}
        <IconButton label={t`Dupliquer ${name}`} to={`${templatesPath}/nouveau?modele=${id}`}>
          <IconCopy size={16} aria-hidden />
        </IconButton>
        {can.update && (
          <IconButton label={t`Supprimer ${name}`} onClick={onRemove}>
            <IconTrash size={16} aria-hidden />
          </IconButton>
        )}
      </span>
    </li>
  );
}

function RemoveTemplate({ template: asked, onClose }: { template: ExportTemplateRow | null; onClose: () => void }) {
  const { t } = useLingui();
  // While the dialog leaves, it still says what it was about.
  const kept = useRef(asked);
  kept.current = asked ?? kept.current;
  const template = kept.current;
  const remove = useRemoveTemplate();
  if (!template) return null;
  return (
    <ConfirmDialog
      opened={asked !== null}
      onClose={onClose}
      title={t`Supprimer « ${template.name} » ?`}
      confirmLabel={t`Supprimer`}
      danger
      onConfirm={async () => {
        await remove.mutateAsync(template.id);
        await notify({ message: t`« ${template.name} » est supprimé.` });
      }}
    >
      {template.shared
        ? t`Ceux avec qui il est partagé ne pourront plus le choisir. Les exports déjà faits restent.`
        : t`Les exports déjà faits avec ce modèle restent.`}
    </ConfirmDialog>
  );
}
