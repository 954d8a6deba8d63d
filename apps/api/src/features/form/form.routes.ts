import { formApi } from "@crm/contract";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { createForm, listForms, openForm, removeForm, restoreForm, showForm, updateForm } from "./form.service.ts";

export const formRoutes: FastifyPluginAsyncZod = async (app) => {
  app.route({ ...formApi.list, handler: ({ ctx, query }) => listForms(ctx, query) });
  app.route({ ...formApi.show, handler: ({ ctx, params }) => showForm(ctx, params.id) });
  app.route({
    ...formApi.create,
    handler: async ({ ctx, body }, reply) => reply.code(201).send(await createForm(ctx, body)),
  });
  app.route({ ...formApi.update, handler: ({ ctx, params, body }) => updateForm(ctx, params.id, body) });
  app.route({ ...formApi.remove, handler: ({ ctx, params }) => removeForm(ctx, params.id) });
  app.route({ ...formApi.restore, handler: ({ ctx, params }) => restoreForm(ctx, params.id) });
  app.route({ ...formApi.open, handler: ({ ctx, params }) => openForm(ctx, params.slug) });
};
