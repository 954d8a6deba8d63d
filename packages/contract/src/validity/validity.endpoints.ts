import { z } from "zod";
import { emailValidities } from "../contact/contact.schema.ts";
import { endpoint } from "../shared/endpoint.ts";
import { IdParams } from "../shared/page.ts";

/** Why an e-mail is judged as it is. */
export const validityReasons = ["accepts-mail", "syntax", "disposable", "no-mail-domain", "unreachable"] as const;
export type ValidityReason = (typeof validityReasons)[number];

export const ValidityVerdict = z.object({ validity: z.enum(emailValidities), reason: z.enum(validityReasons) });
export type ValidityVerdict = z.infer<typeof ValidityVerdict>;

export const validityApi = {
  verify: endpoint({
    method: "POST",
    url: "/contacts/:id/validity",
    config: { access: "contact:write", record: "contact" },
    schema: {
      summary: "Judge a contact's e-mail now: syntax, disposable domain, domain that takes mail",
      params: IdParams,
      response: { 200: ValidityVerdict },
    },
  }),
};
