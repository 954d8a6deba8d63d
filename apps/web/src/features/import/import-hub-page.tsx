import { useLingui } from "@lingui/react/macro";
import { IconFileDownload, IconFileExport, IconFileImport, IconStack2, IconTrash } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { bulkAddress, bulkTitle } from "../../ui/bulk-words.ts";
import { Page, PageHeader } from "../../ui/page.tsx";
import classes from "./import.module.css";
import { importAddress } from "./import-words.ts";

/** Outils → Import/export (lab) (guide 1.2): what can go in and out. */
export function ImportHubPage() {
  const { t } = useLingui();
  return (
    <Page>
      <PageHeader title={t`Import/export (lab)`} />
      <div className={classes["cards"]}>
        <Card
          to={importAddress("contact")}
          icon={<IconFileImport size={20} stroke={1.6} aria-hidden />}
          title={t`Importer des contacts`}
        >
          {t`Créer ou mettre à jour des contacts à partir d’un fichier Excel ou CSV, après une vérification à blanc.`}
        </Card>
        <Card
          to={importAddress("opportunity")}
          icon={<IconFileImport size={20} stroke={1.6} aria-hidden />}
          title={t`Importer des opportunités`}
        >
          {t`Créer ou mettre à jour des opportunités, reliées à leur contact par son code ou son e-mail.`}
        </Card>
        <Card
          to={importAddress("submission")}
          icon={<IconFileImport size={20} stroke={1.6} aria-hidden />}
          title={t`Importer des enregistrements`}
        >
          {t`Ajouter d’anciennes réponses à vos formulaires, reliées à leur contact par son code ou son e-mail.`}
        </Card>
        <Card
          to="/contacts/export"
          icon={<IconFileExport size={20} stroke={1.6} aria-hidden />}
          title={t`Exporter les contacts vers Excel`}
        >
          {t`Tous vos contacts, ou une partie d’entre eux, dans un fichier Excel ou CSV que vous recevez par e-mail.`}
        </Card>
        <Card
          to="/outils/exporter-opportunites"
          icon={<IconFileExport size={20} stroke={1.6} aria-hidden />}
          title={t`Exporter les opportunités vers Excel`}
        >
          {t`Toutes vos opportunités, ou une partie d’entre elles, dans un fichier Excel ou CSV que vous recevez par e-mail.`}
        </Card>
        <Card
          to="/outils/exporter-enregistrements"
          icon={<IconFileExport size={20} stroke={1.6} aria-hidden />}
          title={t`Exporter les enregistrements vers Excel`}
        >
          {t`Toutes les réponses à vos formulaires, ou une partie d’entre elles, dans un fichier Excel ou CSV que vous recevez par e-mail.`}
        </Card>
        <Card
          to="/outils/mes-exports"
          icon={<IconFileDownload size={20} stroke={1.6} aria-hidden />}
          title={t`Mes exports`}
        >
          {t`Retrouver les exports que vous avez demandés, et les télécharger de nouveau.`}
        </Card>
        <Card
          to="/outils/supprimer-contacts"
          icon={<IconTrash size={20} stroke={1.6} aria-hidden />}
          title={t`Supprimer des contacts`}
        >
          {t`Supprimer les contacts d’un fichier Excel ou CSV, désignés par leur code, après une vérification à blanc.`}
        </Card>
        <Card to={bulkAddress()} icon={<IconStack2 size={20} stroke={1.6} aria-hidden />} title={bulkTitle()}>
          {t`Suivre les modifications faites sur une sélection de fiches, et les annuler.`}
        </Card>
      </div>
    </Page>
  );
}

function Card({ to, icon, title, children }: { to: string; icon: ReactNode; title: string; children: ReactNode }) {
  return (
    <Link to={to} className={classes["card"]}>
      {icon}
      <div>
        <h2>{title}</h2>
        <p className={classes["hint"]}>{children}</p>
      </div>
    </Link>
  );
}
