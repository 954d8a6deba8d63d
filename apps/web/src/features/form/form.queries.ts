import { type FormView, formApi, type Request, submissionApi } from "@crm/contract";
import { type QueryClient, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { call } from "../../lib/api.ts";
import { formList } from "../../lib/shared.queries.ts";

const noun = "form";

export const formCard = (id: string) =>
  queryOptions({
    queryKey: [noun, "card", id],
    queryFn: ({ signal }) => call(formApi.show, { params: { id }, signal }),
  });

/** A form as a visitor sees it; read once, so that nothing moves under what is being typed. */
export const publicForm = (slug: string) =>
  queryOptions({
    queryKey: ["public-form", slug],
    queryFn: ({ signal }) => call(formApi.open, { params: { slug }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });

export type FormFields = Request<typeof formApi.create>["body"];

/** Adds a form, or saves the one given. */
export function useSaveForm(id: string | undefined) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ input, version }: { input: FormFields; version: number }): Promise<FormView> =>
      id === undefined
        ? call(formApi.create, { body: input })
        : call(formApi.update, { params: { id }, body: { input, version } }),
    onSuccess: (form) => {
      client.setQueryData(formCard(form.id).queryKey, form);
      return client.invalidateQueries({ queryKey: [noun, "list"] });
    },
  });
}

/** A form that goes from one list to the other is never seen in both, whichever is read first. */
const leave = (client: QueryClient, list: ReturnType<typeof formList>, id: string) =>
  client.setQueryData(list.queryKey, (forms) => forms?.filter((form) => form.id !== id));

/** Deletes a form, or archives the one that has submissions. */
export function useRemoveForm() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => call(formApi.remove, { params: { id } }),
    onSuccess: ({ outcome }, id) => {
      if (outcome === "deleted") client.removeQueries({ queryKey: formCard(id).queryKey });
      leave(client, formList(), id);
      return client.invalidateQueries({ queryKey: [noun] });
    },
  });
}

export function useRestoreForm() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => call(formApi.restore, { params: { id } }),
    onSuccess: (_, id) => {
      leave(client, formList(true), id);
      return client.invalidateQueries({ queryKey: [noun] });
    },
  });
}

/** Sends a visitor's answers. */
export const useSendAnswers = (slug: string) =>
  useMutation({
    mutationFn: (body: Request<typeof submissionApi.receive>["body"]) =>
      call(submissionApi.receive, { params: { slug }, body }),
  });
