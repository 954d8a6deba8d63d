import { type Me, type Request, type SignedIn, sessionApi } from "@crm/contract";
import { type QueryClient, queryOptions, useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { type LoaderFunctionArgs, replace, useNavigate } from "react-router";
import type { z } from "zod";
import { ApiError, call, keepAccessToken, refreshSession } from "../../lib/api.ts";
import { forgetDrafts, setDraftOwner } from "../../lib/draft.ts";
import { queryClientContext } from "../../lib/query-client.ts";

const keys = { me: ["session", "me"] as const, list: ["session", "list"] as const };

/** Who is signed in. One request after a reload: the refresh that brings the access token names him too. */
const meQuery = queryOptions({
  queryKey: keys.me,
  queryFn: async (): Promise<Me> => {
    const { user } = await refreshSession();
    setDraftOwner(user.id);
    return user;
  },
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: Number.POSITIVE_INFINITY,
  retry: false,
});

export const useMe = (): Me => useSuspenseQuery(meQuery).data;

/** The address of the sign-in page that leads back to where one was. */
export const signInAddress = ({ pathname, search }: { pathname: string; search: string }): string =>
  pathname === "/" && !search ? "/connexion" : `/connexion?retour=${encodeURIComponent(pathname + search)}`;

/** Where to go after signing in: an address of this application and nothing else. */
export function returnAddress(search: URLSearchParams): string {
  const wanted = search.get("retour") ?? "/";
  return /^\/(?![/\\])/.test(wanted) && !wanted.startsWith("/connexion") ? wanted : "/";
}

/** The loader of everything behind the sign-in page. */
export async function requireMe({ request, context }: LoaderFunctionArgs): Promise<Me> {
  try {
    return await context.get(queryClientContext).ensureQueryData(meQuery);
  } catch (error) {
    if (error instanceof ApiError && (error.status === 401 || error.status === 403))
      throw replace(signInAddress(new URL(request.url)));
    throw error;
  }
}

function enter(client: QueryClient, { accessToken, user }: z.infer<typeof SignedIn>): void {
  // The same person back after an expiry keeps what was read; another one starts from nothing.
  if (client.getQueryData<Me>(keys.me)?.id !== user.id) client.clear();
  keepAccessToken(accessToken);
  setDraftOwner(user.id);
  client.setQueryData(keys.me, user);
}

export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Request<typeof sessionApi.signIn>["body"]) => call(sessionApi.signIn, { body }),
    onSuccess: (session) => enter(client, session),
  });
}

/** Signs this browser out, or every one, and leaves nothing of the person behind. */
export function useSignOut() {
  const client = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: ({ everywhere }: { everywhere: boolean }) =>
      call(everywhere ? sessionApi.signOutEverywhere : sessionApi.signOut),
    onSuccess: async () => {
      keepAccessToken(null);
      forgetDrafts();
      await navigate("/connexion", { replace: true });
      // The screens that read it have gone by then.
      setTimeout(() => client.clear());
    },
  });
}

export const useForgotPassword = () =>
  useMutation({
    mutationFn: (body: Request<typeof sessionApi.forgotPassword>["body"]) => call(sessionApi.forgotPassword, { body }),
  });
export const useResetPassword = () =>
  useMutation({
    mutationFn: (body: Request<typeof sessionApi.resetPassword>["body"]) => call(sessionApi.resetPassword, { body }),
  });
export const useChangePassword = () =>
  useMutation({
    mutationFn: (body: Request<typeof sessionApi.changePassword>["body"]) => call(sessionApi.changePassword, { body }),
  });

export const sessionList = queryOptions({
  queryKey: keys.list,
  queryFn: ({ signal }) => call(sessionApi.list, { signal }),
  staleTime: 0,
});
