import { useCallback, useEffect, useMemo, useRef } from "react";
import type { FieldValues, UseFormReturn } from "react-hook-form";

const prefix = "draft:";
let owner = "";

/** Drafts belong to one person: another who signs in on the same browser never sees them. */
export const setDraftOwner = (userId: string) => {
  owner = userId;
};

/** Forgets the drafts of this tab, when a person signs out. */
export function forgetDrafts(): void {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(prefix)) sessionStorage.removeItem(key);
}

function read<T>(key: string): T | undefined {
  try {
    const text = sessionStorage.getItem(key);
    return text === null ? undefined : (JSON.parse(text) as T);
  } catch {
    return undefined;
  }
}

function write(key: string, value: unknown): void {
  try {
    if (value === undefined) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Full or refused: the text still stands in the form.
  }
}

/**
 * Keeps what is being typed in this tab until `clear()`: it survives a reload and an expired session.
 * Pass `undefined` while nothing differs from the record. `stored` is what was found when the form opened.
 */
export function useDraft<T>(key: string, value: T | undefined): { stored: T | undefined; clear(): void } {
  const name = `${prefix}${owner}:${key}`;
  const stored = useMemo(() => read<T>(name), [name]);
  const kept = useRef(false);
  const text = value === undefined ? undefined : JSON.stringify(value);

  useEffect(() => {
    // Nothing typed yet: what was found when the form opened must not be erased before it is taken up.
    if (text === undefined && !kept.current) return;
    kept.current = text !== undefined;
    write(name, text === undefined ? undefined : (JSON.parse(text) as T));
  }, [name, text]);

  return { stored, clear: useCallback(() => write(name, undefined), [name]) };
}

/** Under which `useFormDraft` keeps what a draft was written over. */
export const draftBase = (key: string): string => `${key}:base`;

/**
 * The same for a whole react-hook-form form: takes the draft up when it opens, keeps it while the form differs. `base`: the
 * record as it was when the form opened, kept beside the draft (`draftBase`), so that a change saved by another meanwhile
 * is not overwritten unseen after a reload.
 */
export function useFormDraft<V extends FieldValues>(
  key: string,
  form: UseFormReturn<V, unknown, FieldValues>,
  base?: object,
): { restored: boolean; clear(): void } {
  const name = `${prefix}${owner}:${key}`;
  const stored = useMemo(() => read<V>(name), [name]);
  const keep = useCallback(
    (values: V | undefined) => {
      write(name, values);
      write(draftBase(name), values && base);
    },
    [name, base],
  );

  useEffect(() => {
    if (stored) form.reset(stored, { keepDefaultValues: true });
    return form.subscribe({
      formState: { values: true, isDirty: true },
      callback: ({ values, isDirty }) => keep(isDirty ? values : undefined),
    });
  }, [form, keep, stored]);

  return { restored: stored !== undefined, clear: useCallback(() => keep(undefined), [keep]) };
}
