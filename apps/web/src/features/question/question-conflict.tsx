import { answerText, fieldTypes, type RecordName } from "@crm/fields";
import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { type AskedQuestion, questionList } from "../../lib/shared.queries.ts";
import type { ConflictField } from "../../ui/conflict-dialog.tsx";
import { type ConflictOptions, useConflict } from "../../ui/use-conflict.tsx";
import { useConditionText } from "./question-condition.tsx";
import { fieldsOf, type QuestionFields } from "./question-fields.ts";
import { tabLabels } from "./question-words.ts";
import { useLocale } from "./use-locale.ts";

interface Options extends Omit<ConflictOptions<AskedQuestion>, "compare"> {
  record: RecordName;
  mine: () => QuestionFields;
}

/** Somebody else saved the question first: both versions are shown, and nothing is overwritten unseen. */
export function useQuestionConflict({ record, mine, save, onTakeTheirs }: Options) {
  const { t, i18n } = useLingui();
  const locale = useLocale();
  const { data: questions = [] } = useQuery(questionList(record));
  const conditionText = useConditionText();
  const condition = (of: QuestionFields) => conditionText(questions, of) ?? "—";
  const yesNo = (value: boolean) => (value ? t`Oui` : t`Non`);
  const settings = (config: Record<string, unknown>) => JSON.stringify(Object.entries(config).sort());
  const parameters = ({ type, config }: QuestionFields) =>
    fieldTypes[type].parameters
      .map(({ name, kind, label }) => {
        const value = config[name];
        const text =
          kind === "choices"
            ? ((value ?? []) as { label: string; value: string }[])
                .map((choice) => `${choice.label} (${choice.value})`)
                .join(", ")
            : String(value ?? "—");
        return `${label[locale]} : ${text}`;
      })
      .join("\n");

  function compare(one: QuestionFields, other: QuestionFields): ConflictField[] {
    const rows: (ConflictField & { same: boolean })[] = [
      { label: t`Questions`, mine: one.label, theirs: other.label, same: one.label === other.label },
      {
        label: t`Réponse attendue`,
        mine: fieldTypes[one.type].label[locale],
        theirs: fieldTypes[other.type].label[locale],
        same: one.type === other.type,
      },
      {
        label: t`Choix proposés`,
        mine: parameters(one),
        theirs: parameters(other),
        same: settings(one.config) === settings(other.config),
      },
      { label: t`Texte d'aide`, mine: one.help, theirs: other.help, same: one.help === other.help },
      {
        label: t`Réponse par défaut`,
        mine: answerText(one, one.defaultAnswer, locale),
        theirs: answerText(other, other.defaultAnswer, locale),
        same: JSON.stringify(one.defaultAnswer) === JSON.stringify(other.defaultAnswer),
      },
      {
        label: t`Réponse obligatoire`,
        mine: yesNo(one.required),
        theirs: yesNo(other.required),
        same: one.required === other.required,
      },
      { label: t`Code enregistrement`, mine: one.code, theirs: other.code, same: one.code === other.code },
      {
        label: t`Afficher dans la recherche`,
        mine: yesNo(one.inSearch),
        theirs: yesNo(other.inSearch),
        same: one.inSearch === other.inSearch,
      },
      {
        label: t`Afficher dans les rapports`,
        mine: yesNo(one.inReports),
        theirs: yesNo(other.inReports),
        same: one.inReports === other.inReports,
      },
      {
        label: t`Onglet`,
        mine: i18n._(tabLabels[one.tab]),
        theirs: i18n._(tabLabels[other.tab]),
        same: one.tab === other.tab,
      },
      {
        label: t`Afficher seulement si…`,
        mine: condition(one),
        theirs: condition(other),
        same: JSON.stringify(one.condition) === JSON.stringify(other.condition),
      },
    ];
    return rows.filter(({ same }) => !same);
  }
  return useConflict({ compare: (theirs: AskedQuestion) => compare(mine(), fieldsOf(theirs)), save, onTakeTheirs });
}
