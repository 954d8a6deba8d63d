import { fieldTypes } from "@crm/fields";
import { useLingui } from "@lingui/react/macro";
import { Badge } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./profile.module.css";
import type { AskedQuestion } from "./question.queries.ts";
import { tabLabels } from "./question-words.ts";
import { useLocale } from "./use-locale.ts";

/** A question in the list: its label and help, its code, what it asks for, its boxes. */
export function QuestionLine({ question, actions }: { question: AskedQuestion; actions?: ReactNode }) {
  const { t, i18n } = useLingui();
  const { label, help, code, type, required, inSearch, inReports, tab } = question;
  return (
    <div className={classes["line"]}>
      <div className={classes["about"]}>
        <span className={classes["label"]}>{label}</span>
        {help && <span className={classes["help"]}>{help}</span>}
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
