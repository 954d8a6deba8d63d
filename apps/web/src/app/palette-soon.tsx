import { useLingui } from "@lingui/react/macro";
import { lazy, useEffect, useRef, useState } from "react";
import { LazyPart } from "../ui/lazy-part.tsx";
import classes from "./palette.module.css";

const Palette = lazy(() => import("./palette.tsx"));

/** The palette; while its code is on its way, a field takes what is typed. */
export function PaletteSoon({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState("");
  const on = { text, onText: setText, onClose };
  return (
    <LazyPart fallback={<Waiting {...on} />}>
      <Palette {...on} />
    </LazyPart>
  );
}

function Waiting({ text, onText, onClose }: { text: string; onText: (text: string) => void; onClose: () => void }) {
  const { t } = useLingui();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <input
      ref={field}
      className={classes["waiting"]}
      aria-label={t`Aller à…`}
      value={text}
      onChange={({ currentTarget }) => onText(currentTarget.value)}
      onKeyDown={({ key }) => key === "Escape" && onClose()}
    />
  );
}
