import { type ReportName, type Request, type SavedReport, savedReportApi } from "@crm/contract";
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { call } from "../../lib/api.ts";

/** The saved reports of a screen that one may open. */
export const savedReports = (report: ReportName) =>
  queryOptions({
    queryKey: ["saved-report", report],
    queryFn: ({ signal }) => call(savedReportApi.list, { query: { report }, signal }),
    staleTime: 60_000,
  });

/** Shown at once where the server answers with the report; the list is read again, for its order. */
function useChanging<Input>(report: ReportName, change: (input: Input) => Promise<SavedReport>) {
  const client = useQueryClient();
  const { queryKey } = savedReports(report);
  return useMutation({
    mutationFn: change,
    onSuccess: (changed) =>
      client.setQueryData(queryKey, (reports) => [...(reports ?? []).filter(({ id }) => id !== changed.id), changed]),
    onSettled: () => client.invalidateQueries({ queryKey }),
  });
}

export const useCreateReport = (report: ReportName) =>
  useChanging(report, (body: Omit<Request<typeof savedReportApi.create>["body"], "report">) =>
    call(savedReportApi.create, { body: { report, ...body } }),
  );

type Changes = Omit<Request<typeof savedReportApi.update>["body"], "version">;
export const useUpdateReport = (report: ReportName) =>
  useChanging(report, ({ of: { id, version }, changes }: { of: SavedReport; changes: Changes }) =>
    call(savedReportApi.update, { params: { id }, body: { version, ...changes } }),
  );

type Schedule = Request<typeof savedReportApi.schedule>["body"]["schedule"];
export const useSchedule = (report: ReportName) =>
  useChanging(report, ({ of: { id, version }, schedule }: { of: SavedReport; schedule: Schedule }) =>
    call(savedReportApi.schedule, { params: { id }, body: { version, schedule } }),
  );

type Sending = Request<typeof savedReportApi.send>["body"];
export const useSend = (report: ReportName) =>
  useChanging(report, ({ id, ...body }: Sending & { id: string }) =>
    call(savedReportApi.send, { params: { id }, body }),
  );

const useEnding = (report: ReportName, end: (id: string) => Promise<unknown>) => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: end,
    onSettled: () => client.invalidateQueries({ queryKey: savedReports(report).queryKey }),
  });
};

export const useRemoveReport = (report: ReportName) =>
  useEnding(report, (id) => call(savedReportApi.remove, { params: { id } }));

/** Is sent it no more. */
export const useLeaveReport = (report: ReportName) =>
  useEnding(report, (id) => call(savedReportApi.leave, { params: { id } }));
