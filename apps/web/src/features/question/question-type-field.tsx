import { type FieldTypeName, fieldTypeNames, fieldTypes } from "@crm/fields";
import { fieldInputs } from "@crm/fields/react";
import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useId, useRef, useState } from "react";
import classes from "./question-form.module.css";
import { useLocale } from "./use-locale.ts";

interface Props {
  value: FieldTypeName;
  onChange: (type: FieldTypeName) => void;
}

/** « Réponse attendue »: the type of reply, and « changer », which unfolds the others with an example of each (guide 2.5). */
export function QuestionTypeField({ value, onChange }: Props) {
  const { t } = useLingui();
  const locale = useLocale();
  const [open, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const [label, panel] = [useId(), useId()];
  const close = () => {
    setOpen(false);
    requestAnimationFrame(() => opener.current?.focus());
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would disable and reset what is no field of the form.
    <div role="group" aria-labelledby={label}>
      <div id={label} className={classes["label"]}>{t`Réponse attendue`}</div>
      <div className={classes["type"]}>
        <span className={classes["chosen"]}>{fieldTypes[value].label[locale]}</span>
        <Button
          ref={opener}
          variant="default"
          size="compact-sm"
          aria-expanded={open}
          aria-controls={panel}
          onClick={() => setOpen(!open)}
        >{t`changer`}</Button>
      </div>
      <ul
        id={panel}
        className={classes["types"]}
        hidden={!open}
        onKeyDown={(event) => event.key === "Escape" && close()}
      >
        {open &&
          fieldTypeNames.map((name) => (
            <TypeOption
              key={name}
              name={name}
              current={name === value}
              onChoose={() => {
                onChange(name);
                close();
              }}
            />
          ))}
      </ul>
    </div>
  );
}

function TypeOption({ name, current, onChoose }: { name: FieldTypeName; current: boolean; onChoose: () => void }) {
  const locale = useLocale();
  const { t } = useLingui();
  const description = useId();
  const type = fieldTypes[name];
  const Example = fieldInputs[name];
  return (
    <li className={classes["option"]} data-current={current || undefined}>
      <button
        type="button"
        aria-describedby={description}
        aria-current={current || undefined}
        ref={current ? focus : undefined}
        onClick={onChoose}
      >
        {type.label[locale]}
      </button>
      <span id={description} className={classes["description"]}>
        {type.description[locale]}
      </span>
      <div className={classes["example"]} inert aria-hidden>
        <Example
          label=""
          config={{ choices: exampleChoices(t`Appel entrant`, t`Réseau`) }}
          value={null}
          onChange={nothing}
          locale={locale}
        />
      </div>
    </li>
  );
}

const focus = (button: HTMLButtonElement | null) => button?.focus();
const nothing = () => {};
/** What the types with choices show as an example; the others leave it aside. */
const exampleChoices = (...labels: string[]) => labels.map((label, place) => ({ label, value: String(place + 1) }));
