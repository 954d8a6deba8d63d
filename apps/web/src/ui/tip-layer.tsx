import { useEffect, useLayoutEffect, useRef, useState } from "react";
import classes from "./tip-layer.module.css";

const delay = 350;

/**
 * The one tip of the page: shows the `data-tip` of what the mouse rests on or the keyboard has reached. Escape hides it.
 * It repeats a name that is already there for who can't see it. Rendered once, around everything.
 */
export function TipLayer() {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const tip = useRef<HTMLDivElement>(null);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tipped = (target: EventTarget | null) =>
      target instanceof Element ? target.closest<HTMLElement>("[data-tip]") : null;
    const show = (next: HTMLElement | null, wait: number) => {
      clearTimeout(timer);
      timer = setTimeout(() => setAnchor(next), wait);
    };
    const onOver = ({ target, pointerType }: PointerEvent) => {
      // The tip itself may be pointed at and read.
      if (pointerType !== "mouse" || (target instanceof Node && tip.current?.contains(target)))
        return clearTimeout(timer);
      const next = tipped(target);
      show(next, next ? delay : 80);
    };
    const onFocus = ({ target }: FocusEvent) => {
      if (target instanceof Element && target.matches(":focus-visible")) show(tipped(target), 0);
    };
    const hide = () => show(null, 0);
    const onKey = ({ key }: KeyboardEvent) => key === "Escape" && hide();
    const listeners = new AbortController();
    const { signal } = listeners;
    document.addEventListener("pointerover", onOver, { signal });
    document.addEventListener("pointerdown", hide, { signal });
    document.addEventListener("focusin", onFocus, { signal });
    document.addEventListener("focusout", hide, { signal });
    document.addEventListener("keydown", onKey, { signal });
    document.addEventListener("scroll", hide, { signal, capture: true, passive: true });
    return () => {
      clearTimeout(timer);
      listeners.abort();
    };
  }, []);

  useLayoutEffect(() => {
    if (!anchor || !tip.current) return;
    const at = anchor.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = tip.current;
    const left = Math.max(8, Math.min(window.innerWidth - width - 8, at.left + at.width / 2 - width / 2));
    const top = at.bottom + 6 + height > window.innerHeight ? at.top - height - 6 : at.bottom + 6;
    tip.current.style.translate = `${Math.round(left)}px ${Math.round(top)}px`;
  }, [anchor]);

  if (!anchor?.isConnected) return null;
  return (
    <div ref={tip} className={classes["tip"]} aria-hidden>
      {anchor.dataset["tip"]}
    </div>
  );
}
