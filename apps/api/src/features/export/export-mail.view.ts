import type { ExportRecord } from "@crm/contract";
import type { Mail } from "../../ports/mailer.ts";

interface Told {
  record: ExportRecord;
  rows: number;
  days: number;
}

const words = {
  fr: {
    subject: "Votre export est prêt",
    hello: (name: string) => `Bonjour ${name},`.replace(" ,", ","),
    told: ({ record, rows, days }: Told) => {
      const what = {
        contact: rows === 1 ? "contact" : "contacts",
        opportunity: rows === 1 ? "opportunité" : "opportunités",
        submission: rows === 1 ? "enregistrement" : "enregistrements",
      }[record];
      return `L’export que vous avez demandé est prêt : ${new Intl.NumberFormat("fr-FR").format(rows)} ${what}. Vous pouvez le télécharger pendant ${days} ${days === 1 ? "jour" : "jours"} dans Outils > Mes exports.`;
    },
    button: "Voir mes exports",
  },
  en: {
    subject: "Your export is ready",
    hello: (name: string) => `Hello ${name},`.replace(" ,", ","),
    told: ({ record, rows, days }: Told) => {
      const what = {
        contact: rows === 1 ? "contact" : "contacts",
        opportunity: rows === 1 ? "opportunity" : "opportunities",
        submission: rows === 1 ? "submission" : "submissions",
      }[record];
      return `The export you asked for is ready: ${new Intl.NumberFormat("en-GB").format(rows)} ${what}. You can download it for ${days} ${days === 1 ? "day" : "days"} in Tools > My exports.`;
    },
    button: "See my exports",
  },
};

/** The mail that tells that an export is ready. The file is not in it: each download asks who may have it. */
export function exportMailFor(
  { email, firstName }: { email: string; firstName: string },
  told: Told,
  locale: keyof typeof words,
  publicUrl: string,
): Mail {
  const say = words[locale];
  const link = `${publicUrl}/outils/mes-exports`;
  const lines = [say.hello(firstName), say.told(told)];
  const paragraph = (html: string) => `<p style="margin:0 0 16px">${html}</p>`;
  const button = `<a href="${escaped(link)}" style="display:inline-block;padding:10px 18px;border-radius:6px;background:#3b4cca;color:#ffffff;text-decoration:none">${say.button}</a>`;
  return {
    to: email,
    subject: say.subject,
    text: [...lines, link].join("\n\n"),
    html: `<!doctype html><html lang="${locale}"><body style="font-family:Arial,sans-serif;font-size:15px;line-height:1.5;color:#1f2430">
${lines.map((line) => paragraph(escaped(line))).join("\n")}
${paragraph(button)}
</body></html>`,
  };
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
