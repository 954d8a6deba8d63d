import { type RefObject, useLayoutEffect } from "react";
import { NavigationType, useLocation, useNavigationType } from "react-router";

/** Where each box stood, at each step of this tab's history. */
const places = new Map<string, number>();

/**
 * A box that scrolls is back where it was left when one comes back to its screen, and at its top on a new one.
 *
 * @param ready whether what it holds is there; it can't be scrolled before
 * @param screens "path": searching, filtering and tabs of one screen leave it where it is
 */
export function useScrollPlace(
  box: RefObject<HTMLElement | null>,
  name: string,
  { ready = true, screens = "address" }: { ready?: boolean; screens?: "path" | "address" } = {},
): void {
  const { key, pathname, search } = useLocation();
  const back = useNavigationType() === NavigationType.Pop;
  const step = `${name} ${key}`;
  const screen = screens === "path" ? pathname : pathname + search;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the next screen, or the step back to it, is what moves it
  useLayoutEffect(() => {
    if (ready && box.current) box.current.scrollTop = back ? (places.get(step) ?? 0) : 0;
  }, [ready, screen]);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element || !ready) return;
    const remember = () => void places.set(step, element.scrollTop);
    element.addEventListener("scroll", remember, { passive: true });
    return () => element.removeEventListener("scroll", remember);
  }, [box, ready, step]);
}
