/**
 * Ctrl+Enter (⌘+Enter) submits the form that one is in, whatever field has the focus, by the way of its button: one path for
 * all forms. Gives what takes it away again.
 */
export function listenToFormKeys(): () => void {
  const onKey = (event: KeyboardEvent) => {
    const { key, ctrlKey, metaKey, altKey, target, repeat } = event;
    if (key !== "Enter" || !(ctrlKey || metaKey) || altKey || event.defaultPrevented) return;
    const form = target instanceof Element && target.closest("form");
    if (!form) return;
    event.preventDefault();
    const button = form.querySelector<HTMLButtonElement>("button[type=submit]");
    if (!repeat && !button?.disabled) form.requestSubmit();
  };
  document.addEventListener("keydown", onKey);
  return () => document.removeEventListener("keydown", onKey);
}
