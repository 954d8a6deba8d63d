import { expect, test } from "../fixtures/app.ts";
import { isSound } from "../fixtures/axe.ts";
import { newContact } from "../fixtures/records.ts";

test("Listes de sélection : y mettre des contacts, l’ouvrir, en retirer, annuler, la partager", async ({
  page,
  openAs,
  api,
  word,
}) => {
  test.setTimeout(120_000);
  for (const n of [1, 2, 3]) await newContact(api, `${word}${n}`);
  await openAs("admin", `/contacts?search=${word}`);
  await page.getByRole("checkbox", { name: "Sélectionner les lignes affichées" }).click();
  const bar = page.getByRole("region", { name: "Sélection" });
  await expect(bar.getByRole("button", { name: "Retirer de la liste" })).toHaveCount(0);
  await bar.getByRole("button", { name: "Ajouter à une liste" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Ajouter" }).click();
  await expect(dialog.getByText("Indiquez le nom d’une liste.")).toBeVisible();
  await dialog.getByLabel("Liste de sélection").fill(`Salon ${word}`);
  await isSound(page, "ajouter à une liste de sélection");
  await dialog.getByRole("button", { name: "Créer et ajouter" }).click();
  await expect(page.getByText("3 contacts ajoutés à la liste").first()).toBeVisible();

  await page.goto("/outils/selections");
  const line = page.getByRole("listitem").filter({ hasText: `Salon ${word}` });
  await expect(line).toContainText("3 contacts");
  await isSound(page, "listes de sélection");
  await line.getByRole("link").click();
  await expect(page.getByText(`Liste de sélection : Salon ${word}`)).toBeVisible();
  await page.getByRole("checkbox", { name: `Sélectionner ${word}2`, exact: true }).click();
  await bar.getByRole("button", { name: "Retirer de la liste" }).click();
  await dialog.getByRole("button", { name: "Retirer" }).click();
  await expect(page.getByRole("link", { name: `${word}2`, exact: true })).toHaveCount(0);
  await page.getByRole("button", { name: "Annuler", exact: true }).first().click();
  await expect(page.getByRole("link", { name: `${word}2`, exact: true })).toBeVisible();

  await page.goto("/outils/selections");
  await line.getByRole("button", { name: `Modifier Salon ${word}` }).click();
  await dialog.getByLabel("Partagée avec mon organisation").check();
  await dialog.getByRole("button", { name: "Valider" }).click();
  await expect(line).toContainText("Partagée");
  await line.getByRole("button", { name: `Supprimer Salon ${word}` }).click();
  await dialog.getByRole("button", { name: "Supprimer" }).click();
  await expect(line).toHaveCount(0);
});
