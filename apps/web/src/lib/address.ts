import { useLayoutEffect, useMemo, useRef } from "react";
import { useSearchParams } from "react-router";

/**
 * What the address of a list says, and what changes parts of it. `replace`: no new step for the back button, as while
 * typing. A change starts from the change before, even when a long list has not finished rendering it.
 *
 * @param read understands an address; a part that nobody can read is as if it were not there
 * @param write leaves out what is by default
 */
export function useAddress<Address>(
  read: (params: URLSearchParams) => Address,
  write: (address: Address) => Record<string, string>,
) {
  const [params, setParams] = useSearchParams();
  const address = useMemo(() => read(params), [read, params]);
  // `setParams` itself, even with a function, starts from what was last rendered.
  const latest = useRef(params);
  useLayoutEffect(() => {
    latest.current = params;
  }, [params]);
  const go = (next: Record<string, string>, replace: boolean) => {
    latest.current = new URLSearchParams(next);
    setParams(latest.current, { replace });
  };
  return {
    address,
    change: (part: Partial<Address>, { replace = false } = {}) =>
      go(write({ ...read(latest.current), ...part }), replace),
    clear: () => go({}, false),
    /** Goes to another address of the list, given as its query. */
    open: (query: string) => go(Object.fromEntries(new URLSearchParams(query)), false),
  };
}
