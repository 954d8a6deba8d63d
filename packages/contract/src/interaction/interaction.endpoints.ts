import { endpoint } from "../shared/endpoint.ts";
import { IdParams, Nothing } from "../shared/page.ts";
import {
  InteractionChanges,
  InteractionInput,
  InteractionPage,
  InteractionQuery,
  InteractionView,
} from "./interaction.schema.ts";

const one = { params: IdParams };

/** Exchanges about an opportunity (guide 3.2): seen and written by who sees the opportunity. */
export const interactionApi = {
  list: endpoint({
    method: "GET",
    url: "/opportunities/:id/interactions",
    config: { access: "opportunity:read", record: "opportunity" },
    schema: {
      summary: "Exchanges about an opportunity, latest first, with how many of each kind",
      ...one,
      querystring: InteractionQuery,
      response: { 200: InteractionPage },
    },
  }),
  create: endpoint({
    method: "POST",
    url: "/opportunities/:id/interactions",
    config: { access: "opportunity:write", record: "opportunity" },
    schema: { summary: "Write down an exchange", ...one, body: InteractionInput, response: { 201: InteractionView } },
  }),
  update: endpoint({
    method: "PATCH",
    url: "/interactions/:id",
    config: { access: "opportunity:write" },
    schema: { summary: "Correct an exchange", ...one, body: InteractionChanges, response: { 200: InteractionView } },
  }),
  remove: endpoint({
    method: "DELETE",
    url: "/interactions/:id",
    config: { access: "opportunity:write" },
    schema: { summary: "Delete an exchange; can be undone", ...one, response: { 204: Nothing } },
  }),
  restore: endpoint({
    method: "POST",
    url: "/interactions/:id/restore",
    config: { access: "opportunity:write" },
    schema: { summary: "Bring back a deleted exchange", ...one, response: { 200: InteractionView } },
  }),
};
