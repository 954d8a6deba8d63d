import {
  type ComponentType,
  cloneElement,
  lazy,
  type ReactElement,
  type Ref,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { LazyPart } from "./lazy-part.tsx";

interface TriggerProps {
  ref?: Ref<HTMLButtonElement>;
  onClick?: () => void;
  onPointerEnter?: () => void;
  onFocus?: () => void;
  "aria-haspopup"?: "menu" | "dialog";
  "aria-expanded"?: boolean;
}

interface Props<Popup extends object> {
  /** The button. It is shown at once; what it opens is fetched when it is first approached. */
  trigger: Trigger;
  kind: "menu" | "dialog";
  load: () => Promise<{ default: ComponentType<Popup & { trigger: Trigger }> }>;
  popup: Popup;
}

/** A menu or a panel whose code is not part of the first page: `load`'s component takes the button over and opens. */
export function LazyPopup<Popup extends object>({ trigger, kind, load, popup }: Props<Popup>) {
  const [started, setStarted] = useState(false);
  const Loaded = useMemo(() => lazy(load as () => Promise<{ default: ComponentType<object> }>), [load]);
  const approach = () => void load().catch(() => {}); // what is pressed next says so
  const waiting = cloneElement(trigger, {
    "aria-haspopup": kind,
    "aria-expanded": false,
    onClick: () => setStarted(true),
    onPointerEnter: approach,
    onFocus: approach,
  });
  if (!started) return waiting;
  return (
    <LazyPart fallback={waiting}>
      <Loaded {...{ ...popup, trigger }} />
    </LazyPart>
  );
}

/**
 * For what `load` brings: the button takes back the focus that the waiting one had, then its popup opens. So closing it
 * gives the focus back to a button that is still there.
 */
export function usePopup(trigger: Trigger) {
  const [opened, setOpened] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    button.current?.focus({ preventScroll: true });
    setOpened(true);
  }, []);
  return { opened, setOpened, target: cloneElement(trigger, { ref: button }) };
}

export type Trigger = ReactElement<TriggerProps>;
