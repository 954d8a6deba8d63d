import { z } from "zod";
import { Day, text } from "../shared/page.ts";

export const consentChannels = ["email", "sms"] as const;
export type ConsentChannel = (typeof consentChannels)[number];
export const consentStates = ["unknown", "granted", "withdrawn"] as const;
export type ConsentState = (typeof consentStates)[number];
/**
 * Where a change comes from; "suppression": the address was on the list of those that must not be written to; "number": the
 * contact has another mobile number, which nobody has allowed.
 */
export const consentSources = [
  "manual",
  "import",
  "form",
  "unsubscribe",
  "bounce",
  "merge",
  "suppression",
  "number",
] as const;

/** One change of consent, never rewritten. */
export const ConsentView = z.object({
  id: z.uuid(),
  channel: z.enum(consentChannels),
  state: z.enum(consentStates),
  givenAt: z.iso.datetime(),
  source: z.enum(consentSources),
  proof: z.string(),
  actor: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  createdAt: z.iso.datetime(),
});
export type ConsentView = z.infer<typeof ConsentView>;

/** `proof` is required to subscribe again who withdrew. */
export const ConsentChange = z.object({
  channel: z.enum(consentChannels),
  state: z.enum(["granted", "withdrawn"]),
  givenOn: Day,
  proof: text(500).default(""),
});
