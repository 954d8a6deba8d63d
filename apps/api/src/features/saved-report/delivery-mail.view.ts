import { periodOf, type ReportName, readReportAddress, writeReportAddress } from "@crm/contract";
import { formatDay } from "@crm/fields";
import type { Mail } from "../../ports/mailer.ts";
import type { Paper } from "../report/report-paper.service.ts";

interface Told {
  name: string;
  asked: { report: ReportName; query: string; day: string };
  paper: Paper;
  /** Who had it sent; null: its reader. */
  sender: string | null;
  attachment: NonNullable<Mail["attachments"]>[number];
}

const paths: Record<ReportName, string> = { funnel: "/opportunites/entonnoir", sales: "/opportunites/reporting" };

/** The mail that brings a report: its main figures in the text, the file, and a link to the same figures on screen. */
export function reportMail(
  { email, firstName }: { email: string; firstName: string },
  { name, asked, paper, sender, attachment }: Told,
  publicUrl: string,
): Mail {
  const hello = `Bonjour ${firstName},`.replace(" ,", ",");
  const by = sender === null ? "" : ` Il vous est envoyé par ${sender}.`;
  const about = `Voici le rapport « ${name} » (${paper.title}), fait le ${formatDay(asked.day)}.${by}`;
  const scope = "Il compte ce que vous voyez dans l’application, avec les mêmes droits.";
  const figures = paper.main.map(({ label, value }) => ({ label, value: value.replaceAll("\u202f", "\u00a0") }));
  const stop = "Pour ne plus le recevoir, ouvrez « Rapports enregistrés » sur l’écran du rapport.";
  const link = `${publicUrl}${paths[asked.report]}?${new URLSearchParams(fixedAddress(asked))}`;
  const paragraph = (html: string) => `<p style="margin:0 0 16px">${html}</p>`;
  const button = `<a href="${escaped(link)}" style="display:inline-block;padding:10px 18px;border-radius:6px;background:#3b4cca;color:#ffffff;text-decoration:none">Ouvrir le rapport</a>`;
  const cell = "padding:4px 16px 4px 0;border-bottom:1px solid #d5d9e0";
  const rows = figures.map(
    ({ label, value }) =>
      `<tr><td style="${cell}">${escaped(label)}</td><td style="${cell};text-align:right">${escaped(value)}</td></tr>`,
  );
  return {
    to: email,
    // On one line: a line break would begin another header.
    subject: `Rapport : ${name} – ${formatDay(asked.day)}`.replace(/\s+/g, " "),
    text: [
      hello,
      about,
      paper.lines.join("\n"),
      figures.map(({ label, value }) => `${label} : ${value}`).join("\n"),
      scope,
      link,
      stop,
    ]
      .filter(Boolean)
      .join("\n\n"),
    html: `<!doctype html><html lang="fr"><body style="font-family:Arial,sans-serif;font-size:15px;line-height:1.5;color:#1f2430">
${[hello, about].map((line) => paragraph(escaped(line))).join("\n")}
${paragraph(paper.lines.map(escaped).join("<br>"))}
<table style="border-collapse:collapse;margin:0 0 16px;font-size:15px">${rows.join("")}</table>
${paragraph(escaped(scope))}
${paragraph(button)}
<p style="margin:0;font-size:13px;color:#5b6270">${escaped(stop)}</p>
</body></html>`,
    attachments: [attachment],
  };
}

/** The address of the same report with the days that it was about: a link that says the same figures next month. */
function fixedAddress({ query, day }: Told["asked"]): Record<string, string> {
  const address = readReportAddress(new URLSearchParams(query));
  const { from, to } = periodOf(address, day);
  return writeReportAddress({ ...address, period: null, createdFrom: from, createdTo: to, saved: null });
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
