import { inParis } from "@crm/fields";
import type { PersonalData } from "./personal-data.service.ts";

const signs: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const text = (value: string) => value.replace(/[&<>"']/g, (sign) => signs[sign] ?? sign);

const moment = (instant: string) => {
  const { day, time } = inParis(instant);
  return `${day.split("-").reverse().join("/")} ${time}`;
};
const states: Record<string, string> = { granted: "Inscrit(e)", withdrawn: "Désinscrit(e)", unknown: "Non renseigné" };
const channels: Record<string, string> = { email: "E-mail", sms: "SMS" };

const exchanges: Record<string, string> = {
  ...{ info: "Info", email: "E-mail", call: "Appel", meeting: "Rendez-vous", quote: "Devis" },
};

const table = (rows: string[][]) =>
  rows.length === 0
    ? "<p>Rien.</p>"
    : `<table>${rows.map((cells) => `<tr>${cells.map((cell, i) => (i === 0 ? `<th scope="row">${text(cell)}</th>` : `<td>${text(cell)}</td>`)).join("")}</tr>`).join("")}</table>`;
const lines = (list: PersonalData["essentials"]) => table(list.map(({ label, value }) => [label, value]));

/** The same as a page to read or print. */
export function toPersonalDataPage(data: PersonalData): string {
  const sections = [
    ["Informations essentielles", lines(data.essentials)],
    ["Carnet de notes", `<p class="notes">${text(data.notes) || "Rien."}</p>`],
    ["Champs supplémentaires", lines(data.answers)],
    [
      "Consentements",
      table(
        data.consents.map(({ channel, state, givenAt, source, proof }) => [
          `${channels[channel] ?? channel} : ${states[state] ?? state}`,
          `${moment(givenAt)} · ${source}`,
          proof,
        ]),
      ),
    ],
    ["Listes de sélection", table(data.selections.map((name) => [name]))],
    ...data.opportunities.flatMap(({ title, code, fields, answers, notes, interactions }) => [
      [
        `Opportunité ${code} : ${title}`,
        lines([...fields, ...answers, ...(notes ? [{ label: "Carnet de notes", value: notes }] : [])]),
      ],
      [
        `Échanges de l’opportunité ${code}`,
        table(
          interactions.map(({ kind, heldAt, text, file }) => [
            `${exchanges[kind] ?? kind} ${moment(heldAt)}`,
            text,
            file,
          ]),
        ),
      ],
    ]),
    [
      "Actions",
      table(
        data.actions.map(({ type, day, time, text, report, doneAt }) => [
          `${day.split("-").reverse().join("/")}${time ? ` ${time}` : ""}`,
          type,
          text,
          doneAt ? `Réalisée le ${moment(doneAt)}${report ? ` : ${report}` : ""}` : "À traiter",
        ]),
      ),
    ],
    ...data.submissions.map(({ form, code, receivedAt, page, answers, consents }) => [
      `Enregistrement ${code} du formulaire ${form}, le ${moment(receivedAt)}`,
      lines([
        ...answers,
        ...consents.map(({ wording, given }) => ({ label: wording, value: given ? "Coché" : "Non coché" })),
        ...(page ? [{ label: "Page", value: page }] : []),
      ]),
    ]),
    [
      "Historique",
      table(
        data.events.map(({ at, kind, actor, changes }) => [
          moment(at),
          kind,
          actor?.name ?? "",
          changes.map(({ field, from, to }) => `${field} : ${from ?? "vide"} → ${to ?? "vide"}`).join(" ; "),
        ]),
      ),
    ],
  ] as [string, string][];
  return `<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><title>Données personnelles – ${text(data.name)}</title>
<style>body{font:14px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1d2230}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.3rem .6rem;border-bottom:1px solid #dde}
th{font-weight:500;width:16rem}.notes{white-space:pre-wrap}h2{margin-top:2rem;font-size:1.1rem}</style></head>
<body><h1>Données personnelles de ${text(data.name)}</h1>
<p>Contact ${text(data.code)}. Document établi le ${moment(data.generatedAt)}${data.complete ? " : tout ce que l’application conserve sur cette personne" : ""}.</p>
${data.complete ? "" : `<p><strong>${text(data.notice)}</strong></p>\n`}${sections.map(([title, content]) => `<section><h2>${text(title)}</h2>${content}</section>`).join("\n")}
</body></html>
`;
}
