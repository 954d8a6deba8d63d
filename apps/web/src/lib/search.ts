import { useCallback, useContext, useEffect, useRef, useState } from "react";
import { UNSAFE_DataRouterContext as DataRouterContext, useLocation } from "react-router";

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
  // The router itself, not what is rendered of it: a screen on its way is rendered a moment after the click.
  const router = useContext(DataRouterContext)?.router;
  const { pathname } = useLocation();

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
      timer.current = setTimeout(() => {
        const there = router?.state.navigation.location ?? router?.state.location;
        // On the way to another screen, the address is not this field's to change any more.
        if (!there || there.pathname === pathname) flush(value);
      }, delay);
    },
    [delay, flush, router, pathname],
  );

  return { text, change, /** At once, on Enter. */ flush: () => flush(text) };
}
