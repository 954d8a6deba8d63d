import { ContactEssentials, type ValidityVerdict } from "@crm/contract";
import { emailKey } from "@crm/fields";
import { isDisposableEmailDomain } from "disposable-email-domains-js";

/** As the DNS knows it. */
export const domainOf = (email: string): string => emailKey(email).slice(email.lastIndexOf("@") + 1);

/** What the address says by itself; null when its domain must be asked. A copy's « à modifier » is no address (guide 2.4). */
export function verdictOfAddress(email: string): ValidityVerdict | null {
  if (!ContactEssentials.shape.email.safeParse(email).success) return { validity: "invalid", reason: "syntax" };
  const parts = domainOf(email).split(".");
  // A disposable domain lends out its sub-domains too.
  const domains = parts.slice(0, -1).map((_, i) => parts.slice(i).join("."));
  if (domains.some((domain) => isDisposableEmailDomain(domain))) return { validity: "invalid", reason: "disposable" };
  return null;
}

/** What its domain adds; null: nobody could say. */
export function verdictOfDomain(accepts: boolean | null): ValidityVerdict {
  if (accepts === null) return { validity: "unverified", reason: "unreachable" };
  return accepts ? { validity: "valid", reason: "accepts-mail" } : { validity: "invalid", reason: "no-mail-domain" };
}
