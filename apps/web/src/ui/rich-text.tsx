import { Skeleton } from "@mantine/core";
import { lazy } from "react";
import { LazyPart } from "./lazy-part.tsx";

export interface RichTextProps {
  /** HTML to start from; the editor keeps its own state afterwards. */
  value: string;
  /** The HTML on every change; "" when there is no text. */
  onChange: (html: string) => void;
  /** The field's name. */
  label: string;
  minHeight?: number;
}

const Editor = lazy(() => import("./rich-text-editor.tsx"));

/** The rich text field; its editor is fetched when one is first shown. */
export function RichText(props: RichTextProps) {
  const { minHeight = 160 } = props;
  return (
    <LazyPart fallback={<Skeleton height={minHeight + 40} />}>
      <Editor {...props} minHeight={minHeight} />
    </LazyPart>
  );
}
