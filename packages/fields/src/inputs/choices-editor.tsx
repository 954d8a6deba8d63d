import { ActionIcon, Button, Group, Input, Stack, TextInput } from "@mantine/core";
import { type ClipboardEvent, memo, useEffect, useRef } from "react";
import type { Choice } from "../choice.ts";
import type { Locale } from "../field-type.ts";
import { suggestCode } from "../question.ts";
import { words } from "./screen-words.ts";

/** The value suggested for a label: in capitals, and not one that another choice has. */
function suggestValue(label: string, others: readonly Choice[]): string {
  const base = suggestCode(label).slice(0, 60);
  const taken = new Set(others.map(({ value }) => value.toUpperCase()));
  for (let n = 1; base !== ""; n++) {
    const value = n === 1 ? base : `${base}_${n}`;
    if (!taken.has(value)) return value;
  }
  return "";
}

/** Choices from pasted lines: a label, and its value after a tab (two columns of Excel) or a semicolon. */
function pastedChoices(text: string, present: readonly Choice[]): Choice[] {
  const choices = [...present];
  const lines = text.split(/[\r\n]+/).filter((line) => line.trim() !== "");
  return lines.map((line) => {
    const [label = "", value = ""] = line.split(/[\t;]/).map((part) => part.trim());
    const choice = { label, value: value || suggestValue(label, choices) };
    choices.push(choice);
    return choice;
  });
}

interface RowProps {
  choice: Choice;
  index: number;
  last: boolean;
  labelError: string | undefined;
  valueError: string | undefined;
  locale: Locale;
  act: Actions;
}

interface Actions {
  change(index: number, part: Partial<Choice>): void;
  complete(index: number): void;
  add(index: number): void;
  paste(index: number, text: string): void;
  move(index: number, by: 1 | -1): void;
  remove(index: number): void;
}

const icon = (path: string) => (
  <svg
    width="14"
    height="14"
    viewBox="0 0 14 14"
    fill="none"
    stroke="currentColor"
    strokeWidth="1.4"
    aria-hidden="true"
  >
    <path d={path} />
  </svg>
);

/** One choice. Memoised: a list may have a thousand. */
const ChoiceRow = memo(function ChoiceRow({ choice, index, last, labelError, valueError, locale, act }: RowProps) {
  const onPaste = (event: ClipboardEvent) => {
    const text = event.clipboardData.getData("text/plain");
    if (!/\S[\r\n]+\s*\S/.test(text)) return;
    event.preventDefault();
    act.paste(index, text);
  };
  const onEnter = (event: { key: string; preventDefault(): void }) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    act.add(index + 1);
  };
  const name = choice.label || String(index + 1);
  return (
    <Group gap="xs" wrap="nowrap" align="flex-start" data-choice={index}>
      <TextInput
        flex={2}
        aria-label={`${words.choiceLabel[locale]} ${index + 1}`}
        placeholder={words.choiceLabel[locale]}
        value={choice.label}
        error={labelError}
        onChange={(event) => act.change(index, { label: event.currentTarget.value })}
        onBlur={() => act.complete(index)}
        onPaste={onPaste}
        onKeyDown={onEnter}
      />
      <TextInput
        flex={1}
        aria-label={`${words.choiceValue[locale]} ${index + 1}`}
        placeholder={suggestCode(choice.label) || words.choiceValue[locale]}
        value={choice.value}
        error={valueError}
        onChange={(event) => act.change(index, { value: event.currentTarget.value })}
        onBlur={() => act.complete(index)}
        onKeyDown={onEnter}
      />
      <Group gap={2} wrap="nowrap">
        <ActionIcon
          variant="subtle"
          color="gray"
          size={32}
          disabled={index === 0}
          aria-label={`${words.moveUp[locale]} ${name}`}
          onClick={() => act.move(index, -1)}
        >
          {icon("M7 11V3M3.5 6.5 7 3l3.5 3.5")}
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={32}
          disabled={last}
          aria-label={`${words.moveDown[locale]} ${name}`}
          onClick={() => act.move(index, 1)}
        >
          {icon("M7 3v8M3.5 7.5 7 11l3.5-3.5")}
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={32}
          aria-label={`${words.removeChoice[locale]} ${name}`}
          onClick={() => act.remove(index)}
        >
          {icon("M3.5 3.5l7 7M10.5 3.5l-7 7")}
        </ActionIcon>
      </Group>
    </Group>
  );
});

export interface ChoicesEditorProps {
  label: string;
  choices: readonly Choice[];
  onChange(choices: Choice[]): void;
  /** Sentences by path: "" for the list, "0/label", "0/value". */
  errorAt(path: string): string | undefined;
  locale: Locale;
}

/** « Choix proposés » (guide 2.5): what is read and its value, typed row by row or pasted as a list. */
export function ChoicesEditor({ label, choices, onChange, errorAt, locale }: ChoicesEditorProps) {
  const list = useRef<HTMLDivElement>(null);
  const focusNext = useRef<number | null>(null);
  const following = useRef<number | null>(null);
  const now = useRef({ choices, onChange });
  now.current = { choices, onChange };

  useEffect(() => {
    if (focusNext.current === null) return;
    list.current?.querySelector<HTMLInputElement>(`[data-choice="${focusNext.current}"] input`)?.focus();
    focusNext.current = null;
  });

  const actions = useRef<Actions>(null);
  actions.current ??= {
    change(index, part) {
      const { choices: present } = now.current;
      const typed = { ...present[index], ...part } as Choice;
      // An empty value follows its label while that is typed. Filled in on leaving it, it would move what is under the
      // mouse that presses « Valider », and the click would be lost.
      if (part.label !== undefined && (present[index]?.value === "" || following.current === index)) {
        following.current = index;
        typed.value = suggestValue(part.label, present.toSpliced(index, 1));
      }
      put(present.toSpliced(index, 1, typed));
    },
    complete(index) {
      following.current = null;
      const done = completed(now.current.choices, index);
      if (done !== now.current.choices) put(done);
    },
    add(index) {
      const done = index > 0 ? completed(now.current.choices, index - 1) : now.current.choices;
      focusNext.current = index;
      put(done.toSpliced(index, 0, { label: "", value: "" }));
    },
    paste(index, text) {
      const present = now.current.choices;
      const blank = present[index]?.label === "" && present[index].value === "";
      const others = blank ? present.toSpliced(index, 1) : present;
      const pasted = pastedChoices(text, others);
      focusNext.current = (blank ? index : index + 1) + pasted.length - 1;
      put(present.toSpliced(blank ? index : index + 1, blank ? 1 : 0, ...pasted));
    },
    move(index, by) {
      const choice = now.current.choices[index];
      if (choice) put(now.current.choices.toSpliced(index, 1).toSpliced(index + by, 0, choice));
    },
    remove(index) {
      focusNext.current = Math.max(0, Math.min(index, now.current.choices.length - 2));
      put(now.current.choices.toSpliced(index, 1));
    },
  };

  /** Two actions may follow each other before the parent renders: leaving an input, then the click that left it. */
  function put(next: readonly Choice[]) {
    now.current.choices = next;
    now.current.onChange([...next]);
  }

  const error = errorAt("");
  const act = actions.current;
  return (
    <Input.Wrapper
      label={label}
      labelElement="div"
      description={words.pasteHint[locale]}
      error={error}
      role="group"
      aria-label={label}
    >
      <Stack gap={6} mt={4} mb={8} ref={list}>
        {choices.map((choice, index) => (
          <ChoiceRow
            // biome-ignore lint/suspicious/noArrayIndexKey: a choice being written has nothing else that stays.
            key={index}
            choice={choice}
            index={index}
            last={index === choices.length - 1}
            labelError={errorAt(`${index}/label`)}
            valueError={errorAt(`${index}/value`)}
            locale={locale}
            act={act}
          />
        ))}
        <Button variant="default" size="xs" w="fit-content" onClick={() => act.add(choices.length)}>
          {words.addChoice[locale]}
        </Button>
      </Stack>
    </Input.Wrapper>
  );
}

/** The choices with the value of one filled in from its label, if it was left empty. */
function completed(choices: readonly Choice[], index: number): readonly Choice[] {
  const choice = choices[index];
  if (choice?.value.trim() !== "" || choice.label.trim() === "") return choices;
  const value = suggestValue(choice.label, choices.toSpliced(index, 1));
  return value === "" ? choices : choices.with(index, { ...choice, value });
}
