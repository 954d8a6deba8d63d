import type { RecordName } from "@crm/fields";
import { useLocalStorage } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useLocation, useNavigate, useNavigationType } from "react-router";
import { listViews, usePrefer } from "./view.queries.ts";
import { addressOf } from "./view-address.ts";

const none: string[] = [];

/**
 * How this person likes a list. A bare address opens the default view, if there is one; an address that says anything, even
 * « view=none », is left as it is. So is one from which the last word was just erased.
 */
export function useListViews(record: RecordName) {
  const { data } = useQuery(listViews(record));
  const { mutate } = usePrefer(record);
  const { search } = useLocation();
  const arrived = useNavigationType() !== "REPLACE";
  const navigate = useNavigate();
  const view = data?.views.find(({ id }) => id === data.preference.defaultViewId);
  const target = view && addressOf(view);
  // Known before the server says so: the list is not asked for twice.
  const [expected, setExpected] = useLocalStorage({
    key: `crm-${record}-opens-view`,
    defaultValue: false,
    getInitialValueInEffect: false,
  });
  const bare = search === "" && arrived;

  useEffect(() => {
    if (data) setExpected(target !== undefined);
  }, [data, target, setExpected]);
  useEffect(() => {
    if (bare && target !== undefined) void navigate({ search: target }, { replace: true });
  }, [bare, target, navigate]);

  return {
    preferred: data?.preference.columns ?? none,
    prefer: (columns: string[]) => mutate({ columns }),
    everything: target === undefined ? "" : "view=none",
    waiting: bare && (target !== undefined || (data === undefined && expected)),
  };
}
