import { z } from "zod";
import { endpoint } from "../shared/endpoint.ts";
import { line, Nothing } from "../shared/page.ts";
import { Credentials, CurrentPassword, Me, Password, SessionView, SignedIn } from "./session.schema.ts";

export const sessionApi = {
  signIn: endpoint({
    method: "POST",
    url: "/session",
    config: { access: "public" },
    schema: { summary: "Sign in", body: Credentials, response: { 200: SignedIn } },
  }),
  refresh: endpoint({
    method: "POST",
    url: "/session/refresh",
    config: { access: "public" },
    schema: { summary: "New access token, from the refresh cookie", response: { 200: SignedIn } },
  }),
  signOut: endpoint({
    method: "DELETE",
    url: "/session",
    config: { access: "public" },
    schema: { summary: "Sign this browser out", response: { 204: Nothing } },
  }),
  me: endpoint({
    method: "GET",
    url: "/session",
    config: { access: "signed-in" },
    schema: { summary: "Who am I", response: { 200: Me } },
  }),
  list: endpoint({
    method: "GET",
    url: "/sessions",
    config: { access: "signed-in" },
    schema: { summary: "My signed-in browsers", response: { 200: z.array(SessionView) } },
  }),
  signOutEverywhere: endpoint({
    method: "DELETE",
    url: "/sessions",
    config: { access: "signed-in" },
    schema: { summary: "Sign out everywhere", response: { 204: Nothing } },
  }),
  changePassword: endpoint({
    method: "PUT",
    url: "/session/password",
    config: { access: "signed-in" },
    schema: {
      summary: "Change my password; signs out everywhere else",
      body: z.object({ current: CurrentPassword, password: Password }),
      response: { 204: Nothing },
    },
  }),
  forgotPassword: endpoint({
    method: "POST",
    url: "/session/forgotten",
    config: { access: "public" },
    schema: {
      summary: "Mail a reset link; answers the same whether the account exists or not",
      body: z.object({ email: line(320) }),
      response: { 204: Nothing },
    },
  }),
  resetPassword: endpoint({
    method: "POST",
    url: "/session/reset",
    config: { access: "public" },
    schema: {
      summary: "Set a new password with the token of a reset link",
      body: z.object({ token: z.string().max(200), password: Password }),
      response: { 204: Nothing },
    },
  }),
};
