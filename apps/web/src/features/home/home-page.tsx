import type { ContactRow, Me, OpportunityRow } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Button, Skeleton } from "@mantine/core";
import { IconAddressBook, IconFileImport, IconLock, IconTargetArrow, IconUserPlus } from "@tabler/icons-react";
import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { contactName, formatAmount, formatLongDate, formatRelative } from "../../lib/format.ts";
import { Page, PageHeader } from "../../ui/page.tsx";
import { Section } from "../../ui/section.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import { UserAvatar } from "../../ui/user-avatar.tsx";
import { recentContacts, recentOpportunities } from "./home.queries.ts";
import classes from "./home-page.module.css";

interface Props {
  me: Me;
  /** Whether a screen exists and this person may open it. */
  opens: (address: string) => boolean;
  /** « To do list » → « Actions à venir », from the feature that knows actions. */
  toDo?: ReactNode;
}

/** Guide 1.2, « Accueil »: the contacts recorded lately, the latest opportunities, and what to do first. */
export function HomePage({ me, opens, toDo }: Props) {
  const { t } = useLingui();
  const today = formatLongDate(new Date());
  return (
    <Page>
      <PageHeader
        title={me.firstName ? t`Bonjour ${me.firstName}` : t`Accueil`}
        subtitle={<span className={classes["today"]}>{today}</span>}
        actions={
          <>
            {opens("/outils/importer-contacts") && (
              <Button
                component={Link}
                to="/outils/importer-contacts"
                variant="default"
                leftSection={<IconFileImport size={16} aria-hidden />}
              >
                {t`Importer des contacts`}
              </Button>
            )}
            {opens("/contacts/nouveau") && (
              <Button component={Link} to="/contacts/nouveau" leftSection={<IconUserPlus size={16} aria-hidden />}>
                {t`Nouveau contact`}
              </Button>
            )}
          </>
        }
      />
      {me.permissions.includes("crm:use") ? <Recent opens={opens} toDo={toDo} /> : <NoCrm opens={opens} />}
    </Page>
  );
}

function NoCrm({ opens }: Pick<Props, "opens">) {
  const { t } = useLingui();
  return (
    <Section title={t`Accès au CRM`}>
      <EmptyState
        title={t`Votre compte n’a pas accès aux fonctionnalités CRM`}
        icon={<IconLock size={20} stroke={1.6} />}
        actions={
          opens("/configuration/utilisateurs") && (
            <Button component={Link} to="/configuration/utilisateurs" variant="default">
              {t`Ouvrir les utilisateurs`}
            </Button>
          )
        }
      >
        {t`Les contacts et les opportunités s’ouvrent avec la case « administrateur » de votre fiche utilisateur. Demandez à un gestionnaire de la cocher.`}
      </EmptyState>
    </Section>
  );
}

function Recent({ opens, toDo }: Pick<Props, "opens" | "toDo">) {
  const { t } = useLingui();
  const contacts = useQuery(recentContacts);
  const opportunities = useQuery(recentOpportunities);
  return (
    <div className={classes["grid"]}>
      {toDo}
      <Section
        flush
        title={t`Contacts enregistrés récemment`}
        actions={opens("/contacts") && <SeeAll to="/contacts" label={t`Tous les contacts`} />}
      >
        <List
          query={contacts}
          rows={8}
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
                <span className={classes["detail"]}>
                  {[contact.company, contact.email].filter(Boolean).join(" · ")}
                </span>
              </span>
              <time className={classes["when"]} dateTime={contact.createdAt}>
                {formatRelative(contact.createdAt)}
              </time>
            </>
          )}
        </List>
      </Section>
      <Section
        flush
        title={t`Opportunités récentes`}
        actions={opens("/opportunites") && <SeeAll to="/opportunites" label={t`Toutes les opportunités`} />}
      >
        <List
          query={opportunities}
          rows={6}
          empty={
            <EmptyState title={t`Aucune opportunité pour l’instant`} icon={<IconTargetArrow size={20} stroke={1.6} />}>
              {t`Ouvrez la fiche d’un contact, puis choisissez « Nouvelle opportunité ».`}
            </EmptyState>
          }
        >
          {(opportunity: OpportunityRow) => (
            <>
              <span className={classes["text"]}>
                <Link to={`/opportunites/${opportunity.id}`} className={classes["name"]}>
                  {opportunity.title}
                </Link>
                <span className={classes["detail"]}>
                  {[opportunity.contact.name, opportunity.amount === null ? "" : formatAmount(opportunity.amount)]
                    .filter(Boolean)
                    .join(" · ")}
                </span>
              </span>
              <StatusBadge status={opportunity.status} />
            </>
          )}
        </List>
      </Section>
    </div>
  );
}

function SeeAll({ to, label }: { to: string; label: string }) {
  return (
    <Link to={to} className={classes["all"]}>
      {label}
    </Link>
  );
}

interface ListProps<Row> {
  query: UseQueryResult<{ rows: Row[] }>;
  /** How many are expected: the skeleton's height. */
  rows: number;
  empty: ReactNode;
  children: (row: Row) => ReactNode;
}

function List<Row extends { id: string }>({ query, rows, empty, children }: ListProps<Row>) {
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) {
    return (
      <div aria-hidden>
        {[...Array(rows).keys()].map((index) => (
          <div key={index} className={classes["item"]}>
            <Skeleton circle height={32} />
            <Skeleton height={12} width={`${30 + ((index * 13) % 30)}%`} />
          </div>
        ))}
      </div>
    );
  }
  if (query.data.rows.length === 0) return empty;
  return (
    <ul className={classes["list"]}>
      {query.data.rows.map((row) => (
        <li key={row.id} className={classes["item"]}>
          {children(row)}
        </li>
      ))}
    </ul>
  );
}
