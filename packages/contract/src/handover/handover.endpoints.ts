import { z } from "zod";
import { endpoint } from "../shared/endpoint.ts";
import { IdParams, Nothing } from "../shared/page.ts";

/** What a user follows and has to do: what somebody must take over when he leaves. */
export const Belongings = z.object({ contacts: z.int(), opportunities: z.int(), actions: z.int() });
export type Belongings = z.infer<typeof Belongings>;

export const handoverApi = {
  show: endpoint({
    method: "GET",
    url: "/users/:id/belongings",
    config: { access: "user:write" },
    schema: { summary: "How much a user follows and has to do", params: IdParams, response: { 200: Belongings } },
  }),
  run: endpoint({
    method: "POST",
    url: "/users/:id/handover",
    config: { access: "user:write" },
    schema: {
      summary: "Deactivate a user and give all that he follows and has to do to another one",
      params: IdParams,
      body: z.object({ toId: z.uuid() }),
      response: { 204: Nothing },
    },
  }),
};
