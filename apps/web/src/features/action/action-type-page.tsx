import { type ActionIcon, ActionTypeInput, type ActionTypeView, actionIcons } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Badge, Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { IconArchive, IconChecklist, IconPencil, IconPlus, IconRestore } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { errorSentence } from "../../lib/error-sentence.ts";
import { actionTypeIcons } from "../../ui/action-words.ts";
import { FormError } from "../../ui/form-error.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { notify } from "../../ui/notify.ts";
import { Page, PageHeader } from "../../ui/page.tsx";
import { SortableList } from "../../ui/sortable-list.tsx";
import { CardSkeleton, EmptyState, ErrorState } from "../../ui/states.tsx";
import classes from "./action.module.css";
import { actionTypeList, useArchiveActionType, useReorderActionTypes, useSaveActionType } from "./action.queries.ts";

const refused = (refusal: unknown) => void notify({ kind: "error", message: errorSentence(refusal) });

/** Configuration → Types d'actions: what can be planned, in the order of the form. */
export function ActionTypePage() {
  const { t } = useLingui();
  const { data: types, error, isPending, refetch } = useQuery(actionTypeList);
  const reorder = useReorderActionTypes();
  const [edited, setEdited] = useState<ActionTypeView | "new" | null>(null);
  const add = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEdited("new")}>
      {t`Nouveau type d'action`}
    </Button>
  );
  return (
    <Page>
      <PageHeader
        title={t`Types d'actions`}
        subtitle={t`Ce que l’on peut planifier sur un contact ou une opportunité, dans l’ordre proposé.`}
        actions={add}
      />
      {isPending ? (
        <CardSkeleton />
      ) : !types ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : types.length === 0 ? (
        <EmptyState title={t`Aucun type d’action`} icon={<IconChecklist size={20} stroke={1.6} />} actions={add}>
          {t`Ajoutez-en un pour pouvoir planifier des actions.`}
        </EmptyState>
      ) : (
        <SortableList
          label={t`Types d'actions`}
          items={types}
          itemId={({ id }) => id}
          itemLabel={({ label }) => label}
          onReorder={(ids) => reorder.mutate(ids, { onError: refused })}
        >
          {(type) => <TypeLine type={type} onEdit={() => setEdited(type)} />}
        </SortableList>
      )}
      {edited && <TypeDialog type={edited === "new" ? undefined : edited} onClose={() => setEdited(null)} />}
    </Page>
  );
}

function TypeLine({ type, onEdit }: { type: ActionTypeView; onEdit: () => void }) {
  const { t } = useLingui();
  const archive = useArchiveActionType();
  const Icon = actionTypeIcons[type.icon];
  const { id, label, archived } = type;
  return (
    <div className={classes["type"]}>
      <span className={classes["icon"]} aria-hidden>
        <Icon size={16} stroke={1.7} aria-hidden />
      </span>
      <span className={classes["typeName"]}>{label}</span>
      {archived && <Badge color="gray">{t`Archivé`}</Badge>}
      <IconButton label={t`Modifier ${label}`} onClick={onEdit}>
        <IconPencil size={16} aria-hidden />
      </IconButton>
      <IconButton
        label={archived ? t`Réactiver ${label}` : t`Archiver ${label}`}
        loading={archive.isPending}
        onClick={() => archive.mutate({ id, archived: !archived }, { onError: refused })}
      >
        {archived ? <IconRestore size={16} aria-hidden /> : <IconArchive size={16} aria-hidden />}
      </IconButton>
    </div>
  );
}

function TypeDialog({ type, onClose }: { type: ActionTypeView | undefined; onClose: () => void }) {
  const { t } = useLingui();
  const save = useSaveActionType(type);
  const [label, setLabel] = useState(type?.label ?? "");
  const [icon, setIcon] = useState<ActionIcon>(type?.icon ?? "bell");
  const [tried, setTried] = useState(false);
  const sound = ActionTypeInput.shape.label.safeParse(label).success;
  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    // The refusal is shown below.
    if (sound) save.mutateAsync({ label, icon }).then(onClose, () => undefined);
  }
  return (
    <Modal opened onClose={onClose} title={type ? t`Modifier le type d'action` : t`Nouveau type d'action`} size={440}>
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          <TextInput
            label={t`Nom`}
            value={label}
            data-autofocus
            autoComplete="off"
            error={tried && !sound ? t`Indiquez un nom de 80 caractères au plus.` : null}
            onChange={({ currentTarget }) => setLabel(currentTarget.value)}
          />
          <fieldset className={classes["postpone"]}>
            <legend>{t`Icône`}</legend>
            <IconChoice value={icon} onChange={setIcon} />
          </fieldset>
        </Stack>
        <FormError error={save.error} />
        <Group justify="flex-end" gap="xs" mt="lg">
          <Button data-cancel variant="default" onClick={onClose}>{t`Annuler`}</Button>
          <Button type="submit" loading={save.isPending}>{t`Valider`}</Button>
        </Group>
      </form>
    </Modal>
  );
}

function IconChoice({ value, onChange }: { value: ActionIcon; onChange: (icon: ActionIcon) => void }) {
  const { t } = useLingui();
  const names: Record<ActionIcon, string> = {
    bell: t`Cloche`,
    mail: t`Enveloppe`,
    phone: t`Téléphone`,
    users: t`Personnes`,
    file: t`Document`,
    calendar: t`Agenda`,
    message: t`Message`,
    package: t`Colis`,
    star: t`Étoile`,
  };
  return actionIcons.map((icon) => {
    const Icon = actionTypeIcons[icon];
    return (
      <IconButton
        key={icon}
        label={names[icon]}
        variant={icon === value ? "light" : "subtle"}
        color={icon === value ? "indigo" : "gray"}
        aria-pressed={icon === value}
        onClick={() => onChange(icon)}
      >
        <Icon size={18} aria-hidden />
      </IconButton>
    );
  });
}
