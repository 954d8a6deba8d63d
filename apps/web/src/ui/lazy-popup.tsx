import { type ComponentType, cloneElement, lazy, type ReactElement, Suspense, useMemo, useState } from "react";

interface TriggerProps {
  onClick?: () => void;
  onPointerEnter?: () => void;
  onFocus?: () => void;
  "aria-haspopup"?: "menu" | "dialog";
  "aria-expanded"?: boolean;
}

interface Props<Popup extends object> {
  /** The button. It is shown at once; what it opens is fetched when it is first approached. */
  trigger: ReactElement<TriggerProps>;
  kind: "menu" | "dialog";
  load: () => Promise<{ default: ComponentType<Popup & { trigger: ReactElement<TriggerProps> }> }>;
  popup: Popup;
}

/** A menu or a panel whose code is not part of the first page: `load`'s component takes the button over and opens. */
export function LazyPopup<Popup extends object>({ trigger, kind, load, popup }: Props<Popup>) {
  const [started, setStarted] = useState(false);
  const Loaded = useMemo(() => lazy(load as () => Promise<{ default: ComponentType<object> }>), [load]);
  const waiting = cloneElement(trigger, {
    "aria-haspopup": kind,
    "aria-expanded": false,
    onClick: () => setStarted(true),
    onPointerEnter: () => void load(),
    onFocus: () => void load(),
  });
  if (!started) return waiting;
  return (
    <Suspense fallback={waiting}>
      <Loaded {...{ ...popup, trigger }} />
    </Suspense>
  );
}
