import { useLingui } from "@lingui/react/macro";
import { IconCheck } from "@tabler/icons-react";
import { Link } from "react-router";
import classes from "./import-stepper.module.css";

const steps = ["file", "columns", "check", "run"] as const;
export type Step = (typeof steps)[number];

interface Props {
  current: Step;
  /** Where the steps lead that one can go back to. */
  links?: Partial<Record<Step, string>>;
}

/** The four steps of an import, which one stands at, and the way back to those that can still be changed. */
export function ImportStepper({ current, links = {} }: Props) {
  const { t } = useLingui();
  const words: Record<Step, string> = {
    file: t`Fichier`,
    columns: t`Colonnes`,
    check: t`Vérification`,
    run: t`Import`,
  };
  const place = steps.indexOf(current);
  return (
    <nav aria-label={t`Étapes de l’import`}>
      <ol className={classes["stepper"]}>
        {steps.map((step, index) => {
          const done = index < place;
          const inner = (
            <>
              <span className={classes["bullet"]} aria-hidden>
                {done ? <IconCheck size={14} stroke={2.4} /> : index + 1}
              </span>
              <span className={classes["word"]}>{words[step]}</span>
            </>
          );
          return (
            <li key={step} data-done={done || undefined} data-current={step === current || undefined}>
              {links[step] && step !== current ? (
                <Link to={links[step]} className={classes["step"]}>
                  {inner}
                </Link>
              ) : (
                <span className={classes["step"]} {...(step === current && { "aria-current": "step" as const })}>
                  {inner}
                </span>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
