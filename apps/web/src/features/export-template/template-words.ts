import type { ColumnPanel, ExportColumn } from "@crm/contract";
import type { RecordName } from "@crm/fields";
import type { I18n, MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { fileLabels } from "../../ui/field-labels.ts";

export const templatesPath = "/configuration/modeles-export";

/** « contacts ou opportunités » (guide 4.3). */
export const recordWords: Record<RecordName, MessageDescriptor> = {
  contact: msg`Contacts`,
  opportunity: msg`Opportunités`,
};

const questions = msg({ message: "Questions", context: "several" });

/** What a panel is called; a record's own questions are just « Questions ». */
export const panelWords = (record: RecordName): Record<ColumnPanel, MessageDescriptor> => ({
  contact: msg`Contact`,
  opportunity: msg`Opportunité`,
  user: msg`Utilisateur`,
  stages: msg`Étapes`,
  contactQuestions: record === "contact" ? questions : msg`Questions du contact`,
  opportunityQuestions: questions,
});

/** The panel that a reference names. */
export const panelOf = (ref: string): ColumnPanel => ref.slice(0, ref.indexOf(".")) as ColumnPanel;

/** What a column is called in the language of the screen; a question or a stage brings its own label. */
export function columnLabel(i18n: I18n, { ref, label }: ExportColumn): string {
  const [panel = "", field = ""] = ref.split(".");
  const words = (fileLabels as Record<string, Record<string, MessageDescriptor> | undefined>)[panel]?.[field];
  return words ? i18n._(words) : label;
}
