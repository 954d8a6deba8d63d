import { Button, Group, Radio, Text } from "@mantine/core";
import type { FieldInput } from "../../field-input.ts";
import { words } from "../../inputs/screen-words.ts";
import { wrapperProps } from "../../inputs/typed-input.tsx";
import { scale } from "./scale.ts";

/** The marks as radio buttons, moved among with the arrows, between the words for both ends. */
export const ScaleInput: FieldInput = (props) => {
  const { autoFocus, ...wrapper } = wrapperProps(props);
  const { locale, label, disabled = false, value, onChange, onBlur } = props;
  const parsed = scale.config.safeParse(props.config);
  const { size, low, high } = parsed.success ? parsed.data : scale.config.parse({});
  const ends: Record<number, string> = { 1: low, [size]: high };
  return (
    <Radio.Group
      {...wrapper}
      value={typeof value === "number" ? String(value) : ""}
      onChange={(mark) => onChange(Number(mark))}
      onBlur={() => onBlur?.()}
    >
      <Group gap={10} mt={6} align="center">
        {low && (
          <Text size="sm" c="dimmed" aria-hidden>
            {low}
          </Text>
        )}
        {Array.from({ length: size }, (_, place) => place + 1).map((mark) => (
          <Radio
            key={mark}
            value={String(mark)}
            label={mark}
            aria-label={ends[mark] ? `${mark} : ${ends[mark]}` : String(mark)}
            styles={{ body: { flexDirection: "column", alignItems: "center", gap: 2 }, label: { padding: 0 } }}
            disabled={disabled}
            autoFocus={autoFocus && mark === 1}
          />
        ))}
        {high && (
          <Text size="sm" c="dimmed" aria-hidden>
            {high}
          </Text>
        )}
        {value != null && !disabled && (
          <Button
            variant="subtle"
            color="gray"
            size="compact-xs"
            aria-label={`${words.clear[locale]} (${label})`}
            onClick={() => onChange(null)}
          >
            {words.clear[locale]}
          </Button>
        )}
      </Group>
    </Radio.Group>
  );
};
