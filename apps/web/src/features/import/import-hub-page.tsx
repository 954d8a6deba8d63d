import { useLingui } from "@lingui/react/macro";
import { IconFileImport } from "@tabler/icons-react";
import { Link } from "react-router";
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
        <Link to={importAddress()} className={classes["card"]}>
          <IconFileImport size={20} stroke={1.6} aria-hidden />
          <div>
            <h2>{t`Importer des contacts`}</h2>
            <p
              className={classes["hint"]}
            >{t`Créer ou mettre à jour des contacts à partir d’un fichier Excel ou CSV, après une vérification à blanc.`}</p>
          </div>
        </Link>
      </div>
    </Page>
  );
}
