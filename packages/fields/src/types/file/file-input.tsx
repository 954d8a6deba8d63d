import { ActionIcon, Anchor, Button, FileButton, Group, Input, Loader, Stack, Text } from "@mantine/core";
import { type DragEvent, useContext, useEffect, useRef, useState } from "react";
import type { FieldInput } from "../../field-input.ts";
import type { FileRef } from "../../field-type.ts";
import { FileStoreContext } from "../../inputs/file-store.ts";
import { words } from "../../inputs/screen-words.ts";
import { wrapperProps } from "../../inputs/typed-input.tsx";
import { safeFileName, file as type } from "./file.ts";

const filesIn = (value: unknown) => (Array.isArray(value) ? (value as FileRef[]) : []);

/** What stands for the id of a file while it is being sent: forms copy their values, so that nothing else tells it apart. */
let sent = 0;
const underWayId = () => `~${Date.now()}-${++sent}`;
const isUnderWay = ({ id }: FileRef) => id === "" || id.startsWith("~");

/** Files chosen or dropped are sent at once; the answer names them. The form refuses one that is still under way. */
export const FileInput: FieldInput = (props) => {
  const { locale, label, disabled = false, value, onChange, onBlur } = props;
  const { autoFocus, description, error, withAsterisk } = wrapperProps(props);
  const store = useContext(FileStoreContext);
  const [failure, setFailure] = useState<string | null>(null);
  const parsed = type.config.safeParse(props.config);
  const config = parsed.success ? parsed.data : type.config.parse({});
  const { maxFiles, maxBytes, picker } = type.upload?.(config) ?? { maxFiles: 1, maxBytes: 0, picker: "" };
  const files = filesIn(value);
  const free = maxFiles - files.length;
  // Several may end at once, each before the parent has rendered what the other gave.
  const now = useRef(files);
  useEffect(() => {
    now.current = filesIn(value);
  }, [value]);
  const give = (next: FileRef[]) => {
    now.current = next;
    onChange(next.length > 0 ? next : null);
  };

  async function add(chosen: readonly File[]) {
    if (!store || chosen.length === 0) return;
    setFailure(chosen.length > free ? words.tooManyFiles[locale].replace("{n}", String(maxFiles)) : null);
    const taken = chosen.slice(0, free);
    await Promise.all(
      taken.map(async (file) => {
        const underWay: FileRef = { id: underWayId(), name: safeFileName(file.name).slice(-255) };
        if (file.size > maxBytes)
          return setFailure(`${underWay.name} : ${words.fileTooLarge[locale].replace("{n}", String(config.maxSize))}`);
        give([...now.current, underWay]);
        try {
          const sent = await store.upload(file);
          give(now.current.map((other) => (other.id === underWay.id ? sent : other)));
        } catch (cause) {
          give(now.current.filter((other) => other.id !== underWay.id));
          setFailure(`${underWay.name} : ${cause instanceof Error ? cause.message : ""}`);
        }
      }),
    );
  }
  const drop = (event: DragEvent) => {
    event.preventDefault();
    if (!disabled) void add([...event.dataTransfer.files]);
  };

  return (
    <Input.Wrapper
      label={label}
      description={description}
      error={error ?? failure}
      withAsterisk={withAsterisk}
      labelElement="div"
      role="group"
      aria-label={label}
      onDragOver={(event) => event.preventDefault()}
      onDrop={drop}
      onBlur={() => onBlur?.()}
    >
      <Stack gap={6} mt={4} aria-live="polite">
        {files.map((file, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two files under way may have the same name.
          <Group key={`${file.id} ${place}`} gap={6} wrap="nowrap">
            {!isUnderWay(file) ? (
              <Anchor component="button" type="button" size="sm" ta="start" onClick={() => store?.open(file)}>
                {file.name}
              </Anchor>
            ) : (
              <>
                <Loader size={14} aria-hidden />
                <Text size="sm">{`${words.sending[locale]} ${file.name}`}</Text>
              </>
            )}
            {!disabled && (
              <ActionIcon
                variant="subtle"
                color="gray"
                size={24}
                aria-label={`${words.removeFile[locale]} ${file.name}`}
                onClick={() => give(now.current.filter((_, other) => other !== place))}
              >
                <svg
                  width="12"
                  height="12"
                  viewBox="0 0 14 14"
                  fill="none"
                  stroke="currentColor"
                  strokeWidth="1.4"
                  aria-hidden
                >
                  <path d="M3.5 3.5l7 7M10.5 3.5l-7 7" />
                </svg>
              </ActionIcon>
            )}
          </Group>
        ))}
        {free > 0 && (
          <FileButton
            multiple
            accept={picker}
            disabled={disabled || !store}
            onChange={(chosen) => void add(chosen)}
            inputProps={{ "aria-label": `${words.addFile[locale]} (${label})` }}
          >
            {(button) => (
              <Button {...button} variant="default" size="xs" w="fit-content" autoFocus={autoFocus} disabled={disabled}>
                {words.addFile[locale]}
              </Button>
            )}
          </FileButton>
        )}
      </Stack>
    </Input.Wrapper>
  );
};
