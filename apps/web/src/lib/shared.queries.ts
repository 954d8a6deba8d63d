import { formApi, organisationApi, pipelineApi, questionApi, selectionApi, userApi } from "@crm/contract";
import type { Question, RecordName } from "@crm/fields";
import { queryOptions } from "@tanstack/react-query";
import { call } from "./api.ts";

/** Whom records can be given to, and those who still have some. */
export const userDirectory = queryOptions({
  queryKey: ["user", "directory"],
  queryFn: ({ signal }) => call(userApi.directory, { signal }),
  staleTime: 60_000,
});

/** The company's organisations. */
export const organisationList = queryOptions({
  queryKey: ["organisation", "list"],
  queryFn: ({ signal }) => call(organisationApi.list, { signal }),
  staleTime: 60_000,
});

/** The types of opportunity and their stages. */
export const pipelineList = queryOptions({
  queryKey: ["pipeline", "list"],
  queryFn: ({ signal }) => call(pipelineApi.list, { signal }),
  staleTime: 60_000,
});

/** Forms by name; `archived`: those that were put away too. */
export const formList = (archived = false) =>
  queryOptions({
    queryKey: ["form", "list", archived],
    queryFn: ({ signal }) => call(formApi.list, { query: archived ? { archived: "true" } : {}, signal }),
  });

/** The selections that I may use. */
export const selectionList = queryOptions({
  queryKey: ["selection", "list"],
  queryFn: ({ signal }) => call(selectionApi.list, { signal }),
});

/** A question with the version that a change is made from. */
export type AskedQuestion = Question & { version: number };

/** The questions that a record is asked, in their order. */
export const questionList = (record: RecordName) =>
  queryOptions({
    queryKey: ["question", record, "asked"],
    // The API names a type as text: it is one of the registry's.
    queryFn: async ({ signal }) =>
      (await call(questionApi.list, { query: { record }, signal })) as unknown as AskedQuestion[],
    staleTime: 60_000,
  });
