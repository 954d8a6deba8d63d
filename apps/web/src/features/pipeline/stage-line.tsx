import { stageColours } from "@crm/contract";
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { NumberInput, Select, TextInput } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { Controller, type UseFormReturn } from "react-hook-form";
import { IconButton } from "../../ui/icon-button.tsx";
import { StageDot } from "../../ui/stage-dot.tsx";
import classes from "./pipeline.module.css";
import type { PipelineFields } from "./pipeline-form.tsx";

type Colour = (typeof stageColours)[number];

const colourNames: Record<Colour, MessageDescriptor> = {
  grey: msg`Gris`,
  blue: msg`Bleu`,
  cyan: msg`Cyan`,
  teal: msg`Sarcelle`,
  lime: msg`Citron vert`,
  yellow: msg`Jaune`,
  grape: msg`Violet`,
  pink: msg`Rose`,
};

interface Props {
  form: UseFormReturn<PipelineFields, unknown, PipelineFields>;
  place: number;
  /** It was just added. */
  autoFocus: boolean;
  /** Left out: a bar needs one stage. */
  onRemove: (() => void) | undefined;
}

/** One stage of the form: its name, colour and probability. */
export function StageLine({ form, place, autoFocus, onRemove }: Props) {
  const { t, i18n } = useLingui();
  const { control, register, formState } = form;
  const errors = formState.errors.stages?.[place];
  const number = place + 1;
  return (
    <div className={classes["stage"]}>
      <TextInput
        aria-label={t`Nom de l'étape ${number}`}
        placeholder={t`Nom de l’étape`}
        autoComplete="off"
        autoFocus={autoFocus}
        error={errors?.label?.message}
        className={classes["grow"] ?? ""}
        {...register(`stages.${place}.label`)}
      />
      <Controller
        control={control}
        name={`stages.${place}.colour`}
        render={({ field: { ref: _, ...field } }) => (
          <Select
            {...field}
            aria-label={t`Couleur de l'étape ${number}`}
            data={stageColours.map((value) => ({ value, label: i18n._(colourNames[value]) }))}
            allowDeselect={false}
            leftSection={<StageDot colour={field.value} />}
            renderOption={({ option }) => (
              <span className={classes["colour"]}>
                <StageDot colour={option.value as Colour} />
                {option.label}
              </span>
            )}
            className={classes["hue"] ?? ""}
          />
        )}
      />
      <Controller
        control={control}
        name={`stages.${place}.probability`}
        render={({ field: { onChange, ...field } }) => (
          <NumberInput
            {...field}
            onChange={(value) => onChange(value === "" ? undefined : Number(value))}
            aria-label={t`Probabilité de l'étape ${number}`}
            min={0}
            max={100}
            clampBehavior="strict"
            allowDecimal={false}
            allowNegative={false}
            suffix=" %"
            error={errors?.probability?.message}
            hideControls
            w={72}
          />
        )}
      />
      <Controller
        control={control}
        name={`stages.${place}.staleDays`}
        render={({ field: { onChange, value, ...field } }) => (
          <NumberInput
            {...field}
            value={value ?? ""}
            onChange={(days) => onChange(days === "" ? null : Number(days))}
            aria-label={t`Jours sans échange avant signalement de l'étape ${number}`}
            placeholder={t`jamais`}
            min={1}
            max={3650}
            clampBehavior="strict"
            allowDecimal={false}
            allowNegative={false}
            suffix={t` j`}
            error={errors?.staleDays?.message}
            hideControls
            w={76}
          />
        )}
      />
      <IconButton label={t`Supprimer l'étape ${number}`} disabled={!onRemove} onClick={onRemove}>
        <IconTrash size={16} aria-hidden />
      </IconButton>
    </div>
  );
}
