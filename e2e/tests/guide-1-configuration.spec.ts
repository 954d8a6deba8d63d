import { contactApi } from "@crm/contract";
import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures/app.ts";

/** Opens a screen by the menu on the left: « Configuration » → « Utilisateurs ». */
async function follow(page: Page, tab: string, entry: string): Promise<void> {
  const item = page
    .getByRole("navigation", { name: "Navigation principale" })
    .getByRole("listitem")
    .filter({ has: page.getByRole("button", { name: tab, exact: true }) });
  const button = item.getByRole("button", { name: tab, exact: true });
  if ((await button.getAttribute("aria-expanded")) === "false") await button.click();
  await item.getByRole("link", { name: entry, exact: true }).click();
}

test("1.2.14 Configuration → Utilisateurs : les personnes utilisant l'application, affectables aux contacts", async ({
  page,
  openAs,
  api,
  word,
}) => {
  const { id } = await api.call(contactApi.create, { body: { email: `${word}@exemple.fr` } });
  await openAs("admin");
  await follow(page, "Configuration", "Utilisateurs");
  const users = page.getByRole("table").getByRole("row");
  await expect(users.filter({ hasText: "commercial@demo.fr" })).toContainText("Chloé");
  await page.goto(`/contacts/${id}`);
  await page.getByRole("button", { name: "Affecter" }).click();
  await page.getByRole("dialog").getByLabel("Utilisateur").first().click();
  await page.getByRole("option", { name: /Chloé Commercial/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Choisir" }).click();
  await expect(page.getByText("Chloé Commercial", { exact: true })).toBeVisible();
});

test("1.2.15 Configuration : les codes des champs de contact et d'opportunité", async ({ page, openAs }) => {
  await openAs("admin");
  for (const [sheet, label, code] of [
    ["Fiche contact", "Type de client", "TYPE_CLIENT"],
    ["Fiche opportunité", "Type de contrat", "TYPE_CONTRAT"],
  ] as const) {
    await follow(page, "Configuration", sheet);
    const question = page.getByRole("listitem").or(page.getByRole("row")).filter({ hasText: label }).first();
    await expect(question).toContainText(code);
  }
});
