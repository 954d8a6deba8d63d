import type { ContactView } from "@crm/contract";
import { cleanText } from "@crm/fields";

/** A value of a vCard, in which these signs mean something (RFC 6350, 3.4) and controls have no place (3.3). */
const escaped = (text: string) =>
  cleanText(text)
    .replace(/[\\,;]/g, "\\$&")
    .replace(/\n/g, "\\n");

const longestLine = 75;

/** A line of at most 75 octets, the rest on lines that begin with a space; no character is cut in two (RFC 6350, 3.2). */
function folded(line: string): string {
  const lines = [""];
  let room = longestLine;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (size > room) {
      lines.push("");
      // The space counts.
      room = longestLine - 1;
    }
    lines[lines.length - 1] += character;
    room -= size;
  }
  return lines.join("\r\n ");
}

/** A contact as a vCard 4.0 (RFC 6350); what it doesn't have is left out. Notes stay in the application. */
export function toVcard(contact: ContactView, name: string): string {
  const { title, lastName, firstName, company, email, phone, mobile } = contact;
  const { address, postalCode, city, country, id, code, updatedAt } = contact;
  const parts = (values: string[]) => (values.some(Boolean) ? values.map(escaped).join(";") : "");
  const properties: [name: string, value: string][] = [
    ["FN", escaped(name)],
    ["N", parts([lastName, firstName, "", title, ""])],
    ["ORG", escaped(company)],
    ["EMAIL", escaped(email)],
    ["TEL;TYPE=work,voice", escaped(phone)],
    ["TEL;TYPE=cell", escaped(mobile)],
    ["ADR;TYPE=work", parts(["", "", address, city, "", postalCode, country])],
    // By which an import of the card finds the contact again, even where several share an e-mail.
    ["X-CODE-CONTACT", escaped(code)],
    ["UID", `urn:uuid:${id}`],
    ["REV", updatedAt.replace(/[-:]|\.\d+/g, "")],
  ];
  const written = properties.filter(([, value]) => value !== "").map(([name, value]) => folded(`${name}:${value}`));
  return [...["BEGIN:VCARD", "VERSION:4.0"], ...written, "END:VCARD", ""].join("\r\n");
}
