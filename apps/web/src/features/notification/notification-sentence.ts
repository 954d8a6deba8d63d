import type { BulkKind, BulkRecord, ErrorCode, ImportRecord, NotificationView } from "@crm/contract";
import { bulkKindNames, errorCodes, importRecords } from "@crm/contract";
import { plural, t } from "@lingui/core/macro";
import { codeSentence } from "../../lib/error-sentence.ts";
import { plannedAt } from "../../ui/action-words.ts";
import { bulkAddress, bulkCount, bulkOutcome, bulkRestored, bulkSkipped } from "../../ui/bulk-words.ts";

type Data = NotificationView["data"];
interface Told {
  text: string;
  to: string;
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const number = (value: unknown): number => (typeof value === "number" ? value : 0);
const isCode = (value: unknown): value is ErrorCode => errorCodes.some((code) => code === value);
const recordOf = (data: Data): BulkRecord => (data["record"] === "opportunity" ? "opportunity" : "contact");
const kindOf = (data: Data): BulkKind => bulkKindNames.find((kind) => kind === data["kind"]) ?? "answer";
const bulkTold = (data: Data) =>
  [bulkOutcome(recordOf(data), kindOf(data), number(data["changed"])), bulkSkipped(false, number(data["skipped"]))]
    .filter(Boolean)
    .join(", ");
const importPaths: Record<ImportRecord, string> = {
  contact: "/outils/importer-contacts",
  opportunity: "/outils/importer-opportunites",
  submission: "/outils/importer-enregistrements",
};
const importedOf = ({ record }: Data): ImportRecord => importRecords.find((one) => one === record) ?? "contact";
const importedCount: Record<ImportRecord, (count: number) => string> = {
  contact: (count) => plural(count, { one: "# contact créé", other: "# contacts créés" }),
  opportunity: (count) => plural(count, { one: "# opportunité créée", other: "# opportunités créées" }),
  submission: (count) => plural(count, { one: "# enregistrement créé", other: "# enregistrements créés" }),
};
const importAddress = (data: Data) =>
  `${importPaths[importedOf(data)]}${text(data["importId"]) ? `?import=${text(data["importId"])}` : ""}`;

/** What each kind says, and where it leads. A new kind without a sentence does not compile. */
const kinds: Record<NotificationView["kind"], (data: Data) => Told> = {
  "import.done": (data) => {
    const created = importedCount[importedOf(data)](number(data["created"]));
    const updated = plural(number(data["updated"]), { one: "# mis à jour", other: "# mis à jour" });
    const name = text(data["name"]);
    // Submissions are only added.
    if (importedOf(data) === "submission")
      return { text: t`Import de « ${name} » terminé : ${created}.`, to: importAddress(data) };
    return {
      text: name
        ? t`Import de « ${name} » terminé : ${created}, ${updated}.`
        : t`Import terminé : ${created}, ${updated}.`,
      to: importAddress(data),
    };
  },
  "import.undone": (data) => {
    const name = text(data["name"]);
    if (importedOf(data) === "submission") {
      const gone = plural(number(data["restored"]), {
        one: "# enregistrement retiré",
        other: "# enregistrements retirés",
      });
      return { text: t`Import de « ${name} » annulé : ${gone}.`, to: importAddress(data) };
    }
    const restored = plural(number(data["restored"]), { one: "# fiche remise", other: "# fiches remises" });
    const kept = number(data["kept"]);
    const left = kept > 0 ? `, ${plural(kept, { one: "# laissée", other: "# laissées" })}` : "";
    return { text: `${t`Import de « ${name} » annulé : ${restored}`}${left}.`, to: importAddress(data) };
  },
  "import.failed": (data) => {
    const why = isCode(data["code"]) ? codeSentence(data["code"], data) : "";
    const name = text(data["name"]);
    return {
      text: `${name ? t`L’import de « ${name} » a échoué.` : t`Un import a échoué.`} ${why}`.trim(),
      to: importAddress(data),
    };
  },
  "import.assigned": (data) => {
    const [by, name, told] = [text(data["by"]), text(data["name"]), bulkCount(recordOf(data), number(data["count"]))];
    const list = recordOf(data) === "contact" ? "/contacts" : "/opportunites";
    return {
      text: t`${by} vous a confié ${told} par l’import de « ${name} ».`,
      to: `${list}?importId=${text(data["importId"])}`,
    };
  },
  "contact.assigned": (data) => {
    const [name, by] = [text(data["name"]), text(data["by"])];
    return {
      text: by ? t`${by} vous a affecté le contact ${name}.` : t`Le contact ${name} vous a été affecté.`,
      to: `/contacts/${text(data["contactId"])}`,
    };
  },
  "opportunity.assigned": (data) => {
    const [title, by] = [text(data["title"]), text(data["by"])];
    return {
      text: by ? t`${by} vous a affecté l’opportunité ${title}.` : t`L’opportunité ${title} vous a été affectée.`,
      to: `/opportunites/${text(data["opportunityId"])}`,
    };
  },
  "opportunity.reminder": (data) => {
    const [title, reason] = [text(data["title"]), text(data["reason"])];
    return {
      text: reason
        ? t`L’opportunité ajournée ${title} est à reprendre (${reason}).`
        : t`L’opportunité ajournée ${title} est à reprendre.`,
      to: `/opportunites/${text(data["opportunityId"])}`,
    };
  },
  "action.assigned": (data) => {
    const [type, by, at] = [text(data["type"]), text(data["by"]), plannedAt(data)];
    return {
      text: by
        ? t`${by} vous a confié une action : ${type}, le ${at}.`
        : t`Une action vous est confiée : ${type}, le ${at}.`,
      to: "/a-traiter",
    };
  },
  "action.handed-over": (data) => {
    const by = text(data["by"]);
    const told = plural(number(data["count"]), { one: "# action à traiter", other: "# actions à traiter" });
    return { text: by ? t`${by} vous a confié ${told}.` : t`On vous a confié ${told}.`, to: "/a-traiter" };
  },
  "action.due": (data) => {
    const [type, about, time] = [text(data["type"]), text(data["about"]), text(data["time"])];
    const what = about ? `${type}, ${about}` : type;
    return {
      text: time ? t`À traiter à ${time} : ${what}.` : t`À traiter aujourd’hui : ${what}.`,
      to: "/a-traiter",
    };
  },
  "saved-report.failed": (data) => ({
    text: t`Le rapport « ${text(data["name"])} » n’a pas pu être envoyé à tous ses destinataires.`,
    to: data["report"] === "funnel" ? "/opportunites/entonnoir" : "/opportunites/reporting",
  }),
  "planned-day.corrected": (data) => {
    const [name, from, to] = [text(data["name"]), plannedAt({ day: data["from"] }), plannedAt({ day: data["to"] })];
    return {
      text: t`${name} était prévu le ${from}, hors du calendrier du CRM : c’est désormais le ${to}.`,
      to: data["record"] === "opportunity" ? `/opportunites/${text(data["opportunityId"])}` : "/a-traiter",
    };
  },
  "submission.received": (data) => ({
    text: t`${text(data["name"])} a répondu au formulaire « ${text(data["form"])} ».`,
    to: `/contacts/${text(data["contactId"])}`,
  }),
  "bulk.done": (data) => ({
    text: t`Modification en masse terminée : ${bulkTold(data)}.`,
    to: bulkAddress(text(data["bulkId"])),
  }),
  "bulk.undone": (data) => {
    const told = [bulkRestored(recordOf(data), number(data["changed"])), bulkSkipped(true, number(data["skipped"]))];
    return {
      text: t`Modification en masse annulée : ${told.filter(Boolean).join(", ")}.`,
      to: bulkAddress(text(data["bulkId"])),
    };
  },
  "bulk.failed": (data) => {
    const why = isCode(data["code"]) ? codeSentence(data["code"], data) : "";
    return {
      text: `${t`Une modification en masse s’est arrêtée.`} ${why}`.trim(),
      to: bulkAddress(text(data["bulkId"])),
    };
  },
  "export.done": () => ({ text: t`Votre export est prêt.`, to: "/outils/mes-exports" }),
  "export.failed": (data) => {
    const why = isCode(data["code"]) ? codeSentence(data["code"], data) : "";
    return { text: `${t`Votre export a échoué.`} ${why}`.trim(), to: "/outils/mes-exports" };
  },
  "file.lost": (data) => {
    const [name, others] = [text(data["name"]), number(data["count"]) - 1];
    const files =
      others > 0
        ? plural(others, { one: `« ${name} » et # autre fichier`, other: `« ${name} » et # autres fichiers` })
        : t`« ${name} »`;
    return {
      text: t`Le stockage n’a plus le contenu entier de ${files}. Restaurez-le d’une sauvegarde.`,
      to: "/",
    };
  },
  "bulk.assigned": (data) => {
    const [by, told] = [text(data["by"]), bulkCount(recordOf(data), number(data["count"]))];
    return {
      text: by ? t`${by} vous a affecté ${told}.` : t`On vous a affecté ${told}.`,
      to: recordOf(data) === "contact" ? "/contacts" : "/opportunites",
    };
  },
};

export const notificationSentence = ({ kind, data }: NotificationView): Told => kinds[kind](data);
