import { Button, Group, Radio, Stack } from "@mantine/core";
import type { Choice } from "../choice.ts";
import type { FieldInputProps } from "../field-input.ts";
import { words } from "./screen-words.ts";
import { wrapperProps } from "./typed-input.tsx";

interface RadioInputProps extends FieldInputProps {
  choices: readonly Choice[];
  /** The value of the choice made, if any. */
  chosen: string | null;
  onChoose(value: string | null): void;
  inline?: boolean;
}

/** One choice among radio buttons, that can be taken back. */
export function RadioInput({ choices, chosen, onChoose, inline = false, ...props }: RadioInputProps) {
  const { autoFocus, ...wrapper } = wrapperProps(props);
  const { locale, label, disabled = false, onBlur } = props;
  const Layout = inline ? Group : Stack;
  return (
    <Radio.Group {...wrapper} value={chosen ?? ""} onChange={onChoose} onBlur={() => onBlur?.()}>
      <Layout gap={inline ? "md" : 6} mt={4} align={inline ? "center" : "flex-start"}>
        {choices.map((choice, index) => (
          <Radio
            key={choice.value}
            value={choice.value}
            label={choice.label}
            disabled={disabled}
            autoFocus={autoFocus && index === 0}
          />
        ))}
        {chosen !== null && !disabled && (
          <Button
            variant="subtle"
            color="gray"
            size="compact-xs"
            aria-label={`${words.clear[locale]} (${label})`}
            onClick={() => onChoose(null)}
          >
            {words.clear[locale]}
          </Button>
        )}
      </Layout>
    </Radio.Group>
  );
}
