import { z } from "zod";
import { cleanLine } from "./words.ts";

/** Octets, as RFC 5321 (4.5.3.1) and its erratum 1690 bound an address. */
const longest = { local: 64, whole: 254 };
const octets = (text: string) => new TextEncoder().encode(text).length;

/** A part of a local part between two dots (RFC 5322, 3.2.3), letters and figures of any script too (RFC 6531, 3.3). */
const atom = "[\\p{L}\\p{M}\\p{N}!#$%&'*+\\-/=?^_`{|}~]+";
const localPart = new RegExp(`^${atom}(\\.${atom})*$`, "u");
const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** A domain as the DNS knows it, in punycode (UTS 46: « société.fr » → xn--socit-esab.fr); null for what is no domain. */
function asciiDomain(domain: string): string | null {
  // The parser of web addresses knows UTS 46, here as in a browser. What means something else in an address never reaches it.
  if (!/^(?:[\p{L}\p{M}\p{N}.-]|\u200c|\u200d)+$/u.test(domain) || !URL.canParse(`http://${domain}`)) return null;
  const ascii = new URL(`http://${domain}`).hostname;
  const labels = ascii.split(".");
  const named =
    labels.length > 1 && labels.every((one) => label.test(one)) && /^(?=.*[a-z]).{2,}$/.test(labels.at(-1) ?? "");
  return named && ascii.length <= 253 ? ascii : null;
}

/**
 * What two addresses that reach the same person have in common: lower case, the domain in punycode. It is what an e-mail is
 * looked for by, everywhere; `email_key` in the database gives the same. For an address as `readEmail` gives it.
 */
export function emailKey(email: string): string {
  const at = email.lastIndexOf("@") + 1;
  const domain = email.slice(at).toLowerCase();
  return email.slice(0, at).toLowerCase() + (asciiDomain(domain) ?? domain);
}

const pairs = ["<>", "[]", "()", '""', "''", "«»", "“”", "‘’"];

/** Without the quotes or brackets around it, and what a list leaves behind it. */
function bare(text: string): string {
  const inner = text.replace(/^[\s;,]+|[\s;,.]+$/g, "");
  const pair = pairs.find(
    ([open = "", close = ""]) => inner.length > 1 && inner.startsWith(open) && inner.endsWith(close),
  );
  return pair ? bare(inner.slice(1, -1)) : inner;
}

/** The address of « mailto:x@y?subject=… », which writes signs as %26 (RFC 6068). */
function unlinked(text: string): string {
  if (!/^mailto:/i.test(text)) return text;
  const address = text.slice("mailto:".length).replace(/(@[^?]*)\?.*$/, "$1");
  try {
    return decodeURIComponent(address).trim();
  } catch {
    return address.trim();
  }
}

/** The address in « Nom <adresse> », « Nom [mailto:adresse] »; « adresse <adresse> » when both are one. */
function unnamed(text: string): string {
  const [written, address] = /[<[(]([^<>[\]()]*@[^<>[\]()]*)[>\])][\s;,.]*$/.exec(text) ?? [];
  if (written === undefined || address === undefined) return text;
  const name = text.slice(0, -written.length);
  return name.includes("@") && readEmail(name) !== readEmail(address) ? text : address;
}

/**
 * An address as it is kept: lower case, composed, out of what it was pasted in (`mailto:`, « Nom <adresse> », quotes, brackets,
 * a list's trailing sign, spaces beside the @, what nobody sees). Never throws: what is no address comes back on one line.
 */
export function readEmail(text: string): string {
  const written = cleanLine(text);
  const address = unlinked(bare(unlinked(bare(unnamed(written)))));
  const at = address.lastIndexOf("@");
  // "x"@y is x@y (RFC 5321, 4.1.2).
  const local = address
    .slice(0, Math.max(at, 0))
    .trim()
    .replace(/^"(.*)"$/, "$1");
  if (!localPart.test(local)) return written;
  const domain = address.slice(at + 1).trim();
  const shown = /^[\x20-\x7e]*$/.test(domain) ? domain : domain.normalize("NFKC").replace(/[。｡]/g, ".");
  return `${local}@${shown}`.toLowerCase().normalize("NFC");
}

function judge({ value, issues }: z.core.ParsePayload<string>): void {
  const at = value.lastIndexOf("@");
  const [local, domain] = [value.slice(0, Math.max(at, 0)), asciiDomain(value.slice(at + 1))];
  if (
    localPart.test(local) &&
    domain &&
    octets(local) <= longest.local &&
    octets(local) + 1 + domain.length <= longest.whole
  )
    return;
  if (/@.*[\s;,].*@/.test(value)) issues.push({ code: "custom", input: value, params: { rule: "emailSeveral" } });
  else issues.push({ code: "invalid_format", format: "email", input: value });
}

/** The one rule of e-mail addresses (RFC 5321, 6531), for whatever is typed, pasted, imported or called: read, then judged. */
export const emailAddress = () =>
  z.string().overwrite(readEmail).max(longest.whole, { abort: true }).check(judge).meta({ format: "email" });
