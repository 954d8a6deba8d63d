import type { QuestionUsage as Usage } from "@crm/contract";
import { dependentsOf, type RecordName } from "@crm/fields";
import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import type { AskedQuestion } from "../../lib/shared.queries.ts";
import classes from "./profile.module.css";

interface Props {
  record: RecordName;
  question: AskedQuestion;
  questions: readonly AskedQuestion[];
  /** Not there yet: its place is kept. */
  usage: Usage | undefined;
}

/** How many records answer a question, the views about it, and the questions that wait for its answer. */
export function QuestionUsage({ record, question, questions, usage }: Props) {
  const { t } = useLingui();
  if (!usage)
    return (
      <span className={classes["help"]} aria-hidden>
        {"\u00a0"}
      </span>
    );
  const count = usage.answers;
  const answered = {
    contact: plural(count, {
      0: "Aucun contact n’y répond",
      one: "# contact y répond",
      other: "# contacts y répondent",
    }),
    opportunity: plural(count, {
      0: "Aucune opportunité n’y répond",
      one: "# opportunité y répond",
      other: "# opportunités y répondent",
    }),
  }[record];
  const others = plural(usage.otherViews, { one: "# vue d’un collègue", other: "# vues de collègues" });
  const views = [...usage.views.map((name) => `« ${name} »`), ...(usage.otherViews > 0 ? [others] : [])].join(", ");
  const waiting = dependentsOf(questions, question.id)
    .map(({ label }) => `« ${label} »`)
    .join(", ");
  return (
    <span className={classes["help"]}>
      {[answered, views && t`vues : ${views}`, waiting && t`montre ${waiting}`].filter(Boolean).join(" · ")}
    </span>
  );
}
