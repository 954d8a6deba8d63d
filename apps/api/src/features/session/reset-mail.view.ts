import type { Mail } from "../../ports/mailer.ts";

/** The mail with the link that sets a new password, good for an hour. */
export function resetMailFor({ email, firstName }: { email: string; firstName: string }, link: string): Mail {
  const paragraphs = [
    `Bonjour ${firstName},`,
    "Vous avez demandé à choisir un nouveau mot de passe pour votre CRM. Ce lien le permet, une seule fois et pendant une heure :",
    "Si vous n’êtes pas à l’origine de cette demande, ne faites rien : votre mot de passe reste le même.",
  ] as const;
  const [hello, why, otherwise] = paragraphs;
  const paragraph = (html: string) => `<p style="margin:0 0 16px">${html}</p>`;
  const button = `<a href="${escaped(link)}" style="display:inline-block;padding:10px 18px;border-radius:6px;background:#3b4cca;color:#ffffff;text-decoration:none">Choisir un nouveau mot de passe</a>`;
  return {
    to: email,
    subject: "Choisir un nouveau mot de passe",
    text: [hello, why, link, otherwise].join("\n\n"),
    html: `<!doctype html><html lang="fr"><body style="font-family:Arial,sans-serif;font-size:15px;line-height:1.5;color:#1f2430">
${paragraph(escaped(hello))}${paragraph(why)}${paragraph(button)}${paragraph(otherwise)}
<p style="margin:0;font-size:13px;color:#5b6170">Le bouton ne s’ouvre pas ? Copiez cette adresse dans votre navigateur :<br>${escaped(link)}</p>
</body></html>`,
  };
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
