import { answersSchema, issueSentence, type Locale, type Question } from "@crm/fields";
import { fieldInputs } from "@crm/fields/react";
import { useLingui } from "@lingui/react/macro";
import { Button, Checkbox, Group, Modal, Select, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { questionList } from "../../lib/shared.queries.ts";
import { bulkCount } from "../../ui/bulk-words.ts";
import { FormError } from "../../ui/form-error.tsx";
import type { BulkDialogProps } from "./bulk-actions.tsx";
import { useStart } from "./use-start.ts";

/** Gives the whole selection one answer to a question, or erases theirs. */
export function AnswerDialog(props: BulkDialogProps) {
  const { record, count, onClose } = props;
  const { t, i18n } = useLingui();
  const locale: Locale = i18n.locale === "en" ? "en" : "fr";
  const { data: questions = [], error } = useQuery(questionList(record));
  const [questionId, setQuestionId] = useState<string | null>(null);
  const [answer, setAnswer] = useState<unknown>(null);
  const [erase, setErase] = useState(false);
  const [fault, setFault] = useState<string | undefined>();
  const { start, pending, error: refusal } = useStart(props);
  const question = questions.find(({ id }) => id === questionId);
  const Input = question && fieldInputs[question.type];

  function choose(id: string | null) {
    setQuestionId(id);
    setAnswer(null);
    setErase(false);
    setFault(undefined);
  }
  function submit() {
    if (!question) return;
    // An empty field is no answer: erasing one is asked for in so many words.
    const told = erase ? undefined : faultOf(question, answer, locale);
    setFault(told);
    if (told === undefined)
      start("answer", { questionId: question.id, answer: erase ? null : answer }).catch(() => undefined); // shown below
  }

  const title = t`Répondre pour ${count === null ? "…" : bulkCount(record, count)}`;
  return (
    <Modal opened onClose={onClose} title={title} size={480}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack gap="md">
          <Select
            label={t`Question`}
            data={questions.map(({ id, label }) => ({ value: id, label }))}
            value={questionId}
            onChange={choose}
            searchable
            nothingFoundMessage={t`Aucune question`}
            data-autofocus
          />
          {question && Input && !erase && (
            <Input
              key={question.id}
              label={t`Réponse`}
              description={question.help || undefined}
              required
              error={fault}
              config={question.config}
              value={answer}
              onChange={(value) => {
                setAnswer(value);
                setFault(undefined);
              }}
              onBlur={() => undefined}
              locale={locale}
            />
          )}
          {question && !question.required && (
            <Checkbox
              label={t`Effacer la réponse`}
              checked={erase}
              onChange={({ currentTarget }) => setErase(currentTarget.checked)}
            />
          )}
        </Stack>
        <FormError error={refusal ?? error} />
        <Group justify="flex-end" gap="xs" mt="lg">
          <Button data-cancel variant="default" onClick={onClose}>{t`Annuler`}</Button>
          <Button type="submit" loading={pending} disabled={!question || count === null}>
            {erase ? t`Effacer` : t`Répondre`}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

function faultOf(question: Question, answer: unknown, locale: Locale): string | undefined {
  const judged = answersSchema([{ ...question, required: true }]).safeParse({ [question.id]: answer });
  const issue = judged.error?.issues[0];
  return issue && issueSentence(issue, locale);
}
