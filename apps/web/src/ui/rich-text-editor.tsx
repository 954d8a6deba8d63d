import { useLingui } from "@lingui/react/macro";
import { Button, Group, Popover, TextInput } from "@mantine/core";
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconBold,
  IconH2,
  IconH3,
  IconItalic,
  IconLink,
  IconList,
  IconListNumbers,
  IconUnderline,
} from "@tabler/icons-react";
import { type Editor, EditorContent, useEditor, useEditorState } from "@tiptap/react";
import StarterKit from "@tiptap/starter-kit";
import { type ReactNode, useEffect, useState } from "react";
import { IconButton } from "./icon-button.tsx";
import classes from "./rich-text.module.css";
import type { RichTextProps } from "./rich-text.tsx";

const extensions = [
  StarterKit.configure({
    heading: { levels: [2, 3] },
    codeBlock: false,
    code: false,
    link: {
      openOnClick: false,
      autolink: true,
      defaultProtocol: "https",
      protocols: ["mailto", "tel"],
      HTMLAttributes: { rel: "noopener noreferrer", target: "_blank" },
    },
  }),
];

export default function RichTextEditor({ value, onChange, label, minHeight }: RichTextProps) {
  const editor = useEditor({
    extensions,
    content: value,
    // The form that opened gave its focus to nobody, as this editor was still on its way.
    autofocus: document.activeElement === document.body && "end",
    onUpdate: ({ editor: current }) => onChange(current.isEmpty ? "" : current.getHTML()),
    editorProps: {
      attributes: {
        "aria-label": label,
        role: "textbox",
        "aria-multiline": "true",
        class: classes["content"] ?? "",
        style: `min-height:${minHeight}px`,
      },
    },
  });
  // A draft or « prendre la leur » replaces the text from outside; the caret stays put otherwise.
  useEffect(() => {
    if (editor && !editor.isDestroyed && !editor.isFocused && value !== (editor.isEmpty ? "" : editor.getHTML()))
      editor.commands.setContent(value, { emitUpdate: false });
  }, [editor, value]);
  if (!editor) return null;
  return (
    <div className={classes["editor"]}>
      <Toolbar editor={editor} label={label} />
      <EditorContent editor={editor} />
    </div>
  );
}

function Toolbar({ editor, label }: { editor: Editor; label: string }) {
  const { t } = useLingui();
  const state = useEditorState({
    editor,
    selector: ({ editor: current }) => ({
      bold: current.isActive("bold"),
      italic: current.isActive("italic"),
      underline: current.isActive("underline"),
      h2: current.isActive("heading", { level: 2 }),
      h3: current.isActive("heading", { level: 3 }),
      bullets: current.isActive("bulletList"),
      numbers: current.isActive("orderedList"),
      canUndo: current.can().undo(),
      canRedo: current.can().redo(),
    }),
  });
  const chain = () => editor.chain().focus();
  return (
    // biome-ignore lint/a11y/useSemanticElements: buttons of a tool bar, not the fields of a fieldset.
    <div className={classes["toolbar"]} role="group" aria-label={t`Mise en forme : ${label}`}>
      <Tool
        label={t`Gras`}
        on={state.bold}
        run={() => chain().toggleBold().run()}
        icon={<IconBold size={16} aria-hidden />}
      />
      <Tool
        label={t`Italique`}
        on={state.italic}
        run={() => chain().toggleItalic().run()}
        icon={<IconItalic size={16} aria-hidden />}
      />
      <Tool
        label={t`Souligné`}
        on={state.underline}
        run={() => chain().toggleUnderline().run()}
        icon={<IconUnderline size={16} aria-hidden />}
      />
      <span className={classes["rule"]} />
      <Tool
        label={t`Titre`}
        on={state.h2}
        run={() => chain().toggleHeading({ level: 2 }).run()}
        icon={<IconH2 size={16} aria-hidden />}
      />
      <Tool
        label={t`Sous-titre`}
        on={state.h3}
        run={() => chain().toggleHeading({ level: 3 }).run()}
        icon={<IconH3 size={16} aria-hidden />}
      />
      <Tool
        label={t`Liste à puces`}
        on={state.bullets}
        run={() => chain().toggleBulletList().run()}
        icon={<IconList size={16} aria-hidden />}
      />
      <Tool
        label={t`Liste numérotée`}
        on={state.numbers}
        run={() => chain().toggleOrderedList().run()}
        icon={<IconListNumbers size={16} aria-hidden />}
      />
      <LinkTool editor={editor} />
      <span className={classes["rule"]} />
      <Tool
        label={t`Annuler la saisie`}
        disabled={!state.canUndo}
        run={() => chain().undo().run()}
        icon={<IconArrowBackUp size={16} aria-hidden />}
      />
      <Tool
        label={t`Rétablir la saisie`}
        disabled={!state.canRedo}
        run={() => chain().redo().run()}
        icon={<IconArrowForwardUp size={16} aria-hidden />}
      />
    </div>
  );
}

function Tool({
  label,
  on,
  run,
  icon,
  disabled,
}: {
  label: string;
  on?: boolean;
  run: () => void;
  icon: ReactNode;
  disabled?: boolean;
}) {
  return (
    <IconButton
      label={label}
      aria-pressed={on}
      variant={on ? "light" : "subtle"}
      color={on ? "indigo" : "gray"}
      size={28}
      disabled={disabled ?? false}
      onClick={run}
    >
      {icon}
    </IconButton>
  );
}

function LinkTool({ editor }: { editor: Editor }) {
  const { t } = useLingui();
  const [opened, setOpened] = useState(false);
  const [href, setHref] = useState("");
  const on = useEditorState({ editor, selector: ({ editor: current }) => current.isActive("link") });

  function apply() {
    const address = href.trim();
    const chain = editor.chain().focus().extendMarkRange("link");
    if (!address) chain.unsetLink().run();
    else chain.setLink({ href: /^(https?:|mailto:|tel:)/i.test(address) ? address : `https://${address}` }).run();
    setOpened(false);
  }

  return (
    <Popover opened={opened} onChange={setOpened} trapFocus width={300}>
      <Popover.Target>
        <IconButton
          label={t`Lien`}
          aria-pressed={on}
          variant={on ? "light" : "subtle"}
          color={on ? "indigo" : "gray"}
          size={28}
          onClick={() => {
            setHref(String(editor.getAttributes("link")["href"] ?? ""));
            setOpened(!opened);
          }}
        >
          <IconLink size={16} aria-hidden />
        </IconButton>
      </Popover.Target>
      <Popover.Dropdown>
        <TextInput
          label={t`Adresse du lien`}
          placeholder="https://"
          value={href}
          onChange={({ currentTarget }) => setHref(currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            apply();
          }}
        />
        <Group justify="flex-end" mt="xs">
          <Button size="xs" onClick={apply}>{t`Valider`}</Button>
        </Group>
      </Popover.Dropdown>
    </Popover>
  );
}
