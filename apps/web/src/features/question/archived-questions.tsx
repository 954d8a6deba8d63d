import type { RecordName } from "@crm/fields";
import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconChevronRight, IconRestore } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { errorSentence } from "../../lib/error-sentence.ts";
import { notify } from "../../ui/notify.ts";
import classes from "./profile.module.css";
import { archivedQuestions, useRestoreQuestion } from "./question.queries.ts";
import { QuestionLine } from "./question-line.tsx";

/** The questions that are no longer asked, folded: each can be brought back with its answers. */
export function ArchivedQuestions({ record }: { record: RecordName }) {
  const { t } = useLingui();
  const { data: questions = [] } = useQuery(archivedQuestions(record));
  const restore = useRestoreQuestion(record);
  const [open, setOpen] = useState(false);
  const panel = useId();
  if (questions.length === 0) return null;
  const bringBack = (id: string, label: string) =>
    restore.mutate(id, {
      onSuccess: () => void notify({ message: t`« ${label} » est de nouveau posée, à la fin de la liste.` }),
      onError: (refusal) => void notify({ kind: "error", message: errorSentence(refusal) }),
    });
  return (
    <section className={classes["archived"]} aria-label={t`Questions archivées`}>
      <button
        type="button"
        className={classes["fold"]}
        aria-expanded={open}
        aria-controls={panel}
        onClick={() => setOpen(!open)}
      >
        <IconChevronRight size={14} aria-hidden />
        {plural(questions.length, { one: "# question archivée", other: "# questions archivées" })}
      </button>
      <div id={panel} hidden={!open}>
        <p className={classes["note"]}>{t`Elles ne sont plus posées ; leurs réponses sont gardées.`}</p>
        <ul className={classes["lines"]}>
          {questions.map((question) => (
            <li key={question.id}>
              <QuestionLine
                question={question}
                actions={
                  <Button
                    variant="subtle"
                    size="compact-sm"
                    leftSection={<IconRestore size={14} aria-hidden />}
                    aria-label={t`Restaurer ${question.label}`}
                    disabled={restore.isPending}
                    onClick={() => bringBack(question.id, question.label)}
                  >{t`Restaurer`}</Button>
                }
              />
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}
