import type { NotificationView } from "@crm/contract";
import { beforeEach, expect, test } from "vitest";
import { chooseLocale } from "../../lib/i18n.ts";
import { notificationSentence } from "./notification-sentence.ts";

beforeEach(() => chooseLocale("fr"));

const told = (kind: NotificationView["kind"], data: NotificationView["data"]) =>
  notificationSentence({ kind, data } as NotificationView);
const of = (record: string) => ({ importId: "i", record, name: "salon.csv" });

test("the end of an import is told in the words of what it brought, and leads to its page", () => {
  expect(told("import.done", { ...of("submission"), created: 2, updated: 0 })).toEqual({
    text: "Import de « salon.csv » terminé : 2 enregistrements créés.",
    to: "/outils/importer-enregistrements?import=i",
  });
  expect(told("import.undone", { ...of("submission"), restored: 2, kept: 1 })).toEqual({
    text: "Import de « salon.csv » annulé : 2 enregistrements retirés.",
    to: "/outils/importer-enregistrements?import=i",
  });
  expect(told("import.failed", { ...of("submission"), code: "NO_ROWS" }).to).toBe(
    "/outils/importer-enregistrements?import=i",
  );
  expect(told("import.done", { ...of("opportunity"), created: 1, updated: 0 })).toEqual({
    text: "Import de « salon.csv » terminé : 1 opportunité créée, 0 mis à jour.",
    to: "/outils/importer-opportunites?import=i",
  });
});
