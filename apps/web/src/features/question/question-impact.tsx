import type { QuestionImpact } from "@crm/contract";
import type { RecordName } from "@crm/fields";
import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { ApiError } from "../../lib/api.ts";
import type { AskedQuestion } from "../../lib/shared.queries.ts";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { questionImpact, type Written } from "./question.queries.ts";
import classes from "./question-form.module.css";

/** So many come at most: there may then be others. */
const mostExamples = 5;

interface Options {
  record: RecordName;
  question: AskedQuestion | undefined;
  /** The person was told, and agrees. */
  onAccept: (version: number) => Promise<void>;
}

/** Says what becomes of the answers that exist before a change of type, choices or bounds is made, with examples of what goes. */
export function useImpactDialog({ record, question, onAccept }: Options) {
  const { t } = useLingui();
  const [asked, setAsked] = useState<{ impact: QuestionImpact; version: number } | null>(null);
  const [opened, setOpened] = useState(false);
  const ask = (impact: QuestionImpact, version: number) => {
    setAsked({ impact, version });
    setOpened(true);
    return true;
  };
  const { answers = 0, kept = 0, lost = 0, examples = [] } = asked?.impact ?? {};
  const who = {
    contact: plural(answers, {
      one: "# contact a répondu à cette question.",
      other: "# contacts ont répondu à cette question.",
    }),
    opportunity: plural(answers, {
      one: "# opportunité a répondu à cette question.",
      other: "# opportunités ont répondu à cette question.",
    }),
  }[record];
  const stays = plural(kept, { one: "# réponse est gardée.", other: "# réponses sont gardées." });
  const goes = plural(lost, {
    one: "# réponse n’a plus de place et sera perdue :",
    other: "# réponses n’ont plus de place et seront perdues :",
  });

  return {
    /** Whether the person must be told first: answers are lost, or all converted to another type. */
    asks: async (input: Written, version: number): Promise<boolean> => {
      if (
        !question ||
        (input.type === question.type && JSON.stringify(input.config) === JSON.stringify(question.config))
      )
        return false;
      const impact = await questionImpact(question.id, input);
      return (impact.lost > 0 || (impact.answers > 0 && input.type !== question.type)) && ask(impact, version);
    },
    /** Answers were given meanwhile that the change would lose. */
    caught: (refusal: unknown, version: number): boolean =>
      refusal instanceof ApiError &&
      refusal.body.code === "ANSWERS_WOULD_BE_LOST" &&
      ask(refusal.body.details as QuestionImpact, version),
    dialog: (
      <ConfirmDialog
        opened={opened}
        onClose={() => setOpened(false)}
        title={lost > 0 ? t`Perdre des réponses ?` : t`Convertir les réponses ?`}
        confirmLabel={lost > 0 ? t`Valider et perdre ces réponses` : t`Valider`}
        danger={lost > 0}
        onConfirm={() => (asked ? onAccept(asked.version) : undefined)}
      >
        <p>
          {who} {stays}
        </p>
        {lost > 0 && (
          <>
            <p>{goes}</p>
            <ul className={classes["examples"]}>
              {examples.map((example) => (
                <li key={example}>{example}</li>
              ))}
              {examples.length >= mostExamples && <li>…</li>}
            </ul>
          </>
        )}
      </ConfirmDialog>
    ),
  };
}
