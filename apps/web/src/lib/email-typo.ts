import { fold, readEmail } from "@crm/fields";

/** Where people of France have their mail; a domain close to one of these, but not one of them, is likely mistyped. */
const known = [
  ...[
    "gmail.com",
    "orange.fr",
    "wanadoo.fr",
    "free.fr",
    "laposte.net",
    "sfr.fr",
    "neuf.fr",
    "bbox.fr",
    "numericable.fr",
  ],
  ...[
    "hotmail.fr",
    "hotmail.com",
    "outlook.fr",
    "outlook.com",
    "live.fr",
    "live.com",
    "msn.com",
    "yahoo.fr",
    "yahoo.com",
  ],
  ...["icloud.com", "me.com", "mac.com", "aol.com", "gmx.fr", "gmx.com", "proton.me", "protonmail.com", "aliceadsl.fr"],
  ...["club-internet.fr", "bouyguestelecom.fr", "cegetel.net", "noos.fr", "skynet.be", "bluewin.ch", "videotron.ca"],
];
/** Right as they are, though a letter away from one above. */
const alsoRight = [
  "ymail.com",
  "email.com",
  "mail.com",
  "gmx.net",
  "gmx.de",
  "free.com",
  "orange.com",
  "sfr.com",
  "proton.ch",
];
/** Ends of a domain that nobody has. */
const endings: [RegExp, string][] = [
  [/\.(con|cmo|ocm|vom|xom|comm|coom|cpm|cm)$/, ".com"],
  [/\.(ffr|frr|rf|dr|ft)$/, ".fr"],
  [/\.(nte|ner|bet|nett)$/, ".net"],
];

/** Letters added, left out, changed, or two swapped, to make one word of the other. */
function distance(one: string, other: string): number {
  let before: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, i) => i);
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const cost = one[i - 1] === other[j - 1] ? 0 : 1;
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1])
        best = Math.min(best, (before[j - 2] ?? 0) + 1);
      row.push(best);
    }
    [before, last] = [last, row];
  }
  return last[other.length] ?? 0;
}

/** « marie@gmail.com » for « marie@gmial.com »; null when nothing looks mistyped. Only whom the address is read by can tell: it is a question. */
export function suggestEmail(email: string): string | null {
  const [address, given, typed] = /^([^@\s]+)@([^@\s]+)$/.exec(readEmail(email)) ?? [];
  if (!given || !typed) return null;
  // Accents are allowed there, and hardly any server takes them.
  const name = fold(given);
  const suggested = `${name}@${mendedDomain(typed)}`;
  return suggested === address ? null : suggested;
}

function mendedDomain(typed: string): string {
  if (known.includes(typed) || alsoRight.includes(typed)) return typed;
  const mended = endings.reduce((domain, [wrong, right]) => domain.replace(wrong, right), typed);
  if (known.includes(mended)) return mended;
  // A short domain is a letter away from many others.
  const most = (domain: string) => (domain.length <= 7 ? 1 : 2);
  const near = known
    .map((domain) => ({ domain, away: distance(mended, domain) }))
    .filter(({ domain, away }) => away <= most(domain) && domain[0] === mended[0])
    .sort((a, b) => a.away - b.away)[0];
  return near?.domain ?? mended;
}
