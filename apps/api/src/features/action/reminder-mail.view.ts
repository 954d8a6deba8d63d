import type { ActionView } from "@crm/contract";
import { formatDay } from "@crm/fields";
import type { Mail } from "../../ports/mailer.ts";

/** The mail that reminds of an action. What its reader may not see is not in it. */
export function reminderMailFor(
  { type, day, time, text, contact, opportunity }: ActionView,
  { email, firstName }: { email: string; firstName: string },
  publicUrl: string,
): Mail {
  const when = time === null ? `le ${formatDay(day)}` : `le ${formatDay(day)} à ${time.replace(":", " h ")}`;
  const about = [contact?.name, opportunity?.title].filter(Boolean).join(" – ");
  const lines = [
    `Bonjour ${firstName},`,
    `Une action est à traiter ${when} : ${type.label}${about ? `, ${about}` : ""}.`,
  ];
  const path = opportunity
    ? `/opportunites/${opportunity.id}`
    : contact?.open
      ? `/contacts/${contact.id}`
      : "/a-traiter";
  const link = `${publicUrl}${path}`;
  const paragraph = (html: string) => `<p style="margin:0 0 16px">${html}</p>`;
  const button = `<a href="${escaped(link)}" style="display:inline-block;padding:10px 18px;border-radius:6px;background:#3b4cca;color:#ffffff;text-decoration:none">Ouvrir la fiche</a>`;
  return {
    to: email,
    // On one line: a line break would begin another header.
    subject: `À traiter : ${type.label}${about ? ` – ${about}` : ""}`.replace(/\s+/g, " "),
    text: [...lines, ...(text ? [text] : []), link].join("\n\n"),
    html: `<!doctype html><html lang="fr"><body style="font-family:Arial,sans-serif;font-size:15px;line-height:1.5;color:#1f2430">
${lines.map((line) => paragraph(escaped(line))).join("\n")}
${text ? paragraph(escaped(text).replaceAll("\n", "<br>")) : ""}
${paragraph(button)}
</body></html>`,
  };
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
