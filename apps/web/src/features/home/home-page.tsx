import type { Me } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconFileImport, IconLayoutDashboard, IconLock, IconUserPlus } from "@tabler/icons-react";
import { Link } from "react-router";
import { formatLongDate } from "../../lib/format.ts";
import { LazyPopup } from "../../ui/lazy-popup.tsx";
import { Page, PageHeader } from "../../ui/page.tsx";
import { Section } from "../../ui/section.tsx";
import { EmptyState } from "../../ui/states.tsx";
import classes from "./home-page.module.css";
import { HomeWidgets, type OtherWidgets, useHomeWidgets } from "./home-widgets.tsx";

interface Props {
  me: Me;
  /** Whether a screen exists and this person may open it. */
  opens: (address: string) => boolean;
  /** « To do list », and what reports tell: from the features that know them. */
  others: OtherWidgets;
}

const customise = () => import("./customise-dialog.tsx");

/** Guide 1.2, « Accueil »: what to do, what stands still, what is under way and what changed, what was recorded lately. */
export function HomePage({ me, opens, others }: Props) {
  const { t } = useLingui();
  const today = formatLongDate(new Date());
  const usesCrm = me.permissions.includes("crm:use");
  return (
    <Page>
      <PageHeader
        title={me.firstName ? t`Bonjour ${me.firstName}` : t`Accueil`}
        subtitle={<span className={classes["today"]}>{today}</span>}
        actions={
          <>
            {usesCrm && <Customise me={me} />}
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
      {usesCrm ? <HomeWidgets me={me} opens={opens} others={others} /> : <NoCrm opens={opens} />}
    </Page>
  );
}

function Customise({ me }: Pick<Props, "me">) {
  const { t } = useLingui();
  const widgets = useHomeWidgets(me);
  const button = (
    <Button variant="default" leftSection={<IconLayoutDashboard size={16} aria-hidden />} disabled={!widgets}>
      {t`Personnaliser l’accueil`}
    </Button>
  );
  return <LazyPopup kind="dialog" trigger={button} load={customise} popup={{ me, widgets: widgets ?? [] }} />;
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
