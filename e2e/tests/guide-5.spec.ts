import { expect, test } from "../fixtures/app.ts";

// One pixel, which the server makes a photo of.
const pixel = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

const password = "un mot de passe sûr";

test("5.1 5.2 5.3 5.4 un nouvel utilisateur, sans puis avec la case administrateur, et sa photo", async ({
  page,
  openAs,
  word,
  browser,
  baseURL,
}) => {
  const email = `${word}@briconett.example`;
  await openAs("admin", "/configuration/utilisateurs");
  await page
    .getByRole("link", { name: "Nouveau", exact: true })
    .or(page.getByRole("button", { name: "Nouveau", exact: true }))
    .first()
    .click();
  await page.getByLabel("Prénom").fill("Maël");
  await page.getByLabel(/^Nom\b/).fill(`Kerléo${word}`);
  await page.getByLabel(/^Email/).fill(email);
  await page.getByLabel("Téléphone").fill("02 99 00 00 00");
  await page.getByLabel(/^Mot de passe/).fill(password);
  await page.getByLabel(/Confirmation/).fill(password);
  await page.getByLabel("Organisation").first().click();
  await page.getByRole("option", { name: "Briconett" }).click();
  await expect(page.getByLabel("Administrateur")).not.toBeChecked();
  await page.getByRole("button", { name: "Valider" }).click();
  await expect(page.getByRole("tab", { name: "Photo" })).toBeVisible();
  await expect(page).toHaveURL(/utilisateurs\/[0-9a-f-]{36}/);

  const other = await browser.newContext({ baseURL: baseURL ?? "" });
  const his = await other.newPage();
  await his.request.post("/api/session", { data: { email, password } });
  await his.goto("/");
  await expect(his.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(his.getByRole("link", { name: "Nouveau contact" })).toHaveCount(0);
  await other.close();

  await page.getByRole("tab", { name: "Photo" }).click();
  await page.locator('input[type="file"]').setInputFiles({ name: "photo.png", mimeType: "image/png", buffer: pixel });
  await page.getByRole("button", { name: "Charger la photo" }).click();
  await expect(page.getByRole("button", { name: /(Retirer|Supprimer) la photo/ })).toBeVisible();
});
