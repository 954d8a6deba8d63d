import { type Answers, answerText, filesOf, type Question } from "@crm/fields";
import { Anchor } from "@mantine/core";
import { Properties, Property } from "../../ui/section.tsx";
import { openAnswerFile } from "./answer-files.ts";
import classes from "./question.module.css";
import { useLocale } from "./use-locale.ts";

interface Props {
  questions: readonly Question[];
  answers: Answers;
}

/** What a record answers to its questions, in their order; what has no answer is a dimmed dash. Files open. */
export function AnswersView({ questions, answers }: Props) {
  const locale = useLocale();
  return (
    <Properties>
      {questions.map((question) => {
        const answer = answers[question.id];
        const files = filesOf(question, answer);
        const text = answerText(question, answer, locale);
        return (
          <Property key={question.id} label={question.label}>
            {files.length > 0 ? (
              <span className={classes["files"]}>
                {files.map((file) => (
                  <Anchor
                    key={file.id}
                    component="button"
                    type="button"
                    fz="inherit"
                    onClick={() => openAnswerFile(file)}
                  >
                    {file.name}
                  </Anchor>
                ))}
              </span>
            ) : (
              text && <span className={classes["answer"]}>{text}</span>
            )}
          </Property>
        );
      })}
    </Properties>
  );
}
