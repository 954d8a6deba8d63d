import { contactApi, exportTemplateApi } from "@crm/contract";
import type { Page } from "@playwright/test";
import { drag, expect, test } from "../fixtures/app.ts";
import { isSound } from "../fixtures/axe.ts";
import { workbookRows } from "../fixtures/workbook.ts";

const list = "/configuration/modeles-export";
const criteria = (page: Page) => page.getByRole("list", { name: "Critères du modèle" }).getByRole("listitem");
const add = (page: Page, name: string) => page.getByRole("button", { name: `Ajouter ${name}`, exact: true }).click();
const panel = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

test("1.2.16 4.3.1 4.3.2 « Nouveau modèle » : un nom, contacts ou opportunités, le type « Classique »", async ({
  page,
  openAs,
  word,
}) => {
  await openAs("commercial");
  await page.getByRole("link", { name: "Modèles d'exports" }).click();
  await page.getByRole("link", { name: "Nouveau modèle" }).first().click();
  await page.getByRole("textbox", { name: "Nom" }).fill(`Relances ${word}`);
  await expect(page.getByRole("radio", { name: "Contacts" })).toBeChecked();
  await page.getByRole("radio", { name: "Opportunités" }).check();
  await expect(page.getByRole("combobox", { name: "Type" })).toHaveValue("Classique");
  for (const name of ["Opportunité", "Étapes", "Questions", "Contact", "Questions du contact", "Utilisateur"])
    await expect(panel(page, name)).toBeVisible();
  await add(page, "Nom de l’opportunité");
  await page.getByRole("button", { name: "Valider" }).click();
  const line = page.getByRole("list", { name: "Modèles d'exports" }).getByRole("listitem").filter({ hasText: word });
  await expect(line).toContainText("Opportunités");
  await expect(line).toContainText("1 colonne");
});

test("4.3.3 4.3.4 4.3.5 « + » passe le critère à droite, « - » le retire ; à droite, on les fait glisser ; « Valider » enregistre", async ({
  page,
  openAs,
  api,
  word,
}) => {
  await openAs("admin", `${list}/nouveau`);
  await page.getByRole("textbox", { name: "Nom" }).fill(`Courrier ${word}`);
  await expect(panel(page, "Contact")).toHaveAttribute("aria-expanded", "true");
  for (const name of ["Nom", "Prénom", "Ville"]) await add(page, name);
  await panel(page, "Utilisateur").click();
  await add(page, "E-mail de l’utilisateur");
  await expect(criteria(page)).toHaveCount(4);
  await page.getByRole("button", { name: "Retirer Prénom", exact: true }).click();
  await expect(criteria(page)).toHaveCount(3);
  await panel(page, "Contact").click();
  await expect(page.getByRole("button", { name: "Ajouter Prénom", exact: true })).toBeVisible();
  await drag(page, "Ville", "Nom");
  await expect(criteria(page).first()).toContainText("Ville");
  // The keyboard does what the mouse does.
  await page.getByRole("button", { name: "Déplacer E-mail de l’utilisateur" }).focus();
  for (const key of ["Space", "ArrowUp", "Space"]) {
    await page.keyboard.press(key);
    await page.waitForTimeout(250);
  }
  await expect(criteria(page).nth(1)).toContainText("E-mail de l’utilisateur");
  await isSound(page, "modèle d'export");
  await page.getByRole("button", { name: "Valider" }).click();
  await expect(page).toHaveURL(list);
  const kept = (await api.call(exportTemplateApi.list, { query: {} })).find(({ name }) => name === `Courrier ${word}`);
  const { columns } = await api.call(exportTemplateApi.show, { params: { id: kept?.id ?? "" } });
  expect(columns).toEqual(["contact.city", "user.email", "contact.lastName"]);
});

test("un modèle se modifie, se partage, se duplique et se supprime ; un collègue le lit sans le changer", async ({
  page,
  openAs,
  api,
  word,
}) => {
  const { id } = await api.call(exportTemplateApi.create, {
    body: { record: "contact", name: `Salon ${word}`, columns: ["contact.email"] },
  });
  await openAs("admin", list);
  await isSound(page, "modèles d'exports");
  await page.getByRole("link", { name: `Modifier Salon ${word}` }).click();
  await page.getByRole("switch", { name: /^Partager avec l’organisation/ }).click();
  await add(page, "Nom");
  // Nothing is lost without being asked.
  await page.getByRole("link", { name: "Retour : Modèles d'exports" }).click();
  await page.getByRole("button", { name: "Continuer la saisie" }).click();
  await page.getByRole("button", { name: "Valider" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: word })).toContainText("Partagé");

  await openAs("commercial", `${list}/${id}`);
  await expect(page.getByText(/^Partagé par/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Valider" })).toHaveCount(0);
  await page.getByRole("link", { name: "Dupliquer" }).click();
  await expect(page.getByRole("textbox", { name: "Nom" })).toHaveValue(`Copie de Salon ${word}`);
  await page.getByRole("button", { name: "Valider" }).click();
  await page.getByRole("button", { name: `Supprimer Copie de Salon ${word}` }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Supprimer" }).click();
  await expect(page.getByRole("link", { name: `Copie de Salon ${word}`, exact: true })).toHaveCount(0);
  await expect(page.getByRole("link", { name: `Salon ${word}`, exact: true })).toBeVisible();
});

test("4.3.6 Le modèle se choisit à l'export ; les colonnes suivent, dans leur ordre", async ({
  page,
  openAs,
  api,
  word,
}) => {
  const body = { email: `${word}@exemple.fr`, lastName: word, city: "Brest" };
  const { code } = await api.call(contactApi.create, { body });
  await openAs("admin", `${list}/nouveau`);
  await page.getByRole("textbox", { name: "Nom" }).fill(`Villes ${word}`);
  for (const name of ["Ville", "Nom"]) await add(page, name);
  const preview = page.getByRole("region", { name: "Aperçu" });
  await expect(preview.getByRole("columnheader")).toHaveText(["CODE_CONTACT", "VILLE", "NOM"]);
  await expect(preview.getByRole("row")).toHaveCount(6);
  await isSound(page, "aperçu d'un modèle d'export");
  await page.getByRole("button", { name: "Valider" }).click();
  await expect(page.getByRole("link", { name: `Villes ${word}`, exact: true })).toBeVisible();

  await page.goto(`/contacts/export?search=${word}`);
  await page.getByRole("combobox", { name: "Modèle d'export" }).click();
  await page.getByRole("option", { name: `Villes ${word}` }).click();
  await page.getByRole("button", { name: "Exporter vers Excel", exact: true }).click();
  await expect(page.getByText("L’export est prêt : 1 contact.")).toBeVisible({ timeout: 30_000 });
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Télécharger" }).first().click(),
  ]);
  const rows = await workbookRows(await file.path());
  expect(rows.map((row) => Object.entries(row))).toEqual([
    [
      ["CODE_CONTACT", code],
      ["VILLE", "Brest"],
      ["NOM", word],
    ],
  ]);
});
