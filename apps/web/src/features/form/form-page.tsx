import type { FormView } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconForms, IconListDetails, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { ApiError } from "../../lib/api.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { ErrorState, NotFound, PageSkeleton } from "../../ui/states.tsx";
import { formCard } from "./form.queries.ts";
import { FormEditor } from "./form-editor.tsx";
import { FormRead } from "./form-read.tsx";
import { formsPath, submissionsOf } from "./form-words.ts";
import { RemoveForm } from "./remove-form.tsx";

/** One form; a new one at …/nouveau. Who may not change it, and an archived one, are shown it. */
export function FormPage({ canWrite }: { canWrite: boolean }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const { id } = useParams();
  const {
    data: form,
    error,
    refetch,
  } = useQuery({
    ...formCard(id ?? ""),
    enabled: id !== undefined,
    // A form starts from what is there now, not from what was when one last looked.
    staleTime: 0,
    refetchOnWindowFocus: false,
  });
  const back = { to: formsPath, label: t`Formulaires` };
  const done = () => void navigate(formsPath);
  if (id === undefined)
    return canWrite ? (
      <FormEditor form={undefined} back={back} onDone={done} />
    ) : (
      <NotFound title={t`Vous ne pouvez pas créer de formulaire`} back={back} />
    );
  if (!form) {
    if (!error) return <PageSkeleton />;
    return error instanceof ApiError && (error.status === 404 || error.status === 422) ? (
      <NotFound title={t`Formulaire introuvable`} back={back} />
    ) : (
      <ErrorState error={error} onRetry={() => void refetch()} />
    );
  }
  const actions = <FormActions form={form} onRemoved={done} />;
  return form.can.update && form.archivedAt === null ? (
    <FormEditor key={id} form={form} back={back} actions={actions} onDone={done} />
  ) : (
    <FormRead form={form} back={back} actions={actions} />
  );
}

/** What one may do with a form besides changing it. */
function FormActions({ form, onRemoved }: { form: FormView; onRemoved: () => void }) {
  const { t } = useLingui();
  const [removing, setRemoving] = useState<FormView | null>(null);
  const { id, name, address, archivedAt, can } = form;
  return (
    <>
      <Button
        component={Link}
        to={submissionsOf(id)}
        variant="default"
        leftSection={<IconListDetails size={16} aria-hidden />}
      >
        {t`Voir les enregistrements`}
      </Button>
      {archivedAt === null && (
        <Button
          component="a"
          href={address}
          target="_blank"
          rel="noreferrer"
          variant="default"
          leftSection={<IconForms size={16} aria-hidden />}
        >
          {t`Ouvrir la page`}
        </Button>
      )}
      {can.update && archivedAt === null && (
        <IconButton label={t`Supprimer ${name}`} size={34} variant="default" onClick={() => setRemoving(form)}>
          <IconTrash size={16} aria-hidden />
        </IconButton>
      )}
      <RemoveForm form={removing} onClose={() => setRemoving(null)} onRemoved={onRemoved} />
    </>
  );
}
