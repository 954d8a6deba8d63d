import { sessionApi } from "@crm/contract";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { Refusal } from "../../platform/error.ts";
import { deviceDays } from "./device.token.ts";
import { changePassword, forgotPassword, resetPassword } from "./password.service.ts";
import {
  listSessions,
  type Opened,
  refreshSession,
  sessionDays,
  showMe,
  signIn,
  signOut,
  signOutEverywhere,
} from "./session.service.ts";

/** The refresh token's cookie: sent to the session endpoints alone, out of reach of scripts and of other sites. */
const cookieName = "crm_refresh";
const cookie = { path: "/api/session", httpOnly: true, sameSite: "strict" } as const;

export const sessionRoutes: FastifyPluginAsyncZod = async (app) => {
  const signedIn = (
    { ctx }: FastifyRequest,
    reply: FastifyReply,
    { sessionId, user, refreshToken, device }: Opened,
  ) => {
    const secure = ctx.publicUrl.startsWith("https:");
    const keep = (name: string, value: string, days: number) =>
      reply.setCookie(name, value, { ...cookie, secure, maxAge: days * 86_400 });
    if (refreshToken) keep(cookieName, refreshToken, sessionDays);
    if (device) keep(device.name, device.mark, deviceDays);
    return { accessToken: app.jwt.sign({ sub: user.id, sid: sessionId }), user };
  };
  const signedOut = (reply: FastifyReply) => reply.clearCookie(cookieName, cookie).code(204).send(null);

  app.route({
    ...sessionApi.signIn,
    handler: async (request, reply) =>
      signedIn(request, reply, await signIn(request.ctx, request.body, callerOf(request))),
  });
  app.route({
    ...sessionApi.refresh,
    onRequest: refuseOtherSites,
    handler: async (request, reply) =>
      signedIn(request, reply, await refreshSession(request.ctx, request.cookies[cookieName])),
  });
  app.route({
    ...sessionApi.signOut,
    onRequest: refuseOtherSites,
    handler: async ({ ctx, cookies }, reply) => {
      await signOut(ctx, cookies[cookieName]);
      return signedOut(reply);
    },
  });
  app.route({ ...sessionApi.me, handler: ({ ctx }) => showMe(ctx) });
  app.route({ ...sessionApi.list, handler: ({ ctx }) => listSessions(ctx) });
  app.route({
    ...sessionApi.signOutEverywhere,
    handler: async ({ ctx }, reply) => {
      await signOutEverywhere(ctx);
      return signedOut(reply);
    },
  });
  app.route({
    ...sessionApi.changePassword,
    handler: async ({ ctx, body, ip }, reply) => {
      await changePassword(ctx, body, ip);
      return reply.code(204).send(null);
    },
  });
  app.route({
    ...sessionApi.forgotPassword,
    handler: async ({ ctx, body, ip }, reply) => {
      await forgotPassword(ctx, body.email, ip);
      return reply.code(204).send(null);
    },
  });
  app.route({
    ...sessionApi.resetPassword,
    handler: async ({ ctx, body }, reply) => {
      await resetPassword(ctx, body);
      return reply.code(204).send(null);
    },
  });
};

const callerOf = ({ ip, headers, cookies }: FastifyRequest) => ({
  address: ip,
  userAgent: headers["user-agent"] ?? "",
  cookies,
});

/**
 * What the cookie alone authorises is refused to other sites, beyond what SameSite=Strict does: by what browsers
 * say of where a request comes from, and by a body that a form of another site could send.
 */
async function refuseOtherSites({ headers }: FastifyRequest): Promise<void> {
  const site = headers["sec-fetch-site"];
  const type = headers["content-type"];
  const foreign = site !== undefined && site !== "same-origin" && site !== "none";
  if (foreign || (type !== undefined && !type.startsWith("application/json"))) throw new Refusal("NOT_ALLOWED");
}
