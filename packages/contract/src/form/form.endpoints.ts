import { z } from "zod";
import { endpoint } from "../shared/endpoint.ts";
import { IdParams, Version } from "../shared/page.ts";
import { FormInput, FormView, PublicForm, SlugParams } from "./form.schema.ts";

const one = { params: IdParams };

export const formApi = {
  list: endpoint({
    method: "GET",
    url: "/forms",
    config: { access: "crm:use" },
    schema: {
      summary: "Forms by name, with the submissions that the actor sees; archived ones when asked",
      querystring: z.object({ archived: z.stringbool().default(false) }),
      response: { 200: z.array(FormView) },
    },
  }),
  show: endpoint({
    method: "GET",
    url: "/forms/:id",
    config: { access: "crm:use" },
    schema: { summary: "A form", ...one, response: { 200: FormView } },
  }),
  create: endpoint({
    method: "POST",
    url: "/forms",
    config: { access: "form:write" },
    schema: { summary: "Add a form (guide 1.2)", body: FormInput, response: { 201: FormView } },
  }),
  update: endpoint({
    method: "PUT",
    url: "/forms/:id",
    config: { access: "form:write" },
    schema: {
      summary: "Change a form",
      ...one,
      body: z.object({ ...Version.shape, input: FormInput }),
      response: { 200: FormView },
    },
  }),
  remove: endpoint({
    method: "DELETE",
    url: "/forms/:id",
    config: { access: "form:write" },
    schema: {
      summary: "Archive a form that has submissions, delete one that has none",
      ...one,
      response: { 200: z.object({ outcome: z.enum(["archived", "deleted"]), submissions: z.int() }) },
    },
  }),
  restore: endpoint({
    method: "POST",
    url: "/forms/:id/restore",
    config: { access: "form:write" },
    schema: { summary: "Bring an archived form back, closed", ...one, response: { 200: FormView } },
  }),
  open: endpoint({
    method: "GET",
    url: "/f/:slug",
    config: { access: "public" },
    schema: {
      summary: "A form as a visitor sees it; FORM_CLOSED when it takes no answers",
      params: SlugParams,
      response: { 200: PublicForm },
    },
  }),
};
