import type { BulkKind, BulkRecord } from "@crm/contract";
import { plural, t } from "@lingui/core/macro";

type Words = Record<BulkKind, (count: number) => string>;

/** What a bulk change did to so many records. */
const outcomes: Record<BulkRecord, Words> = {
  contact: {
    assign: (n) => plural(n, { 0: "aucun contact affecté", one: "# contact affecté", other: "# contacts affectés" }),
    answer: (n) => plural(n, { 0: "aucun contact modifié", one: "# contact modifié", other: "# contacts modifiés" }),
    select: (n) =>
      plural(n, {
        0: "aucun contact ajouté à la liste",
        one: "# contact ajouté à la liste",
        other: "# contacts ajoutés à la liste",
      }),
    deselect: (n) =>
      plural(n, {
        0: "aucun contact retiré de la liste",
        one: "# contact retiré de la liste",
        other: "# contacts retirés de la liste",
      }),
    delete: (n) => plural(n, { 0: "aucun contact supprimé", one: "# contact supprimé", other: "# contacts supprimés" }),
    anonymise: (n) =>
      plural(n, { 0: "aucun contact à anonymiser", one: "# contact à anonymiser", other: "# contacts à anonymiser" }),
  },
  opportunity: {
    assign: (n) =>
      plural(n, { 0: "aucune opportunité affectée", one: "# opportunité affectée", other: "# opportunités affectées" }),
    answer: (n) =>
      plural(n, { 0: "aucune opportunité modifiée", one: "# opportunité modifiée", other: "# opportunités modifiées" }),
    delete: (n) =>
      plural(n, {
        0: "aucune opportunité supprimée",
        one: "# opportunité supprimée",
        other: "# opportunités supprimées",
      }),
    anonymise: (n) => plural(n, { one: "# opportunité", other: "# opportunités" }),
    select: (n) => plural(n, { one: "# opportunité", other: "# opportunités" }),
    deselect: (n) => plural(n, { one: "# opportunité", other: "# opportunités" }),
  },
};

/** « 12 contacts affectés » */
export const bulkOutcome = (record: BulkRecord, kind: BulkKind, count: number): string => outcomes[record][kind](count);

/** « 12 contacts rétablis » */
export const bulkRestored = (record: BulkRecord, count: number): string =>
  record === "contact"
    ? plural(count, { 0: "aucun contact rétabli", one: "# contact rétabli", other: "# contacts rétablis" })
    : plural(count, {
        0: "aucune opportunité rétablie",
        one: "# opportunité rétablie",
        other: "# opportunités rétablies",
      });

/** « 12 contacts » */
export const bulkCount = (record: BulkRecord, count: number): string =>
  record === "contact"
    ? plural(count, { 0: "aucun contact", one: "# contact", other: "# contacts" })
    : plural(count, { 0: "aucune opportunité", one: "# opportunité", other: "# opportunités" });

/** What was left alone, and why; empty when nothing was. */
export const bulkSkipped = (undone: boolean, count: number): string =>
  count === 0
    ? ""
    : undone
      ? plural(count, { one: "# laissé tel quel, modifié depuis", other: "# laissés tels quels, modifiés depuis" })
      : plural(count, { one: "# hors de portée, laissé de côté", other: "# hors de portée, laissés de côté" });

/** Where a bulk change shows its progress and is undone. */
export const bulkAddress = (id?: string): string => `/outils/modifications-en-masse${id ? `?id=${id}` : ""}`;

export const bulkTitle = (): string => t`Modifications en masse`;
