import { contactApi } from "@crm/contract";
import { demoPassword } from "@crm/db/seed";
import { expect, test } from "../fixtures/app.ts";

test("1.1.1 identifiant et mot de passe ouvrent la page d'accueil", async ({ page }) => {
  await page.goto("/");
  await expect(page).toHaveURL(/\/connexion/);
  await page.getByLabel("Identifiant").fill("commercial@demo.fr");
  await page.getByLabel("Mot de passe", { exact: true }).fill("pas-le-bon-mot");
  await page.getByRole("button", { name: "Se connecter" }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await expect(page.getByLabel("Identifiant")).toHaveValue("commercial@demo.fr");
  await page.getByLabel("Mot de passe", { exact: true }).fill(demoPassword);
  await page.getByRole("button", { name: "Se connecter" }).click();
  await expect(page).toHaveURL(/\/$/);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByText("Contacts enregistrés récemment")).toBeVisible();
});

test.describe("Internet Explorer", () => {
  test.use({ userAgent: "Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko" });
  test("1.1.2 un navigateur obsolète est averti et invité à en changer", async ({ page }) => {
    await page.goto("/connexion");
    for (const word of ["obsolète", "Chrome", "Firefox", "Edge"])
      await expect(page.getByText(word).first()).toBeVisible();
  });
});

test("1.2.1 les onglets à gauche naviguent dans l'application", async ({ page, openAs }) => {
  await openAs("admin");
  const navigation = page.getByRole("navigation", { name: "Navigation principale" });
  const steps = [
    ["Contacts", "Liste", "/contacts"],
    ["Contacts", "Nouveau contact", "/contacts/nouveau"],
    ["Opportunités", "Liste", "/opportunites"],
    ["Configuration", "Utilisateurs", "/configuration/utilisateurs"],
  ] as const;
  for (const [tab, entry, address] of steps) {
    const button = navigation.getByRole("button", { name: tab, exact: true });
    if ((await button.getAttribute("aria-expanded")) === "false") await button.click();
    const item = navigation.getByRole("listitem").filter({ has: page.getByRole("button", { name: tab, exact: true }) });
    await item.getByRole("link", { name: entry, exact: true }).click();
    await expect(page).toHaveURL(new RegExp(`${address}$`));
  }
  await navigation.getByRole("link", { name: "Accueil", exact: true }).click();
  await expect(page).toHaveURL(/\/$/);
});

test("accueil : mon entonnoir pondéré, ce qui dort, ce qui a changé depuis ma dernière visite, chacun pour soi", async ({
  page,
  openAs,
  api,
  word,
}) => {
  // One widget fails: the others show all the same.
  await page.route("**/api/home/stale*", (route) => route.fulfill({ status: 500, json: {} }));
  await openAs("manager", "/");
  const section = (name: string | RegExp) => page.getByRole("region", { name });
  await expect(section("Contacts enregistrés récemment").getByRole("listitem").first()).toBeVisible();
  await section(/opportunités ouvertes/i)
    .getByText("Toutes")
    .click();
  await expect(section("Opportunités ouvertes")).toContainText("pondéré par la probabilité");
  await expect(section("Opportunités en sommeil").getByRole("alert")).toBeVisible();
  await page.unroute("**/api/home/stale*");
  await section("Opportunités en sommeil").getByRole("button", { name: "Réessayer" }).click();
  await section("Opportunités en sommeil").getByText("Toutes").click();
  await expect(
    section("Opportunités en sommeil")
      .getByText(/\d+ jours/)
      .first(),
  ).toBeVisible();

  // What somebody else does appears by itself, and is told once.
  const changes = section("Depuis votre dernière visite");
  const seen = changes.getByRole("button", { name: "Tout est vu" });
  await expect(seen.or(changes.getByText("Rien de nouveau"))).toBeVisible();
  if (await changes.getByRole("button", { name: "Tout est vu" }).isVisible())
    await changes.getByRole("button", { name: "Tout est vu" }).click();
  await expect(changes.getByText("Rien de nouveau")).toBeVisible();
  await api.call(contactApi.create, { body: { email: `${word}@exemple.fr`, lastName: `Nouveau ${word}` } });
  await expect(changes.getByRole("link", { name: `Nouveau ${word}` })).toBeVisible({ timeout: 5000 });
  await page.reload();
  await expect(changes.getByRole("link", { name: `Nouveau ${word}` })).toBeVisible();
  await changes.getByRole("button", { name: "Tout est vu" }).click();
  await expect(changes.getByText("Rien de nouveau")).toBeVisible();

  // A stage leads to its opportunities.
  const stage = section("Opportunités ouvertes").getByRole("link", { name: "Négociation" });
  const count = await stage.locator("xpath=following-sibling::span[1]").textContent();
  await stage.click();
  await expect(page).toHaveURL(/stageId=/);
  await expect(page.getByText(new RegExp(`^${count} opportunités?$`))).toBeVisible();
});
