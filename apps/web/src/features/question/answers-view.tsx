import { type Answers, answerText, type Question } from "@crm/fields";
import { Properties, Property } from "../../ui/section.tsx";
import classes from "./question.module.css";
import { useLocale } from "./use-locale.ts";

interface Props {
  questions: readonly Question[];
  answers: Answers;
}

/** What a record answers to its questions, in their order; what has no answer is a dimmed dash. */
export function AnswersView({ questions, answers }: Props) {
  const locale = useLocale();
  return (
    <Properties>
      {questions.map((question) => {
        const text = answerText(question, answers[question.id], locale);
        return (
          <Property key={question.id} label={question.label}>
            {text && <span className={classes["answer"]}>{text}</span>}
          </Property>
        );
      })}
    </Properties>
  );
}
