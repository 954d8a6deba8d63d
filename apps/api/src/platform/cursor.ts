import { createCipheriv, createDecipheriv, createHmac, randomBytes } from "node:crypto";
import { PageQuery } from "@crm/contract";
import type { FastifyRequest } from "fastify";
import fp from "fastify-plugin";
import { z } from "zod";
import { Refusal } from "./error.ts";

const [cipher, ivBytes, tagBytes] = ["aes-256-gcm", 12, 16] as const;

/**
 * Seals cursors, which hold the values that a page's last row is sorted by: AES-256-GCM under a key of its own, derived from
 * the application's secret. `bound` is the list and the order that it belongs to; `open` throws anything else.
 */
export function cursorSeal(secret: string) {
  const key = createHmac("sha256", secret).update("cursor").digest();
  return {
    seal(cursor: string, bound: string): string {
      const iv = randomBytes(ivBytes);
      const sealing = createCipheriv(cipher, key, iv).setAAD(Buffer.from(bound));
      const sealed = [iv, sealing.update(cursor), sealing.final(), sealing.getAuthTag()];
      return Buffer.concat(sealed).toString("base64url");
    },
    open(sealed: string, bound: string): string {
      const bytes = Buffer.from(sealed, "base64url");
      if (bytes.length < ivBytes + tagBytes) throw new Error("too short for a cursor");
      const opening = createDecipheriv(cipher, key, bytes.subarray(0, ivBytes), { authTagLength: tagBytes })
        .setAAD(Buffer.from(bound))
        .setAuthTag(bytes.subarray(-tagBytes));
      return Buffer.concat([opening.update(bytes.subarray(ivBytes, -tagBytes)), opening.final()]).toString();
    },
  };
}

/** Whether a route gives pages of a list, as its contract says it. */
const isPaged = ({ routeOptions: { schema } }: FastifyRequest): boolean =>
  schema?.querystring instanceof z.ZodObject && schema.querystring.shape["after"] === PageQuery.shape.after;

/** The list and the order of a request: a cursor of another one means nothing here. */
export const boundOf = (
  url: string | undefined,
  { sort = "", direction = "" }: { sort?: unknown; direction?: unknown },
) => JSON.stringify([url, sort, direction]);

/**
 * No cursor leaves or enters unsealed: the one door of all lists. Refuses with VALIDATION_FAILED what this list did not give,
 * in this order, under this secret.
 */
export const sealedCursors = fp<{ secret: string }>(async (app, { secret }) => {
  const { seal, open } = cursorSeal(secret);
  app.addHook("preValidation", async (request) => {
    const query = request.query as Record<string, unknown>;
    if (query?.["after"] === undefined || !isPaged(request)) return;
    try {
      query["after"] = open(String(query["after"]), boundOf(request.routeOptions.url, query));
    } catch (cause) {
      throw new Refusal("VALIDATION_FAILED", { field: "after" }, { cause });
    }
  });
  app.addHook("preSerialization", async (request, _reply, payload) => {
    const next = (payload as { next?: unknown } | null)?.next;
    if (typeof next !== "string" || !isPaged(request)) return payload;
    const bound = boundOf(request.routeOptions.url, request.query as object);
    return { ...(payload as object), next: seal(next, bound) };
  });
});
