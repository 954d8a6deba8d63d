import { z } from "zod";
import { endpoint } from "../shared/endpoint.ts";
import { line } from "../shared/page.ts";

export const OrganisationView = z.object({ id: z.uuid(), name: z.string() });
export type OrganisationView = z.infer<typeof OrganisationView>;
export const OrganisationInput = z.object({ name: line(120).min(1) });

export const organisationApi = {
  list: endpoint({
    method: "GET",
    url: "/organisations",
    config: { access: "signed-in" },
    schema: { summary: "The company's organisations", response: { 200: z.array(OrganisationView) } },
  }),
  create: endpoint({
    method: "POST",
    url: "/organisations",
    config: { access: "user:write" },
    schema: { summary: "Add an organisation", body: OrganisationInput, response: { 201: OrganisationView } },
  }),
};
