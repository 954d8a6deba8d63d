import {
  type ConsentChannel,
  type PublicField as Field,
  type PublicForm as Form,
  submittedSchema,
} from "@crm/contract";
import { type Answers, isShown, type Question } from "@crm/fields";
import { zodResolver } from "@hookform/resolvers/zod";
import { useLingui } from "@lingui/react/macro";
import { Button, Checkbox } from "@mantine/core";
import { type ReactNode, useRef, useState } from "react";
import { type FieldValues, type Resolver, useForm, useWatch } from "react-hook-form";
import { showRefusal } from "../../lib/form.ts";
import { FormError } from "../../ui/form-error.tsx";
import { PublicField } from "./public-field.tsx";
import classes from "./public-form.module.css";

export interface Filled {
  answers: Answers;
  consents: ConsentChannel[];
  /** What only a machine writes. */
  trap: string;
}

interface Props {
  form: Form;
  /** Sends what was filled in; what it rejects with is shown, and what was typed stays. */
  onSend: (filled: Filled) => Promise<unknown>;
  /** What the title is among the headings of its page. */
  level?: 1 | 3;
  /** Under the button. */
  children?: ReactNode;
}

type Asked = Pick<Question, "id" | "type" | "config" | "condition" | "archivedAt">;

/** Which fields a visitor sees, given what is filled in: a question may wait for the answer to another. */
function shownOf(fields: readonly Field[], values: FieldValues): (field: Field) => boolean {
  // The API names a type as text: it is one of the registry's.
  const questions = fields.flatMap(({ question }) => question ?? []) as unknown as Asked[];
  const shown = isShown(questions, values);
  return ({ question }) => question === null || shown(question as unknown as Asked);
}

const isFilled = (value: unknown) =>
  !(value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0));

/** A form as a visitor fills it in: on its public page, and beside its editor. Its texts are plain text. */
export function PublicForm({ form, onSend, level = 1, children }: Props) {
  const { t } = useLingui();
  const { title, intro, button, consents } = form;
  const [ticked, setTicked] = useState<ConsentChannel[]>([]);
  // To be written to by SMS takes a number.
  const fields = form.fields.map((field) =>
    field.key === "mobile" && ticked.includes("sms") ? { ...field, required: true } : field,
  );
  const trap = useRef<HTMLInputElement>(null);
  // What is hidden is not checked, nor sent.
  const resolver: Resolver<FieldValues, unknown, FieldValues> = (values, context, options) => {
    const shown = fields.filter(shownOf(fields, values));
    const schema = submittedSchema(shown, { bySms: ticked.includes("sms") });
    const answers = Object.fromEntries(shown.map(({ key }) => [key, values[key] ?? null]));
    return (zodResolver(schema as never) as unknown as Resolver<FieldValues, unknown, FieldValues>)(
      answers,
      context,
      options,
    );
  };
  const { control, handleSubmit, formState, setError, setFocus, getValues } = useForm<
    FieldValues,
    unknown,
    FieldValues
  >({
    resolver,
    shouldFocusError: false,
    defaultValues: Object.fromEntries(fields.map(({ key, question }) => [key, question ? null : ""])),
  });
  const awaited = fields.flatMap(({ question }) => question?.condition?.questionId ?? []);
  useWatch({ control, name: awaited, disabled: awaited.length === 0 });
  const shown = fields.filter(shownOf(fields, awaited.length > 0 ? getValues() : {}));

  async function send(values: FieldValues) {
    const answers = Object.fromEntries(Object.entries(values).filter(([, value]) => isFilled(value)));
    const boxes = consents.map(({ channel }) => channel).filter((channel) => ticked.includes(channel));
    try {
      await onSend({ answers, consents: boxes, trap: trap.current?.value ?? "" });
    } catch (refusal) {
      showRefusal({ setError, getValues }, refusal, (path) => path.replace(/^answers\.([^.]+).*$/, "$1"));
    }
  }
  /** The first one as they stand: a question that appeared late may stand above. */
  function focusFault(faults: object) {
    const first = shown.find(({ key }) => key in faults);
    if (first) setFocus(first.key);
  }
  const Title = `h${level}` as const;
  return (
    <form className={classes["form"]} noValidate onSubmit={(event) => void handleSubmit(send, focusFault)(event)}>
      <div className={classes["head"]}>
        {title && <Title className={classes["title"]}>{title}</Title>}
        {intro && <p className={classes["intro"]}>{intro}</p>}
        {shown.some(({ required }) => required) && (
          <p className={classes["hint"]}>{t`Les champs marqués d’un * sont obligatoires.`}</p>
        )}
      </div>
      {shown.map((field) => (
        <PublicField key={field.key} field={field} control={control} />
      ))}
      {consents.map(({ channel, wording }) => (
        <Checkbox
          key={channel}
          label={wording}
          classNames={{ label: classes["wording"] ?? "" }}
          checked={ticked.includes(channel)}
          onChange={({ currentTarget: { checked } }) =>
            setTicked(checked ? [...ticked, channel] : ticked.filter((other) => other !== channel))
          }
        />
      ))}
      {/* Nobody sees, hears or reaches it. */}
      <div className={classes["trap"]} aria-hidden>
        <input
          ref={trap}
          type="text"
          // Browsers and password managers fill in by themselves what its name, its label or its place tells them: these say
          // nothing, and each of them is asked to leave it alone.
          name="q7"
          tabIndex={-1}
          autoComplete="off"
          data-1p-ignore
          data-bwignore
          data-lpignore="true"
          data-form-type="other"
        />
      </div>
      <FormError error={formState.errors.root?.["server"]?.message} />
      <Button type="submit" size="md" className={classes["send"] ?? ""} loading={formState.isSubmitting}>
        {button || t`Envoyer`}
      </Button>
      {children}
    </form>
  );
}
