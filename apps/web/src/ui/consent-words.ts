import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { formatDate } from "../lib/format.ts";

/** What a consent says, as screens and timelines write it. */
export const consentStates: Record<string, MessageDescriptor> = {
  unknown: msg`Non renseigné`,
  granted: msg`Inscrit(e)`,
  withdrawn: msg`Désinscrit(e)`,
};

export const consentChannels: Record<string, MessageDescriptor> = { email: msg`E-mail`, sms: msg`SMS` };

/** « SMS : Désinscrit(e), le 02/03/2026 ». */
export function consentSentence(data: Record<string, unknown>, say: (message: MessageDescriptor) => string): string {
  const { channel, state, givenAt } = data as { channel?: string; state?: string; givenAt?: string };
  const [on, what] = [consentChannels[channel ?? ""], consentStates[state ?? ""] ?? msg`Non renseigné`];
  return `${on ? say(on) : ""} : ${say(what)}${givenAt ? say(msg`, le ${formatDate(givenAt)}`) : ""}`;
}
