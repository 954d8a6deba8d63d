import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { contactApi, questionApi } from "@crm/contract";
import { demoPassword } from "@crm/db/seed";
import type { Page } from "@playwright/test";
import { drag, expect, test } from "../fixtures/app.ts";

/** 2,000 contacts, headed by codes, whose choices are given by value or by label, with doubles and rows at fault. */
const workbook = fileURLToPath(new URL("../fixtures/contacts-briconett.xlsx", import.meta.url));
const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

test("2.5.6 un fichier Excel s'importe par ses codes ; de là à l'opportunité qui avance", async ({
  page,
  openAs,
  api,
  word,
}) => {
  test.setTimeout(180_000);
  const choices = [
    { value: "APL", label: "Appel entrant" },
    { value: "WEB", label: "Site web" },
    { value: "RESEAU", label: "Réseau" },
    { value: "SALON", label: "Salon" },
  ];
  await api.call(questionApi.create, {
    body: {
      record: "contact",
      input: { label: "Origine du contact", code: "ORIGINE_CONTACT", type: "single-choice", config: { choices } },
    },
  });

  await test.step("importer, après la vérification, qui annonce ce que l'import fait", async () => {
    await openAs("admin", "/outils/importer-contacts");
    await page.locator('input[type="file"]').setInputFiles(workbook);
    const columns = page.getByRole("list", { name: "Colonnes du fichier" }).getByRole("listitem");
    for (const code of ["NOM", "PRENOM", "ORGANISATION", "ORIGINE_CONTACT"])
      await expect(columns.filter({ has: page.getByText(code, { exact: true }) })).toContainText("par son code");
    await button(page, "Vérifier le fichier").click();
    const checked = page.getByRole("region", { name: "Résultat de la vérification" });
    await expect(checked.getByText(/^2.000 lignes lues/)).toBeVisible({ timeout: 20_000 });
    const announced = await checked.getByRole("definition").allTextContents();
    await button(page, "Importer").click();
    const done = page.getByRole("region", { name: "Terminé", exact: true });
    await expect(done.getByText(/contacts créés/)).toBeVisible({ timeout: 30_000 });
    await expect(done.getByRole("definition")).toHaveText(announced);
  });

  await test.step("trouver un contact par une partie de son nom, sans accents", async () => {
    await page.getByRole("link", { name: "Voir les contacts" }).click();
    await page.getByRole("searchbox", { name: "Rechercher" }).fill("aloise henr");
    await page.getByRole("link", { name: /Aloïse HENRY/i }).click();
    await expect(page.getByRole("heading", { level: 1, name: /Aloïse HENRY/i })).toBeVisible();
    await expect(page.getByRole("definition").getByText("Ancien client", { exact: true })).toBeVisible();
    await expect(page.getByRole("definition").getByText("Réseau", { exact: true })).toBeVisible();
  });
  const card = page.url();
  const label = `Urgence ${word}`;

  await test.step("ajouter une question, la glisser en tête", async () => {
    await page.goto("/configuration/profils/fiche-contact");
    await button(page, "Modifier les questions").click();
    await page.getByText("Ajouter une question").click();
    await page.getByLabel("Questions").fill(label);
    await button(page, "changer").click();
    await button(page, "1 choix parmi plusieurs options (puces)").click();
    await button(page, "Ajouter un choix").click();
    const group = page.getByRole("group", { name: /Choix proposés/ });
    await group
      .getByLabel(/^Réponse \d/)
      .first()
      .fill("Sous huitaine");
    await button(page, "Valider").click();
    await expect(page.getByText(label).first()).toBeVisible();
    await page.goto("/configuration/profils/fiche-contact");
    await button(page, "Modifier l'ordre des questions").click();
    await drag(page, label, "E-mail 2");
    await button(page, "Valider").click();
    await expect(button(page, "Modifier les questions")).toBeVisible();
  });

  await test.step("qualifier le contact avec elle", async () => {
    await page.goto(card);
    const answers = page.getByRole("region", { name: "Champs supplémentaires" });
    await expect(answers.getByRole("term").first()).toHaveText(label);
    await button(page, "Modifier les champs supplémentaires").click();
    await answers.getByRole("radio", { name: "Sous huitaine" }).check();
    await answers.getByRole("button", { name: "Valider" }).click();
    await expect(answers.getByRole("definition").first()).toHaveText("Sous huitaine");
  });

  await test.step("ouvrir une opportunité et la faire avancer", async () => {
    await button(page, "Nouvelle opportunité").click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Type d'opportunité").first().click();
    await page.getByRole("option", { name: "Vente de prestation" }).click();
    await dialog.getByRole("button", { name: "Valider" }).click();
    await expect(page).toHaveURL(/\/opportunites\/[0-9a-f-]{36}$/);
    const bar = page.getByRole("region", { name: "Barre d'avancement" });
    for (const done of [1, 2]) {
      await bar.getByRole("button", { name: "Étape suivante" }).click();
      await bar.getByRole("button", { name: "Valider" }).click();
      await expect(bar.locator('[data-state="done"]')).toHaveCount(done);
    }
    await page.goto(card);
    await expect(page.getByRole("region", { name: "Historique" }).getByText(/^Étape «/)).toHaveCount(2);
  });
});

test("deux personnes modifient la même fiche : la seconde voit les deux versions", async ({
  page,
  openAs,
  api,
  word,
}) => {
  const { id, version } = await api.call(contactApi.create, {
    body: { email: `${word}@exemple.fr`, lastName: "Avant" },
  });
  await openAs("manager", `/contacts/${id}`);
  await button(page, "Modifier les informations essentielles").click();
  await page.getByLabel("Nom", { exact: true }).fill("Le mien");
  await page.getByLabel("Ville").fill("Vannes");
  await api.call(contactApi.update, { params: { id }, body: { lastName: "Le leur", version } });
  await button(page, "Valider").click();
  const dialog = page.getByRole("dialog", { name: "Cette fiche a été modifiée entre-temps" });
  await expect(dialog.getByRole("cell")).toHaveText(["Le mien", "Le leur"]);
  expect((await api.call(contactApi.show, { params: { id } })).lastName).toBe("Le leur");
  await dialog.getByRole("button", { name: "Garder la mienne" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Le mien");
  await expect(page.getByRole("definition").getByText("Vannes")).toBeVisible();
});

test("au clavier seul, de la connexion à une note", async ({ page, api, word }) => {
  await api.call(contactApi.create, { body: { email: `${word}@exemple.fr`, lastName: `Clavier${word}` } });
  /** Tabs on until the element that has the focus is the one of that name, as a person does. */
  const reach = async (name: RegExp) => {
    for (let presses = 0; presses < 40; presses++) {
      const focused = page.locator(":focus");
      if (await focused.count()) {
        const snapshot = await focused.ariaSnapshot();
        if (name.test(snapshot.split("\n")[0] ?? "")) return;
      }
      await page.keyboard.press("Tab");
    }
    throw new Error(`the Tab key does not reach ${name}`);
  };
  await page.goto("/connexion");
  await expect(page.getByLabel("Identifiant")).toBeFocused();
  await page.keyboard.type("admin@demo.fr");
  await reach(/textbox "Mot de passe/);
  await page.keyboard.type(demoPassword);
  await page.keyboard.press("Enter");
  await expect(page.getByText("Contacts enregistrés récemment")).toBeVisible();
  // The screen can be read a moment before it listens to keys.
  const goTo = page.getByLabel("Aller à…");
  // Letters typed before its code is there are not lost.
  await page.route(/\/palette-[^/]*\.js$/, async (route) => {
    await wait(1000);
    await route.continue();
  });
  await expect(async () => {
    if (!(await goTo.isVisible())) await page.keyboard.press("Control+k");
    await expect(goTo).toBeFocused({ timeout: 3000 });
  }).toPass();
  await page.keyboard.type(`clavier${word}`);
  await expect(page.getByRole("combobox", { name: "Aller à…" })).toHaveValue(`clavier${word}`);
  await expect(page.getByRole("option", { name: new RegExp(word) })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: new RegExp(word) })).toBeVisible();
  await reach(/button "Modifier le carnet de notes"/);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("textbox", { name: "Carnet de notes" })).toBeFocused();
  await page.keyboard.type("Noté sans souris");
  await reach(/button "Enregistrer"/);
  await page.keyboard.press("Enter");
  const notes = page.getByRole("region", { name: "Carnet de notes" });
  await expect(notes.getByText("Noté sans souris")).toBeVisible();
  await expect(button(page, "Modifier le carnet de notes")).toBeFocused();
});

test("une session expirée ramène où l'on était, une fois reconnecté", async ({ page, openAs }) => {
  await openAs("commercial", "/contacts?search=martin");
  await expect(page.getByRole("searchbox", { name: "Rechercher" })).toHaveValue("martin");
  await page.context().clearCookies();
  await page.reload();
  await expect(page).toHaveURL(/\/connexion\?retour=/);
  await page.getByLabel("Identifiant").fill("commercial@demo.fr");
  await page.getByLabel("Mot de passe", { exact: true }).fill(demoPassword);
  await button(page, "Se connecter").click();
  await expect(page).toHaveURL(/\/contacts\?search=martin$/);
  await expect(page.getByRole("searchbox", { name: "Rechercher" })).toHaveValue("martin");
});

test("le bouton « précédent » garde les filtres, la recherche et la place dans la liste", async ({ page, openAs }) => {
  await openAs("admin", "/opportunites");
  await page.getByRole("searchbox", { name: "Rechercher" }).fill("a");
  await page.getByLabel("Statut", { exact: true }).first().click();
  await page.getByRole("option", { name: "Gagné" }).click();
  await expect(page).toHaveURL(/search=a&status=won|status=won&search=a/);
  const others = page.getByRole("row").filter({ hasNot: page.getByRole("columnheader"), hasNotText: "Gagné" });
  await expect(others).toHaveCount(0);
  const list = page.getByRole("region", { name: "Opportunités" });
  await list.evaluate((box) => box.scrollTo(0, 440));
  const row = page.getByRole("row").nth(14);
  const title = await row.getByRole("link").textContent();
  await row.getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1, name: title ?? "" })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("searchbox", { name: "Rechercher" })).toHaveValue("a");
  await expect(page.getByLabel("Statut", { exact: true }).first()).toHaveValue("Gagné");
  await expect(others).toHaveCount(0);
  await expect.poll(() => list.evaluate((box) => box.scrollTop)).toBe(440);
});
