import { contactApi, formApi, opportunityApi, pipelineApi, submissionApi } from "@crm/contract";
import type { Page } from "@playwright/test";
import { type Api, expect, test } from "../fixtures/app.ts";
import { isSound } from "../fixtures/axe.ts";

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const give = (page: Page, rows: string[]) =>
  page
    .locator('input[type="file"]')
    .setInputFiles({ name: "fichier.csv", mimeType: "text/csv", buffer: Buffer.from(rows.join("\r\n")) });
/** What a tile of counts says. */
const count = (page: Page, label: string) =>
  page
    .locator("dl > div")
    .filter({ has: page.getByText(label, { exact: true }) })
    .getByRole("definition");
const contacts = async (api: Api, search: string) =>
  (await api.call(contactApi.list, { query: { search } as never })).rows;

test("1.2.12 1.2.11 Outils → Importer des contacts : fichier, colonnes, correction d'une cellule, import, annulation", async ({
  page,
  openAs,
  api,
  word,
}) => {
  const known = { email: `${word}0@exemple.fr`, lastName: `${word} zéro`, city: "Brest" };
  const before = await api.call(contactApi.create, { body: known });
  await openAs("admin");
  await button(page, "Outils").click();
  await page.getByRole("link", { name: "Importer des contacts" }).first().click();
  await expect(page).toHaveURL("/outils/importer-contacts");
  await give(page, [
    "Adresse du client;NOM;Ville;Sans intérêt",
    `${word}0@EXEMPLE.fr;${word} zéro;Quimper;x`,
    `${word}1@exemple.fr;${word} un;Rennes;x`,
    `${word}2;${word} deux;Lorient;x`,
  ]);

  await expect(page.getByText(/^Il manque : E-mail/)).toBeVisible();
  await page.getByRole("combobox", { name: "Champ de la colonne « Adresse du client »" }).click();
  await page.getByRole("option", { name: "E-mail", exact: true }).click();
  await isSound(page, "colonnes de l'import");
  await button(page, "Vérifier le fichier").click();
  await expect(page.getByText(/^3 lignes lues/)).toBeVisible({ timeout: 20_000 });
  for (const [label, value] of [
    ["Nouveaux", "1"],
    ["Mis à jour", "1"],
    ["Refusés", "1"],
  ] as const)
    await expect(count(page, label)).toHaveText(value);

  // A closed tab loses nothing: the import and the step are in the address.
  await page.reload();
  await page.getByRole("gridcell", { name: `${word}2`, exact: true }).focus();
  await expect(page.getByText(/^Ligne 4, Adresse du client : /)).toBeVisible();
  await page.keyboard.press("Enter");
  await page.keyboard.type(`${word}2@exemple.fr`);
  await page.keyboard.press("Enter");
  await expect(page.getByText("1 cellule corrigée, à vérifier")).toBeVisible();
  await expect(button(page, "Importer")).toBeDisabled();
  await isSound(page, "cellule corrigée");
  await button(page, "Vérifier à nouveau").click();
  await expect(count(page, "Nouveaux")).toHaveText("2", { timeout: 20_000 });
  expect(await contacts(api, word)).toHaveLength(1);

  await button(page, "Importer").click();
  await expect(page.getByText("2 contacts créés, 1 mis à jour.")).toBeVisible({ timeout: 30_000 });
  expect((await contacts(api, word)).map(({ city }) => city).sort()).toEqual(["Lorient", "Quimper", "Rennes"]);

  // Somebody works on one of them meanwhile.
  const [touched] = await contacts(api, `${word}1`);
  const { version } = await api.call(contactApi.show, { params: { id: touched?.id ?? "" } });
  await api.call(contactApi.update, { params: { id: touched?.id ?? "" }, body: { version, country: "France" } });
  await button(page, "Annuler cet import").click();
  const dialog = page.getByRole("dialog", { name: "Annuler cet import ?" });
  await expect(dialog).toContainText("2 contacts créés");
  await isSound(page, "annuler un import");
  await dialog.getByRole("button", { name: "Annuler cet import" }).click();
  await expect(page.getByText("Cet import est annulé.")).toBeVisible({ timeout: 30_000 });
  const kept = page.getByRole("list", { name: "Fiches laissées telles quelles" });
  await expect(kept).toContainText(`${word} un`);
  await expect(kept).toContainText("modifié depuis l’import");
  await isSound(page, "import annulé");
  expect((await contacts(api, word)).map(({ city }) => city).sort()).toEqual(["Brest", "Rennes"]);
  expect((await api.call(contactApi.show, { params: { id: before.id } })).city).toBe("Brest");
});

test("1.2.12 Outils → Importer des contacts : le modèle de fichier, téléchargé, se lit tel quel", async ({
  page,
  openAs,
}) => {
  await openAs("admin");
  await page.goto("/outils/importer-contacts");
  const downloading = page.waitForEvent("download");
  await button(page, "Modèle de fichier").click();
  const file = await downloading;
  expect(file.suggestedFilename()).toBe("modele-contacts.xlsx");
  await page.locator('input[type="file"]').setInputFiles(await file.path());
  await expect(page.getByText(/^Ce fichier ne contient aucune ligne/)).toBeVisible({ timeout: 20_000 });
});

test("1.2.11 Outils → Import/export : importer des opportunités, reliées à leur contact", async ({
  page,
  openAs,
  api,
  word,
}) => {
  const { code } = await api.call(contactApi.create, { body: { email: `${word}@exemple.fr`, lastName: word } });
  const [pipeline] = await api.call(pipelineApi.list, {});
  await openAs("admin", "/outils/import-export");
  await page
    .getByRole("main")
    .getByRole("link", { name: /^Importer des opportunités/ })
    .click();
  await give(page, [
    "TITRE;CODE_CONTACT;CONTACT_EMAIL;TYPE;MONTANT",
    `${word} par code;${code};;${pipeline?.name};1 234,56`,
    `${word} par e-mail;;${word}@exemple.fr;${pipeline?.name};`,
  ]);
  await button(page, "Vérifier le fichier").click();
  await expect(count(page, "Nouveaux")).toHaveText("2", { timeout: 20_000 });
  await isSound(page, "opportunités vérifiées");
  await button(page, "Importer").click();
  await expect(page.getByText("2 opportunités créées, 0 mise à jour.")).toBeVisible({ timeout: 30_000 });
  await page.getByRole("link", { name: "Voir les opportunités" }).click();
  await expect(page.getByRole("link", { name: `${word} par code` })).toBeVisible();
  const { rows } = await api.call(opportunityApi.list, { query: { search: word } as never });
  expect(rows.map(({ amount }) => amount).sort()).toEqual([1234.56, null]);
});

test("1.2.11 Outils → Import/export : importer des enregistrements, d'un formulaire choisi, puis annuler", async ({
  page,
  openAs,
  api,
  word,
}) => {
  const email = `${word}@exemple.fr`;
  const contact = await api.call(contactApi.create, { body: { email, lastName: word } });
  const form = await api.call(formApi.create, {
    body: {
      name: `Devis ${word}`,
      slug: `devis-${word}`,
      fields: [{ key: "email", required: true }, { key: "message" }],
    },
  });
  const submissions = async () =>
    (await api.call(submissionApi.list, { query: { contactId: contact.id } as never })).rows;
  await openAs("admin", "/outils/import-export");
  await page
    .getByRole("main")
    .getByRole("link", { name: /^Importer des enregistrements/ })
    .click();
  await expect(page).toHaveURL("/outils/importer-enregistrements");
  await expect(page.getByRole("row", { name: /^FORMULAIRE / })).toContainText(`devis-${word}`);
  await isSound(page, "fichier d'enregistrements");
  await give(page, [
    "EMAIL;DATE;MESSAGE",
    `${email.toUpperCase()};03/02/2025 14:30;Un devis pour ${word}`,
    `autre-${email};04/02/2025;Personne ne porte cet e-mail`,
  ]);

  // No column names the form: it is chosen for the whole file.
  await expect(page.getByText(/^Il manque : Formulaire/)).toBeVisible({ timeout: 20_000 });
  await expect(button(page, "Vérifier le fichier")).toBeDisabled();
  await page.getByRole("combobox", { name: "Formulaire", exact: true }).click();
  await page.getByRole("option", { name: form.name }).click();
  await isSound(page, "formulaire du fichier");
  await button(page, "Vérifier le fichier").click();
  await expect(count(page, "Nouveaux")).toHaveText("1", { timeout: 20_000 });
  await expect(count(page, "Refusés")).toHaveText("1");
  await isSound(page, "enregistrements vérifiés");
  expect(await submissions()).toEqual([]);

  await button(page, "Importer").click();
  await expect(page.getByText("1 enregistrement créé.", { exact: true })).toBeVisible({ timeout: 30_000 });
  await isSound(page, "enregistrements importés");
  await page.getByRole("link", { name: "Voir les enregistrements" }).click();
  await expect(page).toHaveURL(/\/formulaires\/enregistrements\?importId=/);
  await expect(page.getByRole("button", { name: /^Enlever le filtre : Import du / })).toBeVisible();
  await expect(page.getByText("1 enregistrement", { exact: true })).toBeVisible();
  await page.getByRole("link", { name: word }).first().click();
  await expect(page.getByText(`Un devis pour ${word}`)).toBeVisible();
  const [said] = await submissions();
  expect(said).toMatchObject({ form: { name: form.name }, receivedAt: "2025-02-03T13:30:00.000Z", source: "import" });
  // What one says to a form is beside the card, not on it.
  expect((await api.call(contactApi.show, { params: { id: contact.id } })).version).toBe(contact.version);

  await page.goto("/outils/importer-enregistrements");
  await page
    .getByRole("link", { name: /Terminé 1 nouvel enregistrement, 1 refusé/ })
    .first()
    .click();
  await button(page, "Annuler cet import").click();
  const dialog = page.getByRole("dialog", { name: "Annuler cet import ?" });
  await expect(dialog).toContainText("1 enregistrement créé");
  await dialog.getByRole("button", { name: "Annuler cet import" }).click();
  await expect(page.getByText("1 enregistrement retiré.")).toBeVisible({ timeout: 30_000 });
  await isSound(page, "import d'enregistrements annulé");
  expect(await submissions()).toEqual([]);
});
