import { formFieldNames } from "@crm/contract";
import { fold, uploadRuleOf } from "@crm/fields";
import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { type KeyboardEvent, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { useWatch } from "react-hook-form";
import type { AskedQuestion } from "../../lib/shared.queries.ts";
import { Section } from "../../ui/section.tsx";
import { SortableList } from "../../ui/sortable-list.tsx";
import classes from "./form.module.css";
import type { Editor } from "./form-draft.ts";
import { FormFieldLine } from "./form-field-line.tsx";
import { type FieldSetting, fieldName } from "./form-words.ts";

interface Props {
  form: Editor;
  questions: readonly AskedQuestion[];
}

/** So many questions are looked through without a search. */
const fewQuestions = 16;

/** What the form asks, in its order, each with its « - »; below it what it may ask besides, each with its « + ». */
export function FieldsSection({ form, questions }: Props) {
  const { t, i18n } = useLingui();
  const fields = useWatch({ control: form.control, name: "fields" });
  const { errors, isSubmitted } = form.formState;
  const box = useRef<HTMLDivElement>(null);
  const [unfolded, setUnfolded] = useState<readonly string[]>([]);
  /** Lines of different heights can't be put in order by keyboard: all are folded as one is taken. */
  function foldAll({ key, target }: KeyboardEvent) {
    const taken = (key === " " || key === "Enter") && (target as Element).closest("[aria-roledescription]");
    if (taken && unfolded.length > 0) flushSync(() => setUnfolded([]));
  }
  const nameOf = ({ key }: Pick<FieldSetting, "key">) => fieldName(i18n, key, questions);
  const change = (next: FieldSetting[]) =>
    form.setValue("fields", next, { shouldDirty: true, shouldValidate: isSubmitted });
  const fault = Array.isArray(errors.fields) ? undefined : errors.fields?.message;
  const faultsOf = (place: number) => {
    const { key, label, help } = (Array.isArray(errors.fields) && errors.fields[place]) || {};
    return { key: key?.message as string | undefined, label: label?.message, help: help?.message };
  };
  return (
    <Section title={t`Champs du formulaire`} badge={fields.length}>
      {fault && (
        <p className={classes["error"]} role="alert">
          {fault}
        </p>
      )}
      <div ref={box} tabIndex={-1} className={classes["chosen"]} onKeyDownCapture={foldAll}>
        <SortableList
          label={t`Champs du formulaire`}
          items={fields}
          itemId={({ key }) => key}
          itemLabel={nameOf}
          onReorder={(keys) => change(keys.flatMap((key) => fields.find((field) => field.key === key) ?? []))}
        >
          {(field) => (
            <FormFieldLine
              field={field}
              name={nameOf(field)}
              usualHelp={questions.find(({ id }) => id === field.key)?.help ?? ""}
              unfolded={unfolded.includes(field.key)}
              onFold={(open) =>
                setUnfolded(open ? [...unfolded, field.key] : unfolded.filter((key) => key !== field.key))
              }
              faults={faultsOf(fields.indexOf(field))}
              onChange={(part) => change(fields.map((other) => (other === field ? { ...field, ...part } : other)))}
              onRemove={(button) => {
                focusNeighbour(button, box.current);
                change(fields.filter((other) => other !== field));
              }}
            />
          )}
        </SortableList>
      </div>
      <p className={classes["heard"]} role="status">
        {plural(fields.length, { one: "# champ dans le formulaire", other: "# champs dans le formulaire" })}
      </p>
      <Addable
        chosen={fields.map(({ key }) => key)}
        questions={questions}
        onAdd={(key) => change([...fields, { key, required: false, label: "", help: "" }])}
      />
    </Section>
  );
}

interface AddableProps {
  chosen: readonly string[];
  questions: readonly AskedQuestion[];
  onAdd: (key: string) => void;
}

/** The fields that are not in the form yet: those of every contact, then the questions. */
function Addable({ chosen, questions, onAdd }: AddableProps) {
  const { t, i18n } = useLingui();
  const [search, setSearch] = useState("");
  const box = useRef<HTMLDivElement>(null);
  const wanted = fold(search.trim());
  const left = (keys: readonly string[]) =>
    keys
      .filter((key) => !chosen.includes(key))
      .map((key) => ({ key, name: fieldName(i18n, key, questions) }))
      .filter(({ name }) => fold(name).includes(wanted));
  const groups = [
    { title: t`Informations essentielles`, fields: left(formFieldNames) },
    // Nobody has signed in to send files.
    {
      title: t({ message: "Questions", context: "several" }),
      fields: left(questions.filter((question) => uploadRuleOf(question) === null).map(({ id }) => id)),
    },
  ].filter(({ fields }) => fields.length > 0);
  return (
    <div ref={box} tabIndex={-1} className={classes["addable"]}>
      <h3 className={classes["addTitle"]}>{t`Ajouter un champ`}</h3>
      {questions.length > fewQuestions && (
        <TextInput
          type="search"
          aria-label={t`Rechercher un champ`}
          placeholder={t`Rechercher un champ`}
          autoComplete="off"
          value={search}
          onChange={({ currentTarget }) => setSearch(currentTarget.value)}
          onKeyDown={(event) => {
            // Enter searches; it does not save the form.
            if (event.key === "Enter") event.preventDefault();
          }}
        />
      )}
      {groups.map(({ title, fields }) => (
        <div key={title}>
          <h4 className={classes["group"]}>{title}</h4>
          <ul className={classes["adds"]} aria-label={title}>
            {fields.map(({ key, name }) => (
              <li key={key}>
                <button
                  type="button"
                  className={classes["add"]}
                  aria-label={t`Ajouter ${name}`}
                  onClick={({ currentTarget }) => {
                    focusNeighbour(currentTarget, box.current);
                    onAdd(key);
                  }}
                >
                  <IconPlus size={14} aria-hidden />
                  {name}
                </button>
              </li>
            ))}
          </ul>
        </div>
      ))}
      {groups.length === 0 && (
        <p className={classes["hint"]}>
          {search ? t`Aucun champ ne correspond à cette recherche.` : t`Tous les champs sont dans le formulaire.`}
        </p>
      )}
    </div>
  );
}

/** Before the line of this button goes: the keyboard goes on with the next line, else the one before, else `otherwise`. */
function focusNeighbour(button: HTMLElement, otherwise: HTMLElement | null): void {
  const line = button.closest("li");
  const next = line?.nextElementSibling ?? line?.previousElementSibling;
  const buttons = next?.querySelectorAll<HTMLElement>("button") ?? [];
  ([...buttons].at(-1) ?? otherwise)?.focus();
}
