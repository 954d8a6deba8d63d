import { fieldTypes } from "@crm/fields";
import { useLingui } from "@lingui/react/macro";
import { Badge } from "@mantine/core";
import type { ReactNode } from "react";
import type { AskedQuestion } from "../../lib/shared.queries.ts";
import classes from "./profile.module.css";
import { tabLabels } from "./question-words.ts";
import { useLocale } from "./use-locale.ts";

interface Props {
  question: AskedQuestion;
  /** What it waits for to be shown. */
  condition?: string | undefined;
  usage?: ReactNode;
  actions?: ReactNode;
}

/** A question in the list: its label and help, what it waits for, its code, what it asks for, its boxes, what it is used for. */
export function QuestionLine({ question, condition, usage, actions }: Props) {
  const { t, i18n } = useLingui();
  const { label, help, code, type, required, inSearch, inReports, tab } = question;
  return (
    <div className={classes["line"]}>
      <div className={classes["about"]}>
        <span className={classes["label"]}>{label}</span>
        {help && <span className={classes["help"]}>{help}</span>}
        {condition && <span className={classes["help"]}>{condition}</span>}
        {usage}
      </div>
      <code className={classes["code"]}>{code}</code>
      <span className={classes["type"]}>{fieldTypes[type].label[useLocale()]}</span>
      <span className={classes["badges"]}>
        {required && <Badge color="indigo">{t`Obligatoire`}</Badge>}
        {tab !== "both" && <Badge color="gray">{i18n._(tabLabels[tab])}</Badge>}
        {inSearch && <Badge color="gray">{t`Recherche`}</Badge>}
        {inReports && <Badge color="gray">{t`Rapports`}</Badge>}
      </span>
      {actions && <span className={classes["actions"]}>{actions}</span>}
    </div>
  );
}
