import { Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Brand } from "../../ui/brand.tsx";
import { useDocumentTitle } from "../../ui/page.tsx";
import classes from "./session-layout.module.css";

/** The pages before one is signed in: the form on one side, what the product is on the other. */
export function SessionLayout({ title, intro, children }: { title: string; intro?: ReactNode; children: ReactNode }) {
  const { t } = useLingui();
  useDocumentTitle(title);
  return (
    <div className={classes["page"]}>
      <main className={classes["form"]}>
        <Brand />
        <div className={classes["box"]}>
          <h1 className={classes["title"]}>{title}</h1>
          {intro && <p className={classes["intro"]}>{intro}</p>}
          {children}
        </div>
        <p className={classes["foot"]}>
          <Trans>Pour une utilisation optimale : Chrome, Firefox ou Edge.</Trans>
        </p>
      </main>
      <aside className={classes["side"]} aria-label={t`À propos de l’application`}>
        <div className={classes["art"]} aria-hidden>
          <div className={classes["stages"]}>
            {[1, 2, 3, 4, 5].map((stage) => (
              <span key={stage} data-done={stage < 4 || undefined} />
            ))}
          </div>
          {[62, 44, 54].map((width) => (
            <div key={width} className={classes["row"]}>
              <i />
              <b style={{ width: `${width}%` }} />
            </div>
          ))}
        </div>
        <p className={classes["promise"]}>
          <Trans>Créez une belle histoire avec vos clients.</Trans>
        </p>
        <p className={classes["detail"]}>
          <Trans>Vos contacts, vos opportunités et la prochaine action à mener, au même endroit.</Trans>
        </p>
      </aside>
    </div>
  );
}
