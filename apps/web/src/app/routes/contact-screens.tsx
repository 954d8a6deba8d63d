import type { ContactView } from "@crm/contract";
import { ActionSection } from "../../features/action/action-section.tsx";
import { AnonymisationNotice } from "../../features/anonymisation/anonymisation-notice.tsx";
import { ConsentSection } from "../../features/consent/consent-section.tsx";
import { useAnswerContact } from "../../features/contact/contact.queries.ts";
import { ContactCardPage } from "../../features/contact/contact-card-page.tsx";
import { ContactCreatePage } from "../../features/contact/contact-create-page.tsx";
import { UndoMerge } from "../../features/duplicate/merge-undo.tsx";
import { SimilarContacts } from "../../features/duplicate/similar-contacts.tsx";
import { NewOpportunity } from "../../features/opportunity/new-opportunity.tsx";
import { RecordAnswers } from "../../features/question/record-answers.tsx";
import { useMe } from "../../features/session/session.queries.ts";
import { ContactSubmissions } from "../../features/submission/contact-submissions.tsx";
import { VerifyEmail } from "../../features/validity/verify-email.tsx";
import { contactName } from "../../lib/format.ts";
import { ContactEndings } from "./contact-actions.tsx";

/** « Nouveau contact », with a word about those that are like him. */
export const ContactCreate = () => <ContactCreatePage similar={(typed) => <SimilarContacts typed={typed} />} />;

/** The card, with its answers and the opportunity that can be opened from it. */
export const ContactCard = () => (
  <ContactCardPage
    answers={(contact) => <ContactAnswers contact={contact} />}
    actions={(contact) => <ContactActions contact={contact} />}
    endings={(contact) => <ContactEndings contact={contact} />}
    planned={(contact) => <Planned contact={contact} />}
    submissions={({ id }) => <ContactSubmissions contactId={id} />}
    notice={(contact) => <AnonymisationNotice contact={contact} />}
    aside={(contact) => <ConsentSection contact={contact} />}
    verify={(contact) => <VerifyEmail contact={contact} key={contact.email} />}
    similar={(typed, { id }) => <SimilarContacts typed={typed} exceptId={id} />}
    eventAction={(event, events) => <UndoMerge event={event} events={events} />}
  />
);

function ContactAnswers({ contact }: { contact: ContactView }) {
  const { mutateAsync } = useAnswerContact(contact.id);
  return <RecordAnswers record="contact" of={contact} canEdit={contact.can.update} save={mutateAsync} />;
}

function Planned({ contact }: { contact: ContactView }) {
  const { id } = useMe();
  return <ActionSection contactId={contact.id} canPlan={contact.can.update} myId={id} />;
}

function ContactActions({ contact }: { contact: ContactView }) {
  const me = useMe();
  if (!contact.can.update || !me.permissions.includes("opportunity:write")) return null;
  return <NewOpportunity contact={{ id: contact.id, name: contactName(contact) }} myId={me.id} />;
}
