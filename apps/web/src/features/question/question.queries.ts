import { questionApi } from "@crm/contract";
import type { QuestionInput, RecordName } from "@crm/fields";
import { type QueryClient, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import type { z } from "zod";
import { call } from "../../lib/api.ts";
import { type AskedQuestion, questionList } from "../../lib/shared.queries.ts";

const keys = { all: ["question"] as const, of: (record: RecordName) => ["question", record] as const };
// The API names a type as text: it is one of the registry's.
const typed = (questions: unknown) => questions as AskedQuestion[];

/** What each question is used for. Counts every record: asked after the rows, and believed for a while. */
export const questionUsage = (record: RecordName) =>
  queryOptions({
    queryKey: [...keys.of(record), "usage"],
    queryFn: ({ signal }) => call(questionApi.usage, { query: { record }, signal }),
    staleTime: 60_000,
  });

/** Those that are archived. */
export const archivedQuestions = (record: RecordName) =>
  queryOptions({
    queryKey: [...keys.of(record), "archived"],
    queryFn: async ({ signal }) => typed(await call(questionApi.list, { query: { record, archived: "true" }, signal })),
  });

/** What saving this would do to the answers that exist. */
export const questionImpact = (id: string, input: Written, signal?: AbortSignal) =>
  call(questionApi.impact, { params: { id }, body: { input }, ...(signal && { signal }) });

/** A question as it is written in the form. */
export type Written = z.input<typeof QuestionInput>;

/** Lists of records show and filter answers: they are read again with the questions. */
function refresh(client: QueryClient, record: RecordName): Promise<unknown> {
  return Promise.all([
    client.invalidateQueries({ queryKey: keys.of(record) }),
    client.invalidateQueries({ queryKey: [record] }),
  ]);
}

/** Adds a question, or changes the one of `id`. */
export function useSaveQuestion(record: RecordName, id: string | undefined) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ input, ...change }: { input: Written; version: number; acceptLoss: boolean }) =>
      id === undefined
        ? call(questionApi.create, { body: { record, input } })
        : call(questionApi.update, { params: { id }, body: { input, ...change } }),
    onSuccess: (view) => {
      client.setQueryData(questionList(record).queryKey, (questions) => {
        const [saved] = typed([view]);
        if (!saved || !questions) return questions;
        return id === undefined
          ? [...questions, saved]
          : questions.map((question) => (question.id === id ? saved : question));
      });
      void refresh(client, record);
    },
  });
}

export function useRemoveQuestion(record: RecordName) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => call(questionApi.remove, { params: { id } }),
    onSuccess: () => refresh(client, record),
  });
}

export function useRestoreQuestion(record: RecordName) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => call(questionApi.restore, { params: { id } }),
    onSuccess: () => refresh(client, record),
  });
}

/** A whole order in one command, of one tab or of both alike; refused, the list is read again. */
export function useReorderQuestions(record: RecordName) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ tab, ids }: Order) => call(questionApi.reorder, { body: { record, ids, ...(tab ? { tab } : {}) } }),
    onSuccess: (_, order) =>
      client.setQueryData(questionList(record).queryKey, (questions) => placed(questions, order)),
    onSettled: () => refresh(client, record),
  });
}

/** Without a tab: the order of all. */
export interface Order {
  tab?: "btob" | "btoc" | undefined;
  ids: string[];
}

/** The list as the API gives it once the order is saved. */
function placed(questions: AskedQuestion[] | undefined, { tab, ids }: Order): AskedQuestion[] | undefined {
  return questions
    ?.map((question) => {
      const at = ids.indexOf(question.id);
      const { position, btocPosition } = question;
      if (tab === "btoc") return at < 0 ? question : { ...question, btocPosition: at };
      const kept = tab === "btob" ? (btocPosition ?? position) : null;
      return { ...question, btocPosition: kept, position: at < 0 ? position : at };
    })
    .sort((one, other) => one.position - other.position);
}
