import type { StageView } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { StageDot } from "../../ui/stage-dot.tsx";
import classes from "./opportunity.module.css";

/** The stage an opportunity stands on. */
export function StageLabel({ stage }: { stage: StageView | undefined }) {
  const { t } = useLingui();
  if (!stage) return <span className={classes["none"]}>{t`Aucune étape`}</span>;
  return (
    <span className={classes["stage"]}>
      <StageDot colour={stage.colour} />
      <span className={classes["clip"]}>{stage.label}</span>
    </span>
  );
}
