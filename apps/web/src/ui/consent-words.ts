import type { ConsentChannel, ConsentState } from "@crm/contract";
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { formatDate } from "../lib/format.ts";

/** What a consent says, as screens and timelines write it. */
export const consentStates: Record<ConsentState, MessageDescriptor> = {
  unknown: msg`Non renseigné`,
  granted: msg`Inscrit(e)`,
  withdrawn: msg`Désinscrit(e)`,
};

export const consentChannels: Record<ConsentChannel, MessageDescriptor> = { email: msg`E-mail`, sms: msg`SMS` };

/** « SMS : Désinscrit(e), le 02/03/2026 ». */
export function consentSentence(data: Record<string, unknown>, say: (message: MessageDescriptor) => string): string {
  const { channel, state, givenAt } = data as { channel: ConsentChannel; state: ConsentState; givenAt: string };
  return `${say(consentChannels[channel])} : ${say(consentStates[state])}${say(msg`, le ${formatDate(givenAt)}`)}`;
}
