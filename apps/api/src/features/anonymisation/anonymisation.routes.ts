import { anonymisationApi } from "@crm/contract";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contentDisposition } from "../file/file.service.ts";
import { markContact, unmarkContact } from "./anonymisation.service.ts";
import { listCertificates, showCertificate } from "./certificate.service.ts";
import { personalDataOf } from "./personal-data.service.ts";
import { toPersonalDataPage } from "./personal-data.view.ts";

export const anonymisationRoutes: FastifyPluginAsyncZod = async (app) => {
  app.route({ ...anonymisationApi.mark, handler: ({ ctx, params }) => markContact(ctx, params.id) });
  app.route({ ...anonymisationApi.cancel, handler: ({ ctx, params }) => unmarkContact(ctx, params.id) });
  app.route({ ...anonymisationApi.certificates, handler: ({ ctx, query }) => listCertificates(ctx, query) });
  app.route({ ...anonymisationApi.certificate, handler: ({ ctx, params }) => showCertificate(ctx, params.id) });
  app.route({
    ...anonymisationApi.personalData,
    handler: async ({ ctx, params, query: { format } }, reply) => {
      const data = await personalDataOf(ctx, params.id);
      const [type, content] =
        format === "html"
          ? ["text/html", toPersonalDataPage(data)]
          : ["application/json", JSON.stringify(data, null, 2)];
      return reply
        .header("content-type", `${type}; charset=utf-8`)
        .header("content-disposition", contentDisposition("attachment", `donnees-personnelles-${data.code}.${format}`))
        .header("cache-control", "private, no-store")
        .send(content);
    },
  });
};
