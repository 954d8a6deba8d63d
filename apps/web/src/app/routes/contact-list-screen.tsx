import { ContactListPage } from "../../features/contact/contact-list-page.tsx";
import { useListSlots } from "./list-slots.tsx";

/** The list, with the questions of contacts and saved views. */
export const ContactList = () => <ContactListPage {...useListSlots("contact")} />;
