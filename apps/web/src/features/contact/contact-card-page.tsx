import { type AuditView, type ContactCard, type ContactView, contactApi } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconAddressBook } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Navigate, useParams } from "react-router";
import { ApiError, download, saveAs } from "../../lib/api.ts";
import { errorSentence } from "../../lib/error-sentence.ts";
import { contactName } from "../../lib/format.ts";
import { DuplicateButton } from "../../ui/duplicate-button.tsx";
import { notify } from "../../ui/notify.ts";
import { Page, PageHeader } from "../../ui/page.tsx";
import { Section } from "../../ui/section.tsx";
import { ErrorState, NotFound, PageSkeleton } from "../../ui/states.tsx";
import { UserAvatar } from "../../ui/user-avatar.tsx";
import classes from "./contact.module.css";
import { contactCard, useDuplicateContact } from "./contact.queries.ts";
import { ContactHistory } from "./contact-history.tsx";
import { ContactIdentity } from "./contact-identity.tsx";
import { ContactNotes } from "./contact-notes.tsx";
import { ContactOpportunities } from "./contact-opportunities.tsx";
import { ContactOwner } from "./contact-owner.tsx";
import type { Essentials } from "./essentials-fields.tsx";

export interface ContactSlots {
  /** The answers to the questions, from the feature that knows questions. */
  answers: (contact: ContactView) => ReactNode;
  /** What can be started from a contact: « Nouvelle opportunité ». */
  actions: (contact: ContactView) => ReactNode;
  /** What ends it: its personal data exported, « Supprimer ». */
  endings?: (contact: ContactView) => ReactNode;
  /** Between the notes and the opportunities: what is to be done. */
  planned?: (contact: ContactView) => ReactNode;
  /** Under the opportunities: what was answered to forms. */
  submissions?: (contact: ContactView) => ReactNode;
  /** Above everything: what will happen to the contact. */
  notice?: (contact: ContactView) => ReactNode;
  /** Under the actions: consents. */
  aside?: (contact: ContactView) => ReactNode;
  /** Beside the validity of the e-mail: « Vérifier ». */
  verify?: (contact: ContactView) => ReactNode;
  /** Contacts like the one that is being changed. */
  similar?: (typed: Essentials, contact: ContactView) => ReactNode;
  /** What can be done about an event of the timeline. */
  eventAction?: (event: AuditView, events: readonly AuditView[]) => ReactNode;
}

/** A contact's card: identity and questions at the left, notes, opportunities and history in the middle, actions at the right. */
export function ContactCardPage(slots: ContactSlots) {
  const { t } = useLingui();
  const { id = "" } = useParams();
  const { data: contact, error, isPending, refetch } = useQuery(contactCard(id));
  const back = { to: "/contacts", label: t`Contacts` };
  if (isPending) return <PageSkeleton />;
  if (!contact) {
    // Merged into another one: its address leads there.
    const mergedInto = error instanceof ApiError && error.body.details["mergedInto"];
    if (typeof mergedInto === "string") return <Navigate to={`/contacts/${mergedInto}`} replace />;
    const absent = error instanceof ApiError && (error.status === 404 || error.status === 422);
    return absent ? (
      <NotFound title={t`Contact introuvable`} back={{ to: "/contacts", label: t`Retour aux contacts` }} />
    ) : (
      <ErrorState error={error} onRetry={() => void refetch()} />
    );
  }
  return (
    <Page>
      <PageHeader
        media={<UserAvatar name={contactName(contact)} size={40} />}
        title={contactName(contact)}
        subtitle={[contact.code, contact.company !== contactName(contact) && contact.company]
          .filter(Boolean)
          .join(" · ")}
        back={back}
      />
      {slots.notice?.(contact)}
      {/* Another contact starts with no form open. */}
      <Card key={contact.id} contact={contact} {...slots} />
    </Page>
  );
}

function Card({
  contact,
  answers,
  actions,
  endings,
  aside,
  planned,
  submissions,
  verify,
  similar,
  eventAction,
}: ContactSlots & { contact: ContactCard }) {
  const { t } = useLingui();
  return (
    <div className={classes["card"]}>
      <div className={classes["left"]}>
        <ContactIdentity contact={contact} verify={verify} similar={similar} />
        {answers(contact)}
      </div>
      <div className={classes["right"]}>
        <Section title={t`Actions`}>
          <div className={classes["actions"]}>
            <ContactOwner contact={contact} />
            {actions(contact)}
            {contact.can.update && <Duplicate contact={contact} />}
            <VcardButton id={contact.id} />
            {endings?.(contact)}
          </div>
        </Section>
        {aside?.(contact)}
      </div>
      <div className={classes["middle"]}>
        <ContactNotes contact={contact} />
        {planned?.(contact)}
        <ContactOpportunities contactId={contact.id} opportunities={contact.opportunities} />
        {submissions?.(contact)}
        <ContactHistory contact={contact} eventAction={eventAction} />
      </div>
    </div>
  );
}

/** « Dupliquer » (guide 2.4): the name, first name and e-mail of the copy carry « à modifier ». */
function Duplicate({ contact }: { contact: ContactView }) {
  const { t } = useLingui();
  const duplicating = useDuplicateContact(contact.id);
  return (
    <DuplicateButton
      duplicating={duplicating}
      folder="/contacts"
      said={t`Copie créée : adaptez les champs « à modifier » avec le crayon.`}
    />
  );
}

/** The contact for an address book. */
function VcardButton({ id }: { id: string }) {
  const { t } = useLingui();
  const vcard = useMutation({
    mutationFn: () => download(contactApi.vcard, { params: { id } }),
    onSuccess: saveAs,
    onError: (error) => notify({ kind: "error", message: errorSentence(error) }),
  });
  return (
    <Button
      variant="default"
      fullWidth
      leftSection={<IconAddressBook size={16} aria-hidden />}
      loading={vcard.isPending}
      onClick={() => vcard.mutate()}
    >
      {t`Télécharger la vCard`}
    </Button>
  );
}
