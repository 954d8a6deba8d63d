import type { ContactRow } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconAddressBook } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { contactName, formatRelative } from "../../lib/format.ts";
import { Section } from "../../ui/section.tsx";
import { SeeAll } from "../../ui/see-all.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { UserAvatar } from "../../ui/user-avatar.tsx";
import { recentContacts } from "./home.queries.ts";
import classes from "./home-page.module.css";
import { WidgetList } from "./widget-list.tsx";

/** The contacts recorded last. */
export function RecentContacts({ opens }: { opens: (address: string) => boolean }) {
  const { t } = useLingui();
  const query = useQuery(recentContacts);
  return (
    <Section
      flush
      title={t`Contacts enregistrés récemment`}
      actions={opens("/contacts") && <SeeAll to="/contacts" label={t`Tous les contacts`} />}
    >
      <WidgetList
        query={query}
        rows={query.data?.rows}
        expected={8}
        empty={
          <EmptyState
            title={t`Commencez par vos contacts`}
            icon={<IconAddressBook size={20} stroke={1.6} />}
            actions={
              <>
                {opens("/contacts/nouveau") && (
                  <Button component={Link} to="/contacts/nouveau">{t`Créer un contact`}</Button>
                )}
                {opens("/outils/importer-contacts") && (
                  <Button component={Link} to="/outils/importer-contacts" variant="default">
                    {t`Importer un fichier Excel`}
                  </Button>
                )}
              </>
            }
          >
            {t`Créez votre premier contact ou importez votre fichier : les derniers enregistrés s’afficheront ici.`}
          </EmptyState>
        }
      >
        {(contact: ContactRow) => (
          <>
            <UserAvatar name={contactName(contact)} size={32} />
            <span className={classes["text"]}>
              <Link to={`/contacts/${contact.id}`} className={classes["name"]}>
                {contactName(contact)}
              </Link>
              <span className={classes["detail"]}>{[contact.company, contact.email].filter(Boolean).join(" · ")}</span>
            </span>
            <time className={classes["when"]} dateTime={contact.createdAt}>
              {formatRelative(contact.createdAt)}
            </time>
          </>
        )}
      </WidgetList>
    </Section>
  );
}
