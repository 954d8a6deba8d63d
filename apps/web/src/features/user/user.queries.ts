import { fileApi, type OrganisationView, organisationApi, type Request, type UserView, userApi } from "@crm/contract";
import { keepPreviousData, type QueryClient, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { call } from "../../lib/api.ts";
import { organisationList } from "../../lib/shared.queries.ts";

export type UserListQuery = Request<typeof userApi.list>["query"];

const keys = { all: ["user"] as const, lists: ["user", "list"] as const };

export const userList = (query: UserListQuery) =>
  queryOptions({
    queryKey: [...keys.lists, query],
    queryFn: ({ signal }) => call(userApi.list, { query, signal }),
    placeholderData: keepPreviousData,
  });

export const userCard = (id: string) =>
  queryOptions({
    queryKey: [...keys.all, "card", id],
    queryFn: ({ signal }) => call(userApi.show, { params: { id }, signal }),
  });

/** Shows a user as the server just gave him; lists, and the names shown on records, are read again. */
export function showSaved(client: QueryClient, view: UserView): void {
  client.setQueryData(userCard(view.id).queryKey, view);
  void client.invalidateQueries({ queryKey: keys.lists });
  void client.invalidateQueries({ queryKey: ["user", "directory"] });
}

const useSaving = <Input>(save: (input: Input) => Promise<UserView>) => {
  const client = useQueryClient();
  return useMutation({ mutationFn: save, onSuccess: (view) => showSaved(client, view) });
};

export const useCreateUser = () =>
  useSaving((body: Request<typeof userApi.create>["body"]) => call(userApi.create, { body }));

export const useUpdateUser = (id: string) =>
  useSaving((body: Request<typeof userApi.update>["body"]) => call(userApi.update, { params: { id }, body }));

export const useSetUserActive = (id: string) =>
  useSaving((active: boolean) => call(userApi.setActive, { params: { id }, body: { active } }));

/** Uploads a photo and gives it to the user; null takes his away. */
export const useSetUserPhoto = (id: string) =>
  useSaving(async (photo: File | null) => {
    const upload =
      photo && (await call(fileApi.upload, { query: { name: photo.name, purpose: "photo" }, body: photo }));
    return call(userApi.setPhoto, { params: { id }, body: { fileId: upload ? upload.id : null } });
  });

export function useCreateOrganisation() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => call(organisationApi.create, { body: { name } }),
    onSuccess: (organisation) => {
      client.setQueryData(
        organisationList.queryKey,
        (known: OrganisationView[] | undefined) =>
          known && [...known, organisation].sort((one, other) => one.name.localeCompare(other.name, "fr")),
      );
      void client.invalidateQueries({ queryKey: organisationList.queryKey });
    },
  });
}
