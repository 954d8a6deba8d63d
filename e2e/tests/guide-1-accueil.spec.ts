import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures/app.ts";
import { isSound } from "../fixtures/axe.ts";

const titlesOf = (page: Page) => page.getByRole("main").getByRole("heading", { level: 2 });
const customiseOf = (page: Page) => page.getByRole("button", { name: "Personnaliser l’accueil" });
const dialogOf = (page: Page) => page.getByRole("dialog", { name: "Personnaliser l’accueil" });

/** The usual blocks again, for the next test. */
async function reset(page: Page) {
  await customiseOf(page).click();
  await dialogOf(page).getByRole("button", { name: "Rétablir" }).click();
  await dialogOf(page).getByRole("button", { name: "Valider" }).click();
  await expect(titlesOf(page).first()).toHaveText("To do list");
}

test("l'accueil montre les blocs choisis, dans l'ordre choisi", async ({ page, openAs }) => {
  await openAs("manager");
  const [titles, customise, dialog] = [titlesOf(page), customiseOf(page), dialogOf(page)];
  await expect(titles.first()).toHaveText("To do list");
  await expect(page.getByRole("heading", { name: "Prévisions" })).toHaveCount(0);

  // Chosen, and put in order by keyboard alone.
  await customise.click();
  await expect(dialog.getByRole("checkbox", { name: "To do list" })).toBeChecked();
  await isSound(page, "Personnaliser l’accueil");
  for (const name of ["Mes opportunités ouvertes", "Opportunités en sommeil", "Depuis votre dernière visite"])
    await dialog.getByRole("checkbox", { name }).uncheck();
  await dialog.getByRole("checkbox", { name: "Motifs de perte" }).check();
  const handle = dialog.getByRole("button", { name: "Déplacer Motifs de perte" });
  await handle.focus();
  await page.keyboard.press("Space");
  await expect(page.getByText(/« Motifs de perte » (saisi,|en) position 13 sur 13\./)).toBeAttached();
  for (let place = 12; place >= 1; place--) {
    await page.keyboard.press("ArrowUp");
    await expect(page.getByText(`« Motifs de perte » en position ${place} sur 13.`)).toBeAttached();
  }
  await page.keyboard.press("Space");
  await expect(page.getByText("« Motifs de perte » déposé en position 1 sur 13.")).toBeAttached();
  await dialog.getByRole("button", { name: "Valider" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(customise).toBeFocused();
  // The left column, then the right one.
  const order = [
    ...["Motifs de perte", "Contacts enregistrés récemment", "Enregistrements récents"],
    ...["To do list", "Statistiques enregistrements", "Opportunités récentes"],
  ];
  await expect(titles).toHaveText(order);

  await page.reload();
  await expect(titles).toHaveText(order);
  const reason = page.getByRole("table", { name: "Motifs de perte" }).getByRole("row").nth(1);
  const count = Number(await reason.getByRole("link").textContent());
  await reason.getByRole("link").click();
  await expect(page.getByText(count > 1 ? `${count} opportunités` : "1 opportunité", { exact: true })).toBeVisible();

  await page.goto("/");
  await reset(page);
  await expect(titles.filter({ hasText: "Motifs de perte" })).toHaveCount(0);
});

test("une partie d'un rapport s'ajoute à l'accueil d'où elle est", async ({ page, openAs }) => {
  await openAs("manager", "/opportunites/reporting?part=forecast");
  await page.getByRole("button", { name: "Ajouter à l’accueil : Prévisions" }).click();
  await expect(page.getByText("« Prévisions » est sur l’accueil.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Retirer de l’accueil : Prévisions" })).toBeVisible();
  await page.goto("/");
  await expect(page.getByRole("table", { name: "Prévisions" }).getByRole("link").first()).toBeVisible();
  await expect(page.getByRole("img", { name: /^Prévisions par mois prévu/ })).toBeVisible();
  await isSound(page, "Accueil avec des rapports");
  // On a phone: one column, in the order chosen.
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(titlesOf(page)).toHaveText([
    ...["To do list", "Mes opportunités ouvertes", "Opportunités en sommeil", "Depuis votre dernière visite"],
    ...["Contacts enregistrés récemment", "Statistiques enregistrements", "Enregistrements récents"],
    ...["Opportunités récentes", "Prévisions"],
  ]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await reset(page);
  await expect(page.getByRole("heading", { name: "Prévisions" })).toHaveCount(0);
});
