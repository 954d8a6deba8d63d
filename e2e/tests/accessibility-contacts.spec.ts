import { binApi, contactApi, duplicateApi } from "@crm/contract";
import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures/app.ts";
import { isSound } from "../fixtures/axe.ts";
import { newContact, newSale } from "../fixtures/records.ts";

test.describe.configure({ timeout: 180_000 });

const button = (page: Page, name: string | RegExp) =>
  page.getByRole("button", { name, ...(typeof name === "string" && { exact: true }) }).first();

async function closeDialog(page: Page): Promise<void> {
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
}

test("axe : vues, colonnes, groupes de critères, fiches", async ({ page, openAs }) => {
  await openAs("admin", "/contacts");
  await expect(page.getByRole("row").nth(5)).toBeVisible();
  await button(page, /^Vues?/).click();
  await expect(page.getByRole("menu")).toBeVisible();
  await isSound(page, "menu des vues");
  await page.keyboard.press("Escape");
  await button(page, /^Colonnes/).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await isSound(page, "choix des colonnes");
  await closeDialog(page);
  await button(page, "Affichage fiches").click();
  await expect(page.getByRole("list", { name: "Contacts" })).toBeVisible();
  await isSound(page, "fiches");
  await button(page, "Affichage tableau").click();
  await button(page, "Plus de filtres").click();
  await button(page, "Ajouter une condition").click();
  await button(page, "Ajouter un groupe").click();
  await isSound(page, "groupes de critères");
});

test("axe : sélection, modifications en masse, suppression par fichier", async ({ page, openAs, api, word }) => {
  for (const n of [1, 2]) await newContact(api, `${word}${n}`);
  await openAs("admin", `/contacts?search=${word}`);
  await page.getByRole("checkbox", { name: "Sélectionner les lignes affichées" }).click();
  const bar = page.getByRole("region", { name: "Sélection" });
  await expect(bar).toContainText("2 sélectionnés");
  await isSound(page, "sélection");
  for (const name of ["Affecter", "Anonymiser", "Supprimer"]) {
    await bar.getByRole("button", { name, exact: true }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
    await isSound(page, `${name} une sélection`);
    await closeDialog(page);
  }
  await bar.getByRole("button", { name: "Supprimer", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Supprimer" }).click();
  await expect(page.getByText("2 contacts supprimés")).toBeVisible();
  await isSound(page, "fin d'une modification en masse");
  await page.goto("/outils/modifications-en-masse");
  await expect(page.getByText("2 contacts supprimés").first()).toBeVisible();
  await isSound(page, "modifications en masse");
  await page.goto("/outils/supprimer-contacts");
  await page
    .getByLabel("Fichier des contacts à supprimer")
    .last()
    .setInputFiles({ name: "e.csv", mimeType: "text/csv", buffer: Buffer.from("Code contact\nC-999999\n") });
  await isSound(page, "suppression par fichier");
  await button(page, "Vérifier le fichier").click();
  await expect(page.getByText("C-999999")).toBeVisible();
  await isSound(page, "suppression par fichier, vérifiée");
});

test("axe : corbeille, anonymisation, consentements, réglages", async ({ page, openAs, api, word }) => {
  const { contact } = await newSale(api, word);
  const gone = await newContact(api, `${word}2`);
  await api.call(binApi.deleteContact, { params: { id: gone.id } });
  await openAs("admin", "/outils/corbeille");
  await expect(page.getByText(`${word}2`).first()).toBeVisible();
  for (const tab of await page.getByRole("tab").all()) {
    await tab.click();
    await isSound(page, `corbeille, ${await tab.textContent()}`);
  }
  await page.goto(`/contacts/${contact.id}`);
  await button(page, "Supprimer").click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await isSound(page, "supprimer ou anonymiser");
  await page.getByRole("dialog").getByRole("button", { name: "Anonymiser" }).click();
  await expect(page.getByText(/sera anonymisé définitivement/)).toBeVisible();
  await isSound(page, "anonymisation demandée");
  await button(page, "Modifier le consentement E-mail").click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await isSound(page, "consentement");
  await closeDialog(page);
  await page.goto("/configuration/reglages");
  await expect(page.getByRole("spinbutton").or(page.getByRole("textbox")).first()).toBeVisible();
  await isSound(page, "réglages");
});

test("axe : doublons, fusion", async ({ page, openAs, api, word }) => {
  const first = await newContact(api, word);
  const second = await api.call(contactApi.create, {
    body: { email: `${word}@exemple.fr`, lastName: word, city: "Brest", phone: "02 98 00 00 00" },
  });
  await expect
    .poll(async () => JSON.stringify(await api.call(duplicateApi.list, { query: { size: 200 } })), { timeout: 60_000 })
    .toContain(word);
  await openAs("admin", "/outils/doublons");
  await expect(page.getByRole("list", { name: "Doublons" })).toBeVisible();
  await isSound(page, "doublons");
  await page.goto(`/outils/doublons/${first.id}/${second.id}`);
  await expect(page.getByRole("heading", { name: "Fusionner deux contacts" })).toBeVisible();
  await isSound(page, "fusion");
});

test.describe("au téléphone", () => {
  test.use({ viewport: { width: 390, height: 844 } });
  test("axe : outils et réglages à 390 px, sans rien qui dépasse", async ({ page, openAs, api, word }) => {
    const first = await newContact(api, word);
    const second = await newContact(api, `${word}unnomvraimenttreslongsansespace`);
    await openAs("admin", "/outils/corbeille");
    for (const path of [
      "/outils/corbeille",
      "/outils/doublons",
      `/outils/doublons/${first.id}/${second.id}`,
      "/outils/modifications-en-masse",
      "/outils/supprimer-contacts",
      "/configuration/reglages",
    ]) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await isSound(page, path);
      const wider = await page.evaluate(() =>
        [document.documentElement, ...document.querySelectorAll("main")].some(
          (box) => box.scrollWidth > box.clientWidth,
        ),
      );
      expect.soft(wider, path).toBe(false);
    }
  });
});
