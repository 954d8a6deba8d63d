import { readFileSync } from "node:fs";
import { contactApi, questionApi, viewApi } from "@crm/contract";
import type { Page } from "@playwright/test";
import { type Api, expect, test } from "../fixtures/app.ts";

/** Three contacts that a test's word finds, in three towns. */
async function threeContacts(api: Api, word: string) {
  for (const [firstName, city] of [
    ["Anne", "RENNES"],
    ["Bruno", "Brest"],
    ["Chloé", "Paris"],
  ] as const)
    await api.call(contactApi.create, {
      body: {
        email: `${firstName.toLowerCase().replace("é", "e")}.${word}@exemple.fr`,
        firstName,
        lastName: word,
        city,
      },
    });
}
const total = (page: Page, text: string) => page.getByRole("status").filter({ hasText: new RegExp(`^${text}$`) });

async function choose(page: Page, field: string, option: string) {
  await page
    .getByRole("combobox", { name: field, exact: true })
    .or(page.getByLabel(field, { exact: true }))
    .first()
    .click();
  await page.getByRole("option", { name: option, exact: true }).click();
}

test("2.1.3 les conditions se groupent (toutes, ou au moins une), se lisent et s'enlèvent une à une", async ({
  page,
  openAs,
  api,
  word,
}) => {
  await threeContacts(api, word);
  await openAs("admin", `/contacts?search=${word}`);
  await expect(total(page, "3 contacts")).toBeVisible();
  await page.getByRole("button", { name: "Plus de filtres" }).click();
  await page.getByRole("button", { name: "Ajouter une condition" }).click();
  await choose(page, "Condition 1 : champ", "Prénom");
  await choose(page, "Condition 1 : critère", "n’est pas");
  await page.getByLabel("Condition 1 : valeur").fill("bruno");
  await expect(total(page, "2 contacts")).toBeVisible();

  await page.getByRole("button", { name: "Ajouter un groupe" }).click();
  for (const [place, city] of [
    [1, "rennes"],
    [2, "brest"],
  ] as const) {
    await choose(page, `Groupe 2, condition ${place} : champ`, "Ville");
    await page.getByLabel(`Groupe 2, condition ${place} : valeur`).fill(city);
  }
  await expect(total(page, "1 contact")).toBeVisible();
  await expect(page.getByRole("link", { name: new RegExp(`Anne ${word}`, "i") })).toBeVisible();

  // Whoever receives the address sees the same; the last condition is in it once its chip is there.
  const chips = page.getByRole("list", { name: "Filtres actifs" });
  await expect(chips).toContainText("Ville est brest");
  const address = page.url();
  await page.goto("/contacts");
  await page.goto(address);
  await expect(total(page, "1 contact")).toBeVisible();
  await expect(chips).toContainText("Prénom n’est pas bruno");
  await chips.getByRole("button", { name: "Enlever le filtre : Ville est rennes" }).click();
  await expect(page.getByText("Aucun contact ne correspond")).toBeVisible();
  await chips.getByRole("button", { name: /Prénom n’est pas/ }).click();
  await expect(total(page, "1 contact")).toBeVisible();
  await page.goBack();
  await expect(page.getByText("Aucun contact ne correspond")).toBeVisible();
});

test("2.1.4 l'affichage fiches montre les mêmes contacts, et retour au tableau", async ({
  page,
  openAs,
  api,
  word,
}) => {
  await threeContacts(api, word);
  await openAs("admin", `/contacts?search=${word}`);
  await page.getByRole("button", { name: "Affichage fiches" }).click();
  const cards = page.getByRole("list", { name: "Contacts" });
  await expect(cards.getByRole("listitem")).toHaveCount(3);
  await page.reload();
  await expect(cards.getByRole("link", { name: new RegExp(`Chloé ${word}`, "i") })).toBeVisible();
  await page.getByRole("button", { name: "Affichage tableau" }).click();
  await expect(page.getByRole("table", { name: "Contacts" })).toBeVisible();
});

test("2.1.5 le tableau se trie par toute colonne qui s'y prête", async ({ page, openAs, api, word }) => {
  await threeContacts(api, word);
  await openAs("admin", `/contacts?search=${word}`);
  const first = page.getByRole("row").nth(1);
  await page.getByRole("button", { name: "Ville" }).click();
  await expect(page.getByRole("columnheader", { name: "Ville" })).toHaveAttribute("aria-sort", "ascending");
  await expect(first).toContainText("Brest");
  await page.getByRole("button", { name: "Ville" }).click();
  await expect(first).toContainText("RENNES");
  await page.getByRole("button", { name: "E-mail" }).first().click();
  await expect(first).toContainText("Anne");
});

test("une vue s'enregistre, se partage, s'ouvre par défaut, se renomme et se supprime", async ({
  page,
  openAs,
  api,
  word,
}) => {
  await threeContacts(api, word);
  await openAs("manager", `/contacts?search=${word}&sort=city`);
  const menu = async (item: string | RegExp) => {
    await page.getByRole("button", { name: /^Vues/ }).click();
    await page.getByRole("menuitem", { name: item }).click();
  };
  await menu("Enregistrer la vue…");
  await page.getByLabel("Nom de la vue").fill(`Vue ${word}`);
  await page.getByLabel("Partager avec l’organisation").check();
  await page.getByLabel("Ouvrir la liste sur cette vue").check();
  await page.getByRole("button", { name: "Enregistrer", exact: true }).click();
  await expect(page.getByRole("button", { name: `Vues : Vue ${word}` })).toBeVisible();

  // The bare list opens with it; « toutes les fiches » shows everything.
  await page.goto("/contacts");
  await expect(page).toHaveURL(/sort=city/);
  await expect(page.getByRole("searchbox", { name: "Rechercher" })).toHaveValue(word);
  await menu("Toutes les fiches");
  await expect(page).toHaveURL(/view=none/);
  await expect(page.getByRole("searchbox", { name: "Rechercher" })).toHaveValue("");

  await menu(new RegExp(`Vue ${word}`));
  await menu("Renommer la vue");
  await page.getByLabel("Nom de la vue").fill(`Autre ${word}`);
  await page.getByRole("button", { name: "Enregistrer", exact: true }).click();
  await expect(page.getByRole("button", { name: `Vues : Autre ${word}` })).toBeVisible();
  const { views } = await api.call(viewApi.list, { query: { record: "contact" } });
  expect(views.find(({ name }) => name === `Autre ${word}`)?.can.update).toBe(false);

  await menu("Supprimer la vue");
  await page.getByRole("dialog").getByRole("button", { name: "Supprimer" }).click();
  await expect(page.getByRole("button", { name: "Vues", exact: true })).toBeVisible();
  await page.goto("/contacts");
  await expect(page.getByRole("searchbox", { name: "Rechercher" })).toHaveValue("");
});

test("les colonnes se choisissent et s'ordonnent au clavier, et restent", async ({ page, openAs }) => {
  await openAs("commercial", "/contacts");
  const headers = page.getByRole("columnheader");
  await expect(headers.filter({ hasText: "Ville" })).toBeVisible();
  await page.getByRole("button", { name: "Colonnes" }).click();
  const dialog = page.getByRole("dialog", { name: "Colonnes du tableau" });
  await dialog.getByRole("checkbox", { name: "Téléphone" }).uncheck();
  await dialog.getByRole("checkbox", { name: "Type de client" }).check();
  await dialog.getByRole("button", { name: "Déplacer Organisation" }).focus();
  for (const key of ["Space", "ArrowDown", "Space"]) {
    await page.keyboard.press(key);
    await page.waitForTimeout(250);
  }
  await dialog.getByRole("button", { name: "Fermer" }).last().click();
  const order = async () => (await headers.allInnerTexts()).map((text) => text.trim()).filter(Boolean);
  const expected = async () => {
    const shown = await order();
    expect(shown).not.toContain("Téléphone");
    expect(shown).toContain("Type de client");
    expect(shown.indexOf("E-mail")).toBeLessThan(shown.indexOf("Organisation"));
  };
  await expect(headers.filter({ hasText: "Type de client" })).toBeVisible();
  await expected();
  await page.reload();
  await expect(headers.filter({ hasText: "Type de client" })).toBeVisible();
  await expected();
  await page.getByRole("button", { name: "Colonnes" }).click();
  await dialog.getByRole("button", { name: "Colonnes habituelles" }).click();
  await expect(headers.filter({ hasText: "Téléphone" })).toBeVisible();
});

test("des centaines de lignes défilent sans jamais être toutes dans la page ; une recherche n'attend pas l'ancienne", async ({
  page,
  openAs,
  api,
  word,
}) => {
  await threeContacts(api, word);
  await openAs("admin", "/contacts");
  const rows = page.locator("tbody tr[data-index]");
  await expect(rows.first()).toBeVisible();
  const scroller = page.locator("section", { has: page.getByRole("table", { name: "Contacts" }) }).last();
  for (let step = 0; step < 12; step += 1) {
    await scroller.evaluate((element) => element.scrollBy(0, 3000));
    await page.waitForTimeout(150);
    expect(await rows.count()).toBeLessThanOrEqual(40);
  }
  await expect.poll(async () => Number(await rows.last().getAttribute("data-index"))).toBeGreaterThan(120);

  // The answer to the first letters never comes: what was typed after them is shown all the same.
  await page.route(
    (url) => url.pathname === "/api/contacts" && url.searchParams.get("search") === word.slice(0, 4),
    () => undefined,
  );
  const field = page.getByRole("searchbox", { name: "Rechercher" });
  const aborted = page.waitForEvent("requestfailed", (request) =>
    new RegExp(`search=${word.slice(0, 4)}(&|$)`).test(request.url()),
  );
  await field.fill(word.slice(0, 4));
  await page.waitForRequest((request) => request.url().includes(`search=${word.slice(0, 4)}`));
  await field.fill(word);
  await expect(total(page, "3 contacts")).toBeVisible();
  await aborted;
});

test("la fiche donne sa vCard, se copie, et son historique se filtre", async ({ page, openAs, api, word, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const contact = await api.call(contactApi.create, {
    body: { email: `${word}@exemple.fr`, firstName: "Élodie", lastName: word, mobile: "06 12 34 56 78" },
  });
  await api.call(contactApi.update, { params: { id: contact.id }, body: { version: contact.version, city: "Rennes" } });
  await openAs("admin", `/contacts/${contact.id}`);
  await expect(page.getByRole("link", { name: "06 12 34 56 78" })).toHaveAttribute("href", "tel:+33612345678");
  await expect(page.getByRole("link", { name: `${word}@exemple.fr` })).toHaveAttribute(
    "href",
    `mailto:${word}@exemple.fr`,
  );
  await page.getByRole("button", { name: "Copier l’e-mail" }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${word}@exemple.fr`);

  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Télécharger la vCard" }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe(`Élodie ${word}.vcf`);
  expect(readFileSync(await file.path(), "utf8")).toContain(`N:${word};Élodie;;;`);

  const history = page.getByRole("region", { name: "Historique" });
  await expect(history.getByText("Contact créé")).toBeVisible();
  await history.getByLabel("Filtrer l’historique").selectOption({ label: "Modifications" });
  await expect(history.getByText("Informations essentielles modifiées")).toBeVisible();
  await expect(history.getByText("Contact créé")).toBeHidden();
});

test("une vue par défaut dont une condition ne s'applique plus s'ouvre, le dit, et laisse la retirer", async ({
  page,
  openAs,
  api,
  word,
}) => {
  await threeContacts(api, word);
  const question = async (label: string, type: "text" | "boolean") => {
    const input = { label: `${label} ${word}`, code: `${label}_${word}`.toUpperCase(), type, inSearch: true };
    return api.call(questionApi.create, { body: { record: "contact", input } });
  };
  const [kind, gone] = [await question("NATURE", "text"), await question("AVIS", "boolean")];
  const filter = JSON.stringify({
    match: "all",
    items: [
      { field: "city", operator: "is", value: "Brest" },
      { questionId: kind.id, operator: "contains", value: "grand" },
    ],
  });
  const answers = JSON.stringify([{ questionId: gone.id, operator: "is", value: true }]);
  const body = {
    record: "contact" as const,
    name: `Caduque ${word}`,
    shared: false,
    columns: [],
    display: "table" as const,
  };
  const query = new URLSearchParams({ search: word, filter, answers, sort: gone.id }).toString();
  const view = await api.call(viewApi.create, { body: { ...body, query } });
  await api.call(viewApi.prefer, { body: { record: "contact", defaultViewId: view.id } });
  try {
    const input = { label: kind.label, code: kind.code, type: "date" as const, inSearch: true };
    await api.call(questionApi.update, { params: { id: kind.id }, body: { input, version: kind.version } });
    await api.call(questionApi.remove, { params: { id: gone.id } });

    await openAs("admin", "/contacts");
    const chips = page.getByRole("list", { name: "Filtres actifs" });
    await expect(chips).toContainText(`Ne s’applique plus : NATURE ${word} contient grand`);
    await expect(chips).toContainText("Ne s’applique plus : Question supprimée est Oui");
    await expect(page.getByRole("alert")).toContainText("Une condition ne s’applique plus");
    await expect(page.getByRole("heading", { name: "Contacts" })).toBeVisible();

    // Opened anew, the filters are unfolded: each condition stands on its line, for its question as it is now.
    await page.reload();
    await expect(page.getByRole("combobox", { name: "Condition 2 : champ" })).toHaveValue(kind.label);
    await expect(page.getByRole("combobox", { name: "Condition 2 : critère" })).toHaveValue("");
    await expect(chips).toContainText("Ne s’applique plus : NATURE");

    // One by one; the other conditions stay, and so does the one that does not apply when another is changed.
    await chips.getByRole("button", { name: /Enlever le filtre : .*Question supprimée/ }).click();
    await expect(chips).not.toContainText("Question supprimée");
    await expect(chips).toContainText("Ne s’applique plus : NATURE");
    await chips.getByRole("button", { name: "Retirer ce qui ne s’applique plus" }).click();
    await expect(total(page, "1 contact")).toBeVisible();
    await expect(chips).toContainText("Ville est Brest");
    await expect(page.getByRole("link", { name: new RegExp(`Bruno ${word}`, "i") })).toBeVisible();
  } finally {
    await api.call(viewApi.remove, { params: { id: view.id } });
    await api.call(questionApi.remove, { params: { id: kind.id } });
  }
});
