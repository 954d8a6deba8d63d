import { type Period, type Request, reportApi } from "@crm/contract";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { call } from "../../lib/api.ts";

export type FunnelAsked = Request<typeof reportApi.funnel>["query"];
export type SalesAsked = Request<typeof reportApi.sales>["query"];
type Filter = Request<typeof reportApi.forecast>["query"];

// Figures that were shown stay until the new ones come: no flash of an empty chart.
const placeholderData = keepPreviousData;

export const funnel = (query: FunnelAsked) =>
  queryOptions({
    queryKey: ["report", "funnel", query],
    queryFn: ({ signal }) => call(reportApi.funnel, { query, signal }),
    placeholderData,
  });

/** Slower than the funnel itself, which does not wait for it. */
export const durations = (query: FunnelAsked) =>
  queryOptions({
    queryKey: ["report", "durations", query],
    queryFn: ({ signal }) => call(reportApi.durations, { query, signal }),
    placeholderData,
  });

export const sales = (query: SalesAsked) =>
  queryOptions({
    queryKey: ["report", "sales", query],
    queryFn: ({ signal }) => call(reportApi.sales, { query, signal }),
    placeholderData,
  });

export const activity = (query: Period) =>
  queryOptions({
    queryKey: ["report", "activity", query],
    queryFn: ({ signal }) => call(reportApi.activity, { query, signal }),
    placeholderData,
  });

export const results = (query: Period) =>
  queryOptions({
    queryKey: ["report", "results", query],
    queryFn: ({ signal }) => call(reportApi.results, { query, signal }),
    placeholderData,
  });

export const forecast = (query: Filter) =>
  queryOptions({
    queryKey: ["report", "forecast", query],
    queryFn: ({ signal }) => call(reportApi.forecast, { query, signal }),
    placeholderData,
  });

export const lostReasons = (query: Filter) =>
  queryOptions({
    queryKey: ["report", "lost-reasons", query],
    queryFn: ({ signal }) => call(reportApi.lostReasons, { query, signal }),
    placeholderData,
  });
