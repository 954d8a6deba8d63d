import {
  type Answers,
  answerText,
  isShown,
  type Question,
  questionsOnTab,
  type RecordName,
  type Tab,
} from "@crm/fields";
import { useLingui } from "@lingui/react/macro";
import { Button, Skeleton } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ApiError } from "../../lib/api.ts";
import { draftBase, useDraft } from "../../lib/draft.ts";
import { errorSentence } from "../../lib/error-sentence.ts";
import { type AskedQuestion, questionList } from "../../lib/shared.queries.ts";
import { ConflictDialog } from "../../ui/conflict-dialog.tsx";
import { notify } from "../../ui/notify.ts";
import { EditableSection, Section } from "../../ui/section.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { AnswersForm } from "./answers-form.tsx";
import { AnswersView } from "./answers-view.tsx";
import classes from "./question.module.css";
import { useLocale } from "./use-locale.ts";

/** What a record answers, and the version that it was read at. */
interface Answered {
  id: string;
  version: number;
  answers: Answers;
}

interface Props {
  record: RecordName;
  /** The contact or the opportunity. */
  of: Answered;
  canEdit: boolean;
  /** Saves what changed over a version of the record; null erases an answer. */
  save: (change: { version: number; answers: Answers }) => Promise<unknown>;
}

/**
 * The answers of a record on its card, at the bottom left (guide 2.2, 3.2): read, then filled in by the pencil. The
 * questions of a contact stand on two tabs.
 */
export function RecordAnswers({ record, of, canEdit, save }: Props) {
  const { t } = useLingui();
  const { data: questions, error, refetch } = useQuery(questionList(record));
  const [chosen, setChosen] = useState<Tab | undefined>();
  const draftKey = `${record}:${of.id}:answers`;
  const { stored } = useDraft(draftKey, undefined);
  const title = { contact: t`Champs supplémentaires`, opportunity: t`Critères` }[record];
  if (!questions)
    return (
      <Section title={title}>
        {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Skeleton height={180} aria-hidden />}
      </Section>
    );

  const tabbed = record === "contact" && questions.some(({ tab }) => tab !== "both");
  const tab = tabbed ? (chosen ?? usualTab(questions, of.answers)) : undefined;
  const shown = questionsOnTab(questions, tab).filter(isShown(questions, of.answers));
  const tabSwitch = tab && <TabSwitch tab={tab} onSwitch={setChosen} />;
  return (
    <EditableSection
      title={title}
      editLabel={{ contact: t`Modifier les champs supplémentaires`, opportunity: t`Modifier les critères` }[record]}
      canEdit={canEdit && questions.length > 0}
      startsOpen={stored !== undefined}
      view={
        <>
          {tabSwitch}
          {shown.length > 0 ? (
            <AnswersView questions={shown} answers={of.answers} />
          ) : (
            <EmptyState
              compact
              title={t`Aucune question`}
            >{t`Un gestionnaire peut en ajouter dans Configuration → Profils.`}</EmptyState>
          )}
        </>
      }
      form={(close) => (
        <>
          {tabSwitch}
          <Editor
            questions={questions}
            record={record}
            of={of}
            tab={tab}
            onOtherTab={(question) => setChosen(question.tab)}
            draftKey={draftKey}
            save={save}
            onClose={close}
          />
        </>
      )}
    />
  );
}

/** Which tab of questions is shown, and the way to the other (guide 2.2: « Passer à l'onglet BtoC »). */
function TabSwitch({ tab, onSwitch }: { tab: Tab; onSwitch: (tab: Tab) => void }) {
  const { t } = useLingui();
  const btob = tab === "btob";
  return (
    <div className={classes["tab"]}>
      <span>{btob ? t`Onglet BtoB` : t`Onglet BtoC`}</span>
      <Button variant="subtle" size="compact-sm" onClick={() => onSwitch(btob ? "btoc" : "btob")}>
        {btob ? t`Passer à l'onglet BtoC` : t`Passer à l'onglet BtoB`}
      </Button>
    </div>
  );
}

/** BtoC for who answers its questions only. */
function usualTab(questions: readonly AskedQuestion[], answers: Answers): Tab {
  const answered = (tab: Tab) =>
    questions.some((question) => question.tab === tab && answers[question.id] !== undefined);
  return answered("btoc") && !answered("btob") ? "btoc" : "btob";
}

interface EditorProps extends Omit<Props, "canEdit"> {
  questions: readonly AskedQuestion[];
  tab: Tab | undefined;
  onOtherTab: (question: Question) => void;
  draftKey: string;
  onClose: () => void;
}

/**
 * The form, made from the record as it was when it opened, be it before a reload: what others save meanwhile is not
 * overwritten unseen.
 */
function Editor({ questions, record, of, save, onClose, ...form }: EditorProps) {
  const locale = useLocale();
  const client = useQueryClient();
  const base = useDraft<Answered>(draftBase(form.draftKey), undefined);
  const [opened] = useState<Answered>(() => base.stored ?? { id: of.id, version: of.version, answers: of.answers });
  const { clear } = useDraft(form.draftKey, undefined);
  const done = () => {
    clear();
    base.clear();
    onClose();
  };
  const [conflict, setConflict] = useState<{ theirs: Answered; changes: Answers } | null>(null);

  const differing = (theirs: Answered, changes: Answers) =>
    questions.filter(
      ({ id }) =>
        id in changes &&
        JSON.stringify(theirs.answers[id] ?? null) !== JSON.stringify(opened.answers[id] ?? null) &&
        JSON.stringify(theirs.answers[id] ?? null) !== JSON.stringify(changes[id] ?? null),
    );
  async function submit(changes: Answers, version = opened.version): Promise<unknown> {
    try {
      return await save({ version, answers: changes });
    } catch (refusal) {
      const theirs =
        refusal instanceof ApiError && refusal.body.code === "EDIT_CONFLICT"
          ? (refusal.body.details["current"] as Answered | undefined)
          : undefined;
      if (!theirs) throw refusal;
      // Somebody else changed other things: nothing of theirs is in the way.
      if (differing(theirs, changes).length === 0) return submit(changes, theirs.version);
      setConflict({ theirs, changes });
      return false;
    }
  }

  return (
    <>
      <AnswersForm {...form} questions={questions} opened={opened} onSubmit={submit} onClose={onClose} />
      <ConflictDialog
        opened={conflict !== null}
        fields={
          conflict
            ? differing(conflict.theirs, conflict.changes).map((question) => ({
                label: question.label,
                mine: answerText(question, conflict.changes[question.id], locale),
                theirs: answerText(question, conflict.theirs.answers[question.id], locale),
              }))
            : []
        }
        onClose={() => setConflict(null)}
        onTakeTheirs={() => {
          setConflict(null);
          void client.invalidateQueries({ queryKey: [record] });
          done();
        }}
        onKeepMine={() => {
          if (!conflict) return;
          setConflict(null);
          submit(conflict.changes, conflict.theirs.version).then(
            (saved) => saved !== false && done(),
            (refusal: unknown) => notify({ kind: "error", message: errorSentence(refusal) }),
          );
        }}
      />
    </>
  );
}
