import { bulkApi, contactApi } from "@crm/contract";
import type { Page } from "@playwright/test";
import { type Api, expect, test } from "../fixtures/app.ts";

/** So many contacts that only `word` finds. */
async function crowd(api: Api, word: string, count: number) {
  const made = [];
  for (let i = 0; i < count; i++)
    made.push(
      await api.call(contactApi.create, { body: { email: `${word}${i}@exemple.fr`, lastName: `${word} ${i}` } }),
    );
  return made;
}

const found = (api: Api, search: string) =>
  api.call(contactApi.list, { query: { search, size: "200" as never } }).then(({ rows }) => rows);

const rowBox = (page: Page, name: string) => page.getByRole("checkbox", { name: `Sélectionner ${name}`, exact: true });

test("2.6.2 Outils → Import/export → Supprimer des contacts : les contacts du fichier sont supprimés, eux seuls", async ({
  page,
  openAs,
  api,
  word,
}) => {
  const [one, two] = await crowd(api, word, 3);
  await openAs("admin", "/outils/import-export");
  await page
    .getByRole("main")
    .getByRole("link", { name: /Supprimer des contacts/ })
    .click();
  const rows = ["Nom;Code contact", `a;${one?.code}`, `b;${two?.code}`, `b;${two?.code}`, "c;C-999999"];
  await page
    .getByLabel("Fichier des contacts à supprimer")
    .last()
    .setInputFiles({ name: "export.csv", mimeType: "text/csv", buffer: Buffer.from(rows.join("\n")) });
  await page.getByRole("button", { name: "Vérifier le fichier" }).click();
  await expect(page.getByText("Rien n’est encore supprimé")).toBeVisible({ timeout: 20_000 });
  const figure = (name: string) =>
    page
      .getByRole("definition")
      .filter({ has: page.locator("xpath=.") })
      .and(page.locator("dd").filter({ has: page.locator(`xpath=preceding-sibling::dt[.="${name}"]`) }));
  await expect(figure("Contacts à supprimer")).toHaveText("2");
  await expect(figure("Codes inconnus")).toHaveText("1");
  await expect(figure("Lignes en double")).toHaveText("1");
  await expect(page.getByText("C-999999")).toBeVisible();
  expect(await found(api, word)).toHaveLength(3);
  await page.getByRole("button", { name: "Supprimer", exact: true }).click();
  await expect(page.getByText("2 contacts supprimés.")).toBeVisible({ timeout: 20_000 });
  expect((await found(api, word)).map(({ lastName }) => lastName)).toEqual([`${word} 2`]);
  await page.getByRole("button", { name: "Annuler", exact: true }).click();
  await expect(page.getByText("2 contacts rétablis.")).toBeVisible({ timeout: 20_000 });
  expect(await found(api, word)).toHaveLength(3);
});

test("Affecter plusieurs contacts d’un coup, par plage, puis annuler", async ({ page, openAs, api, word }) => {
  await crowd(api, word, 5);
  await openAs("admin", `/contacts?search=${word}&sort=name&direction=asc`);
  await rowBox(page, `${word} 1`).click();
  await rowBox(page, `${word} 3`).click({ modifiers: ["Shift"] });
  await expect(page.getByText("3 sélectionnés")).toBeVisible();
  // By the keyboard alone: the space bar turns the row that has the focus.
  await page.getByRole("row", { name: new RegExp(`${word} 1`) }).focus();
  await page.keyboard.press("Space");
  await expect(page.getByText("2 sélectionnés")).toBeVisible();
  await page.getByRole("region", { name: "Sélection" }).getByRole("button", { name: "Affecter" }).click();
  const dialog = page.getByRole("dialog", { name: "Affecter 2 contacts" });
  await dialog.getByRole("combobox", { name: "Utilisateur" }).or(dialog.getByLabel("Utilisateur")).first().click();
  await page.getByRole("option").nth(1).click();
  await dialog.getByRole("button", { name: "Affecter" }).click();
  await expect(page.getByText("2 contacts affectés")).toBeVisible();
  const others = async () => (await found(api, word)).filter(({ owner }) => owner?.id !== api.user.id).length;
  expect(await others()).toBe(2);
  await page.getByRole("button", { name: "Annuler", exact: true }).click();
  await expect(page.getByText("2 contacts rétablis")).toBeVisible();
  expect(await others()).toBe(0);
});

test("Tout sélectionner : tous les contacts trouvés, au-delà de la page, sauf un ; la suppression se suit et s’annule plus tard", async ({
  page,
  openAs,
  api,
  word,
}) => {
  test.setTimeout(120_000);
  await crowd(api, word, 121);
  await openAs("admin", `/contacts?search=${word}`);
  await page.getByRole("checkbox", { name: "Sélectionner les lignes affichées" }).click();
  await page.getByRole("button", { name: "Tout sélectionner (121)" }).click();
  await expect(page.getByText("121 sélectionnés")).toBeVisible();
  await page
    .getByRole("checkbox", { name: /^Sélectionner / })
    .nth(1)
    .click();
  await expect(page.getByText("120 sélectionnés")).toBeVisible();
  await page.getByRole("region", { name: "Sélection" }).getByRole("button", { name: "Supprimer" }).click();
  await page
    .getByRole("dialog", { name: "Supprimer 120 contacts ?" })
    .getByRole("button", { name: "Supprimer" })
    .click();
  await expect(page.getByText("120 contacts supprimés")).toBeVisible({ timeout: 30_000 });
  await expect.poll(async () => (await found(api, word)).length).toBe(1);
  // The tab was closed: the change is found again, and undone, from its own page.
  await page.goto("/outils/modifications-en-masse");
  const item = page.getByRole("listitem").filter({ hasText: "120 contacts supprimés" }).first();
  await item.getByRole("button", { name: "Annuler" }).click();
  await expect(page.getByText("120 contacts rétablis")).toBeVisible({ timeout: 30_000 });
  await expect.poll(async () => (await found(api, word)).length).toBe(121);
  expect((await api.call(bulkApi.list, {})).length).toBeGreaterThan(0);
});
