import { z } from "zod";
import { ContactView } from "../contact/contact.schema.ts";
import { endpoint } from "../shared/endpoint.ts";
import { IdParams } from "../shared/page.ts";
import { ConsentChange, ConsentView } from "./consent.schema.ts";

export const consentApi = {
  list: endpoint({
    method: "GET",
    url: "/contacts/:id/consents",
    config: { access: "contact:read", record: "contact" },
    schema: {
      summary: "What a contact said about being written to, latest first",
      params: IdParams,
      response: { 200: z.array(ConsentView) },
    },
  }),
  change: endpoint({
    method: "POST",
    url: "/contacts/:id/consents",
    config: { access: "contact:write", record: "contact" },
    schema: {
      summary: "Note a consent or its withdrawal; who withdrew is only subscribed again with a proof",
      params: IdParams,
      body: ConsentChange,
      response: { 200: ContactView },
    },
  }),
};
