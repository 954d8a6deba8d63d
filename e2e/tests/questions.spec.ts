import { contactApi, questionApi } from "@crm/contract";
import type { Page } from "@playwright/test";
import { drag, expect, test } from "../fixtures/app.ts";

/** « Modifier les questions », « Ajouter une question », its name, « changer »: as the guide says (2.5). */
async function newQuestion(page: Page, label: string, type: string): Promise<void> {
  await page.getByRole("button", { name: "Modifier les questions" }).click();
  await page.getByRole("link", { name: "Ajouter une question" }).first().click();
  await page.getByLabel("Questions").fill(label);
  await page.getByRole("button", { name: "changer" }).click();
  await page.getByRole("button", { name: type, exact: true }).click();
}
const valider = (page: Page) => page.getByRole("button", { name: "Valider" }).click();
const edit = (page: Page) => page.getByRole("button", { name: "Modifier les champs supplémentaires" }).click();

test("2.5.3 2.5.7 « changer » propose Adresse, Échelle et Fichier, qui se complètent sur la fiche", async ({
  page,
  openAs,
  api,
  word,
}) => {
  const { id } = await api.call(contactApi.create, { body: { email: `${word}@exemple.fr` } });
  const [address, scale, file] = [`Chantier ${word}`, `Satisfaction ${word}`, `Devis ${word}`];
  await openAs("admin", "/configuration/profils/fiche-contact");
  await newQuestion(page, address, "Adresse");
  await valider(page);
  await expect(page.getByText(`« ${address} » est enregistrée.`)).toBeVisible();
  await page.goto("/configuration/profils/fiche-contact");
  await newQuestion(page, scale, "Échelle");
  await page.getByLabel("Libellé de la note 1").fill("Mécontent");
  await page.getByLabel("Libellé de la note la plus haute").fill("Ravi");
  await valider(page);
  await expect(page.getByText(`« ${scale} » est enregistrée.`)).toBeVisible();
  await page.goto("/configuration/profils/fiche-contact");
  await newQuestion(page, file, "Fichier");
  await page.getByLabel("Fichiers acceptés").first().click();
  await page.getByRole("option", { name: "PDF", exact: true }).click();
  await valider(page);
  await expect(page.getByText(`« ${file} » est enregistrée.`)).toBeVisible();

  await page.goto(`/contacts/${id}`);
  await edit(page);
  const street = page.getByRole("group", { name: address });
  await street.getByLabel("Numéro et rue").fill("12 rue de la Paix");
  await street.getByLabel("Code postal").fill("75002");
  await street.getByLabel("Ville").fill("Paris");
  await page.getByRole("radiogroup", { name: scale }).getByRole("radio", { name: "5 : Ravi" }).click();
  const files = page.getByRole("group", { name: file });
  const choose = files.locator("input[type=file]");
  await choose.setInputFiles({ name: "page.pdf", mimeType: "application/pdf", buffer: Buffer.from("<html>") });
  await expect(files.getByText(/n’est pas un fichier du type/)).toBeVisible();
  await choose.setInputFiles({ name: "devis.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7") });
  await expect(files.getByRole("button", { name: "devis.pdf", exact: true })).toBeVisible();
  await valider(page);
  await expect(page.locator("dd", { hasText: "12 rue de la Paix, 75002 Paris" })).toBeVisible();
  await expect(page.locator("dd", { hasText: "5/5" })).toBeVisible();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "devis.pdf" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("devis.pdf");
});

test("2.5.7 « Afficher seulement si… » ne montre une question que selon la réponse à une autre", async ({
  page,
  openAs,
  api,
  word,
}) => {
  const { id } = await api.call(contactApi.create, { body: { email: `${word}@exemple.fr` } });
  const [origin, detail] = [`Origine ${word}`, `Salon ${word}`];
  await api.call(questionApi.create, {
    body: { record: "contact", input: { label: origin, code: word.toUpperCase(), type: "boolean" } },
  });
  await openAs("admin", "/configuration/profils/fiche-contact");
  await newQuestion(page, detail, "Texte court");
  await page.getByLabel("Réponse obligatoire").check();
  await page.getByRole("button", { name: "Ajouter une condition" }).click();
  await page.getByLabel("Condition : champ").first().fill(word);
  await page.getByRole("option", { name: origin }).click();
  await page.getByRole("button", { name: "Valider" }).click();
  await expect(page.getByText("Ce critère ne correspond pas à la question.")).toBeVisible();
  await page.getByLabel("Condition : valeur").first().click();
  await page.getByRole("option", { name: "Oui" }).click();
  await valider(page);
  await expect(page.getByText(`Seulement si ${origin} est Oui`)).toBeVisible();

  await page.goto(`/contacts/${id}`);
  await expect(page.locator("dt", { hasText: origin })).toBeVisible();
  await expect(page.locator("dt", { hasText: detail })).toBeHidden();
  await edit(page);
  await page.getByRole("radiogroup", { name: origin }).getByLabel("Oui").check();
  await valider(page);
  await expect(page.getByText("Ce champ est obligatoire.")).toBeVisible();
  await page.getByLabel(detail).fill("Salon de Rennes");
  await valider(page);
  await expect(page.locator("dd", { hasText: "Salon de Rennes" })).toBeVisible();
  await page.goto("/configuration/profils/fiche-contact");
  await expect(page.getByText(`1 contact y répond · montre « ${detail} »`)).toBeVisible();
});

test("2.5.8 l'ordre des questions peut différer entre les onglets BtoB et BtoC ; la fiche suit", async ({
  page,
  openAs,
  api,
  word,
}) => {
  const [alpha = "", beta = ""] = ["Alpha", "Beta"].map((name) => `${name} ${word}`);
  for (const label of [alpha, beta])
    await api.call(questionApi.create, {
      body: { record: "contact", input: { label, code: label.toUpperCase().replace(" ", "_"), type: "text" } },
    });
  const { id } = await api.call(contactApi.create, { body: { email: `${word}@exemple.fr` } });
  await openAs("admin", "/configuration/profils/fiche-contact");
  await page.getByRole("button", { name: "Modifier l'ordre des questions" }).click();
  await page.getByText("Onglet BtoC", { exact: true }).click();
  await drag(page, beta, alpha);
  await valider(page);
  await expect(page.getByRole("button", { name: "Modifier les questions" })).toBeVisible();
  await page.goto(`/contacts/${id}`);
  const shown = page.locator("dt", { hasText: word });
  await expect(shown).toHaveText([alpha, beta]);
  await page.getByRole("button", { name: "Passer à l'onglet BtoC" }).click();
  await expect(shown).toHaveText([beta, alpha]);
});
