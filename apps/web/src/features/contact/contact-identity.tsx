import { ContactEssentials, type ContactView } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Anchor, Button, Group } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { z } from "zod";
import { useDraft, useFormDraft } from "../../lib/draft.ts";
import { showRefusal, useZodForm } from "../../lib/form.ts";
import { formatPhone } from "../../lib/format.ts";
import { CopyButton } from "../../ui/copy-button.tsx";
import { contactLabels } from "../../ui/field-labels.ts";
import { FormError } from "../../ui/form-error.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { Properties, Property, Section } from "../../ui/section.tsx";
import { UnsavedGuard } from "../../ui/unsaved-guard.tsx";
import classes from "./contact.module.css";
import { useUpdateContact } from "./contact.queries.ts";
import { useConflict } from "./contact-conflict.tsx";
import { EmailValidity } from "./email-validity.tsx";
import { type Essentials, EssentialsFields, noEssentials } from "./essentials-fields.tsx";

const fields = Object.keys(noEssentials) as (keyof Essentials)[];
/** Phones are edited as they are read, not as they are stored. */
const shown = (field: keyof Essentials, value: string) =>
  field === "phone" || field === "mobile" ? formatPhone(value) : value;
const essentialsOf = (contact: ContactView) =>
  Object.fromEntries(fields.map((field) => [field, shown(field, contact[field])])) as Essentials;

const draftKey = (id: string) => `contact:${id}:essentials`;
/** With the version that the form was opened on: another one saved since is not overwritten unseen, draft or not. */
const Form = ContactEssentials.extend({ version: z.int() });

/** Identity and essentials, at the top left of the card; the pencil is right under the e-mail address (guide 2.2). */
export function ContactIdentity({
  contact,
  verify,
  similar,
}: {
  contact: ContactView;
  verify?: ((contact: ContactView) => ReactNode) | undefined;
  similar?: ((typed: Essentials, contact: ContactView) => ReactNode) | undefined;
}) {
  const { t } = useLingui();
  const { stored } = useDraft(draftKey(contact.id), undefined);
  const [editing, setEditing] = useState(stored !== undefined && contact.can.update);
  const pencil = useRef<HTMLButtonElement>(null);
  const close = () => {
    setEditing(false);
    requestAnimationFrame(() => pencil.current?.focus());
  };
  return (
    <Section title={t`Informations essentielles`}>
      {editing ? (
        <EssentialsForm contact={contact} similar={(typed) => similar?.(typed, contact)} onClose={close} />
      ) : (
        <EssentialsView contact={contact} verify={verify?.(contact)}>
          {contact.can.update && (
            <IconButton
              ref={pencil}
              label={t`Modifier les informations essentielles`}
              size={28}
              onClick={() => setEditing(true)}
            >
              <IconPencil size={16} aria-hidden />
            </IconButton>
          )}
        </EssentialsView>
      )}
    </Section>
  );
}

function EssentialsView({
  contact,
  verify,
  children,
}: {
  contact: ContactView;
  verify: ReactNode;
  children: ReactNode;
}) {
  const { t, i18n } = useLingui();
  const { title, company, email, emailValidity, phone, mobile, address, postalCode, city, country } = contact;
  const label = (field: keyof Essentials) => i18n._(contactLabels[field]);
  // A copy's e-mail is no address until « à modifier » is taken off (guide 2.4).
  const reachable = ContactEssentials.shape.email.safeParse(email).success;
  return (
    <>
      <div className={classes["email"]}>
        {reachable ? (
          <Anchor href={`mailto:${encodeURIComponent(email).replace("%40", "@")}`}>{email}</Anchor>
        ) : (
          <span>{email}</span>
        )}
        <CopyButton text={email} label={t`Copier l’e-mail`} />
        <EmailValidity validity={emailValidity} />
        {verify}
      </div>
      <div className={classes["pencil"]}>{children}</div>
      <Properties>
        {title && <Property label={label("title")}>{title}</Property>}
        <Property label={label("company")}>{company}</Property>
        <Property label={label("phone")}>{phone && <Phone number={phone} />}</Property>
        <Property label={label("mobile")}>{mobile && <Phone number={mobile} />}</Property>
        <Property label={label("address")}>{address && <span className={classes["lines"]}>{address}</span>}</Property>
        <Property label={label("city")}>{[postalCode, city].filter(Boolean).join(" ")}</Property>
        <Property label={label("country")}>{country}</Property>
      </Properties>
    </>
  );
}

function Phone({ number }: { number: string }) {
  const { t } = useLingui();
  return (
    <span className={classes["phone"]}>
      <Anchor href={`tel:${number.replace(/[^\d+]/g, "")}`}>{formatPhone(number)}</Anchor>
      <CopyButton text={formatPhone(number)} label={t`Copier le numéro ${formatPhone(number)}`} />
    </span>
  );
}

interface FormProps {
  contact: ContactView;
  similar: (typed: Essentials) => ReactNode;
  onClose: () => void;
}

function EssentialsForm({ contact, similar, onClose }: FormProps) {
  const { t, i18n } = useLingui();
  const form = useZodForm(Form, { defaultValues: { ...essentialsOf(contact), version: contact.version } });
  const draft = useFormDraft(draftKey(contact.id), form);
  const [before] = useState(() => essentialsOf(contact));
  const update = useUpdateContact(contact.id);
  const { dirtyFields, isDirty, isSubmitting, errors } = form.formState;
  useEffect(() => form.setFocus("lastName"), [form]);

  function finish() {
    draft.clear();
    onClose();
  }

  /** Only what was changed is sent: somebody else's change of another field stays. */
  async function save(version: number) {
    const values = form.getValues();
    const changed = Object.fromEntries(
      fields.filter((field) => dirtyFields[field]).map((field) => [field, values[field]]),
    );
    try {
      if (Object.keys(changed).length > 0) await update.mutateAsync({ ...changed, version });
      finish();
    } catch (refusal) {
      if (!(await conflict.settle(refusal))) showRefusal(form, refusal);
    }
  }

  const conflict = useConflict({
    compare: (theirs) => {
      const [mine, others] = [form.getValues(), essentialsOf(theirs)];
      // A draft found again may be older than the contact it was found on: all that differs is shown.
      const theirsChanged = (field: keyof Essentials) => draft.restored || others[field] !== before[field];
      return fields
        .filter((field) => dirtyFields[field] && mine[field] !== others[field] && theirsChanged(field))
        .map((field) => ({ label: i18n._(contactLabels[field]), mine: mine[field], theirs: others[field] }));
    },
    save,
    onTakeTheirs: finish,
  });

  return (
    <form onSubmit={(event) => void form.handleSubmit(() => save(form.getValues("version")))(event)} noValidate>
      <EssentialsFields form={form} similar={similar} />
      <FormError error={errors.root?.["server"]?.message} />
      <Group justify="flex-end" gap="xs" mt="md">
        <Button data-cancel variant="default" onClick={finish}>{t`Annuler`}</Button>
        <Button type="submit" loading={isSubmitting}>{t`Valider`}</Button>
      </Group>
      <UnsavedGuard when={isDirty && !update.isSuccess} onLeave={draft.clear} />
      {conflict.dialog}
    </form>
  );
}
