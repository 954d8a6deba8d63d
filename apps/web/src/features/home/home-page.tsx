import type { ContactRow, Me, OpportunityRow } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconAddressBook, IconFileImport, IconLock, IconTargetArrow, IconUserPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { contactName, formatAmount, formatLongDate, formatRelative } from "../../lib/format.ts";
import { Page, PageHeader } from "../../ui/page.tsx";
import { Section } from "../../ui/section.tsx";
import { SeeAll } from "../../ui/see-all.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import { UserAvatar } from "../../ui/user-avatar.tsx";
import { ChangesSince } from "./changes-since.tsx";
import { recentContacts, recentOpportunities } from "./home.queries.ts";
import classes from "./home-page.module.css";
import { MyPipeline } from "./my-pipeline.tsx";
import { StaleOpportunities } from "./stale-opportunities.tsx";
import { WidgetList } from "./widget-list.tsx";

interface Props {
  me: Me;
  /** Whether a screen exists and this person may open it. */
  opens: (address: string) => boolean;
  /** « To do list » → « Actions à venir », from the feature that knows actions. */
  toDo?: ReactNode;
}

/** Guide 1.2, « Accueil »: what to do, what stands still, what is under way and what changed, what was recorded lately. */
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
      {me.permissions.includes("crm:use") ? <Widgets me={me} opens={opens} toDo={toDo} /> : <NoCrm opens={opens} />}
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

/** Each reads by itself: none waits for another, a fault stays its own. */
function Widgets({ me, opens, toDo }: Props) {
  const { t } = useLingui();
  const contacts = useQuery(recentContacts);
  const opportunities = useQuery(recentOpportunities);
  return (
    <div className={classes["grid"]}>
      <div className={classes["column"]}>
        {toDo}
        <StaleOpportunities me={me} />
        <Section
          flush
          title={t`Contacts enregistrés récemment`}
          actions={opens("/contacts") && <SeeAll to="/contacts" label={t`Tous les contacts`} />}
        >
          <WidgetList
            query={contacts}
            rows={contacts.data?.rows}
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
                  <span className={classes["detail"]}>
                    {[contact.company, contact.email].filter(Boolean).join(" · ")}
                  </span>
                </span>
                <time className={classes["when"]} dateTime={contact.createdAt}>
                  {formatRelative(contact.createdAt)}
                </time>
              </>
            )}
          </WidgetList>
        </Section>
      </div>
      <div className={classes["column"]}>
        <MyPipeline me={me} board={opens("/opportunites")} />
        <ChangesSince me={me} />
        <Section
          flush
          title={t`Opportunités récentes`}
          actions={opens("/opportunites") && <SeeAll to="/opportunites" label={t`Toutes les opportunités`} />}
        >
          <WidgetList
            query={opportunities}
            rows={opportunities.data?.rows}
            expected={6}
            empty={
              <EmptyState
                title={t`Aucune opportunité pour l’instant`}
                icon={<IconTargetArrow size={20} stroke={1.6} />}
              >
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
          </WidgetList>
        </Section>
      </div>
    </div>
  );
}
