import { useCallback, useEffect, useRef, useState } from "react";
import { useLocation, useNavigation } from "react-router";

/**
 * A search field that never waits: the text is local, `commit` gets it once typing pauses, and what comes back from the
 * address (back button, shared link) replaces it only when the person is not ahead of it.
 *
 * @param committed the search in force (usually from the address)
 * @param commit makes the text the search in force; put it in a query key so that an older answer is aborted
 */
export function useDebouncedSearch(committed: string, commit: (text: string) => void, delay = 180) {
  const [text, setText] = useState(committed);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const sent = useRef(committed);
  const latest = useRef(commit);
  useEffect(() => {
    latest.current = commit;
  });

  useEffect(() => {
    if (committed !== sent.current) {
      sent.current = committed;
      clearTimeout(timer.current);
      setText(committed);
    }
  }, [committed]);
  useEffect(() => () => clearTimeout(timer.current), []);
  // On the way to another screen whose code is still coming: the address is not this field's to change any more.
  const { pathname } = useLocation();
  const next = useNavigation().location?.pathname;
  useEffect(() => {
    if (next !== undefined && next !== pathname) clearTimeout(timer.current);
  }, [next, pathname]);

  const flush = useCallback((value: string) => {
    clearTimeout(timer.current);
    if (value.trim() === sent.current) return;
    sent.current = value.trim();
    latest.current(value.trim());
  }, []);
  const change = useCallback(
    (value: string) => {
      setText(value);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => flush(value), delay);
    },
    [delay, flush],
  );

  return { text, change, /** At once, on Enter. */ flush: () => flush(text) };
}
