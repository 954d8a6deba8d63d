import { contactApi } from "@crm/contract";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contentDisposition } from "../file/file.service.ts";
import {
  answerContact,
  assignContact,
  contactTimeline,
  contactVcard,
  countContacts,
  createContact,
  duplicateContact,
  listContacts,
  showContact,
  updateContact,
} from "./contact.service.ts";

export const contactRoutes: FastifyPluginAsyncZod = async (app) => {
  app.route({ ...contactApi.list, handler: ({ ctx, query }) => listContacts(ctx, query) });
  app.route({ ...contactApi.count, handler: ({ ctx, query }) => countContacts(ctx, query) });
  app.route({ ...contactApi.show, handler: ({ ctx, params }) => showContact(ctx, params.id) });
  app.route({ ...contactApi.timeline, handler: ({ ctx, params, query }) => contactTimeline(ctx, params.id, query) });
  app.route({
    ...contactApi.vcard,
    handler: async ({ ctx, params }, reply) => {
      const { name, content } = await contactVcard(ctx, params.id);
      return reply
        .header("content-type", "text/vcard; charset=utf-8")
        .header("content-disposition", contentDisposition("attachment", name))
        .header("cache-control", "private, no-store")
        .send(content);
    },
  });
  app.route({
    ...contactApi.create,
    handler: async ({ ctx, body }, reply) => reply.code(201).send(await createContact(ctx, body)),
  });
  app.route({ ...contactApi.update, handler: ({ ctx, params, body }) => updateContact(ctx, params.id, body) });
  app.route({ ...contactApi.answer, handler: ({ ctx, params, body }) => answerContact(ctx, params.id, body) });
  app.route({ ...contactApi.assign, handler: ({ ctx, params, body }) => assignContact(ctx, params.id, body) });
  app.route({
    ...contactApi.duplicate,
    handler: async ({ ctx, params }, reply) => reply.code(201).send(await duplicateContact(ctx, params.id)),
  });
};
