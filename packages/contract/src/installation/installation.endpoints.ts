import { emailAddress } from "@crm/fields";
import { z } from "zod";
import { Password } from "../session/session.schema.ts";
import { endpoint } from "../shared/endpoint.ts";
import { line, Nothing } from "../shared/page.ts";

/** The first account, and who uses the application. `code`: the one that the terminal printed at the last start. */
export const InstallationInput = z.object({
  code: line(40).min(1),
  company: line(120).min(1),
  firstName: line(100).min(1),
  lastName: line(100).min(1),
  email: emailAddress(),
  password: Password,
  /** Whether the demo's data come with it; its accounts can't be signed in to. */
  demo: z.boolean().default(false),
});

export const installationApi = {
  show: endpoint({
    method: "GET",
    url: "/installation",
    config: { access: "public" },
    schema: {
      summary: "Whether the first account is still to be made, and whether the demo can come with it",
      response: { 200: z.object({ open: z.boolean(), demo: z.boolean() }) },
    },
  }),
  run: endpoint({
    method: "POST",
    url: "/installation",
    config: { access: "public" },
    schema: {
      summary: "Make the first account, with the one-time code of the terminal; refused once there is one",
      body: InstallationInput,
      response: { 204: Nothing },
    },
  }),
  demo: endpoint({
    method: "GET",
    url: "/installation/demo",
    config: { access: "signed-in" },
    schema: {
      summary: "Whether data of the demo are there, and whether its accounts can be signed in to",
      response: { 200: z.object({ present: z.boolean(), accounts: z.boolean() }) },
    },
  }),
};
