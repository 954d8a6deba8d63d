import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import classes from "./installation.module.css";
import { demoState } from "./installation.queries.ts";

/** Above every screen while data or accounts of the demo are there. */
export default function DemoBanner() {
  const { t } = useLingui();
  const { data } = useQuery(demoState);
  if (!data?.present) return null;
  const command = <code>npm run admin -- remove-demo</code>;
  return (
    <aside className={classes["banner"]} aria-label={t`Démonstration`}>
      <p>
        {data.accounts ? (
          <Trans>Démonstration : le mot de passe de ces comptes est public. Pour tout retirer : {command}</Trans>
        ) : (
          <Trans>Des données de démonstration sont présentes. Pour les retirer : {command}</Trans>
        )}
      </p>
    </aside>
  );
}
