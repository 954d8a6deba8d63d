import type { SimilarityReason } from "@crm/contract";
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

/** What two contacts have in common. */
export const reasonLabels: Record<SimilarityReason, MessageDescriptor> = {
  email: msg`Même e-mail`,
  phone: msg`Même téléphone`,
  name: msg`Noms proches`,
  company: msg`Même organisation`,
  city: msg`Même ville`,
};

export const duplicatesAddress = "/outils/doublons";
export const mergeAddress = (firstId: string, secondId: string) => `${duplicatesAddress}/${firstId}/${secondId}`;
