import { useLingui } from "@lingui/react/macro";
import { Checkbox, TextInput } from "@mantine/core";
import { IconChevronRight, IconMinus } from "@tabler/icons-react";
import { useId } from "react";
import { IconButton } from "../../ui/icon-button.tsx";
import classes from "./form.module.css";
import type { FieldSetting } from "./form-words.ts";

interface Props {
  field: FieldSetting;
  /** What it is called without a label of its own. */
  name: string;
  /** The help of its question. */
  usualHelp: string;
  /** Its label and help are in sight. */
  unfolded: boolean;
  onFold: (open: boolean) => void;
  faults: { key?: string | undefined; label?: string | undefined; help?: string | undefined };
  onChange: (part: Partial<FieldSetting>) => void;
  onRemove: (button: HTMLButtonElement) => void;
}

/** A field of the form: its name, whether it must be answered, « - »; its label and help once unfolded. */
export function FormFieldLine({ field, name, usualHelp, faults, onChange, onRemove, onFold, ...props }: Props) {
  const { t } = useLingui();
  const panel = useId();
  const unfolded = props.unfolded || faults.label !== undefined || faults.help !== undefined;
  // A submission finds its contact by it.
  const always = field.key === "email";
  return (
    <div className={classes["field"]}>
      <div className={classes["line"]}>
        <button
          type="button"
          className={classes["fold"]}
          aria-expanded={unfolded}
          aria-controls={panel}
          aria-label={t`Libellé et aide : ${name}`}
          onClick={() => onFold(!unfolded)}
        >
          <IconChevronRight size={14} aria-hidden />
          <span className={classes["fieldName"]}>{field.label || name}</span>
          {field.label && field.label !== name && <span className={classes["own"]}>{name}</span>}
        </button>
        <Checkbox
          size="xs"
          label={t`Obligatoire`}
          aria-label={t`Obligatoire : ${name}`}
          checked={field.required}
          disabled={always}
          onChange={({ currentTarget }) => onChange({ required: currentTarget.checked })}
        />
        {always ? (
          <span className={classes["noMinus"]} />
        ) : (
          <IconButton label={t`Retirer ${name}`} onClick={({ currentTarget }) => onRemove(currentTarget)}>
            <IconMinus size={16} aria-hidden />
          </IconButton>
        )}
      </div>
      {faults.key && (
        <p className={classes["error"]} role="alert">
          {faults.key}
        </p>
      )}
      <div id={panel} hidden={!unfolded} className={classes["settings"]}>
        <TextInput
          label={t`Libellé`}
          aria-label={t`Libellé de ${name}`}
          placeholder={name}
          maxLength={200}
          autoComplete="off"
          value={field.label}
          error={faults.label}
          onChange={({ currentTarget }) => onChange({ label: currentTarget.value })}
        />
        <TextInput
          label={t`Texte d'aide`}
          aria-label={t`Texte d'aide de ${name}`}
          placeholder={usualHelp || t`Affiché sous le champ`}
          maxLength={500}
          autoComplete="off"
          value={field.help}
          error={faults.help}
          onChange={({ currentTarget }) => onChange({ help: currentTarget.value })}
        />
      </div>
    </div>
  );
}
