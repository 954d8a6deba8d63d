import { opportunityApi, questionApi } from "@crm/contract";
import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures/app.ts";
import { isSound } from "../fixtures/axe.ts";
import { newSale } from "../fixtures/records.ts";

const funnel = "/opportunites/entonnoir";
const reporting = "/opportunites/reporting";

/** « Opportunités », then the entry under it (guide 1.2). */
async function openFromMenu(page: Page, entry: string) {
  const menu = page.getByRole("navigation", { name: "Navigation principale" });
  const tab = menu.getByRole("button", { name: "Opportunités" });
  if ((await tab.getAttribute("aria-expanded")) === "false") await tab.click();
  await menu.getByRole("link", { name: entry }).click();
  await expect(page.getByRole("heading", { level: 1, name: entry })).toBeVisible();
}

/** The list that is open has as many rows as the figure that opened it said. */
async function expectListOf(page: Page, count: number) {
  await expect(page).toHaveURL(/\/opportunites\?/);
  await expect(page.getByText(count > 1 ? `${count} opportunités` : "1 opportunité", { exact: true })).toBeVisible();
}

const numberIn = (text: string | null) => Number(/: (\d+) opportunité/.exec(text ?? "")?.[1]);

test("6.1.1 Opportunités → Entonnoir des ventes : opportunités créées entre 2 dates", async ({ page, openAs }) => {
  await openAs("admin");
  await openFromMenu(page, "Entonnoir des ventes");
  await expect(page).toHaveURL(new RegExp(funnel));
  await expect(page.getByRole("table", { name: "Chiffres de l’entonnoir" })).toBeVisible();

  const answer = page.waitForResponse((reply) => reply.url().includes("/api/reports/funnel?createdFrom=2026-01-01"));
  await page.getByRole("textbox", { name: "Créées du" }).fill("01/01/2026");
  await page.getByRole("textbox", { name: "Créées du" }).press("Tab");
  await answer;
  await page.getByLabel("au", { exact: true }).fill("30/06/2026");
  await page.getByLabel("au", { exact: true }).press("Tab");
  await expect(page).toHaveURL(/createdFrom=2026-01-01.*createdTo=2026-06-30/);

  await page.getByLabel("au", { exact: true }).fill("31/12/2025");
  await page.getByLabel("au", { exact: true }).press("Tab");
  await expect(page.getByText("La fin de la période est avant son début.")).toBeVisible();
  await page.goBack();
  await expect(page.getByText("La fin de la période est avant son début.")).toHaveCount(0);

  const created = page.getByRole("row", { name: /^Créées/ });
  const count = Number(/\d+/.exec((await created.getByRole("link").first().textContent()) ?? "")?.[0]);
  await created.getByRole("link").first().click();
  await expect(page.getByText("Créées du 01/01/2026 au 30/06/2026")).toBeVisible();
  expect(count).toBeGreaterThan(0);
});

test("6.1.2 par utilisateur, et des filtres supplémentaires par la petite flèche", async ({
  page,
  openAs,
  api,
  word,
}) => {
  await api.call(questionApi.create, {
    body: {
      record: "opportunity",
      input: { label: `Salon ${word}`, code: word.toUpperCase(), type: "text", config: {}, inSearch: true },
    },
  });
  await openAs("admin", funnel);
  const mine = page.waitForResponse((reply) => /reports\/funnel\?.*ownerId=/.test(reply.url()));
  await page.getByLabel("Utilisateur", { exact: true }).first().click();
  await page.getByRole("option", { name: "Chloé Commercial" }).click();
  const { stages } = await (await mine).json();
  await expect(
    page
      .getByRole("row", { name: /^Créées/ })
      .getByRole("link")
      .first(),
  ).toHaveText(new RegExp(`^${stages[0].count}`));

  await page.getByRole("button", { name: "Plus de filtres" }).click();
  const filtered = page.waitForResponse((reply) => /reports\/funnel\?.*answers=/.test(reply.url()));
  await page.getByRole("textbox", { name: new RegExp(`Salon ${word}`) }).fill("personne n’y était");
  await filtered;
  await expect(page.getByText("Aucune opportunité créée entre ces dates.")).toBeVisible();
});

test("6.1.3 rouge = sans suite, orange = ajourné, gris = autre, bleu = toujours en cours", async ({ page, openAs }) => {
  await openAs("admin", funnel);
  const chart = page.getByRole("figure", { name: /^Entonnoir des ventes/ });
  for (const [label, hue] of [
    ["Sans suite", (r: number, g: number, b: number) => r > 180 && g < 100 && b < 100],
    ["Ajourné", (r: number, g: number, b: number) => r > 200 && g > 90 && g < 160 && b < 80],
    ["Autre", (r: number, g: number, b: number) => Math.max(r, g, b) - Math.min(r, g, b) < 24],
    ["Toujours en cours", (r: number, g: number, b: number) => b > 200 && g < b && r < 100],
  ] as const) {
    const segment = chart.getByRole("link", { name: `Créées, ${label} :` });
    const colour = await segment.evaluate((node) => getComputedStyle(node).backgroundColor);
    const [r = 0, g = 0, b = 0] = (colour.match(/\d+/g) ?? []).map(Number);
    expect(hue(r, g, b), `${label}: ${colour}`).toBe(true);
  }
  // The segments of a bar are the bar: won, in progress, and the three others.
  const parts = await chart
    .getByRole("link", { name: /^Créées, / })
    .evaluateAll((links) => links.map((link) => link.getAttribute("aria-label")));
  const whole = await page
    .getByRole("row", { name: /^Créées/ })
    .getByRole("link")
    .first()
    .textContent();
  expect(parts.map(numberIn).reduce((sum, count) => sum + count, 0)).toBe(Number.parseInt(whole ?? "", 10));
  // Each opens the opportunities it counts.
  const lost = chart.getByRole("link", { name: /^(?!Créées).*, Sans suite :/ }).first();
  const count = numberIn(await lost.getAttribute("aria-label"));
  await lost.click();
  await expectListOf(page, count);
  await expect(page.getByText(/^A atteint l’étape : /)).toBeVisible();
});

test("6.2.1 Opportunités → Reporting commercial, filtres par statut, par étape…", async ({ page, openAs }) => {
  await openAs("admin");
  await openFromMenu(page, "Reporting commercial");
  await expect(page).toHaveURL(new RegExp(reporting));
  const table = page.getByRole("table", { name: "Reporting commercial" });
  await expect(table).toBeVisible();
  for (const [label, option, parameter] of [
    ["Statut", "Gagné", "status"],
    ["Étape", "Signature", "stageId"],
  ] as const) {
    const answer = page.waitForResponse((reply) => new RegExp(`reports/sales\\?.*${parameter}=`).test(reply.url()));
    await page.getByLabel(label, { exact: true }).first().click();
    await page.getByRole("option", { name: option }).first().click();
    await answer;
  }
  await expect(page).toHaveURL(/status=won/);
  const total = table.getByRole("row", { name: /^Total/ });
  const count = Number(await total.getByRole("link").first().textContent());
  const file = page.waitForEvent("download");
  await page.getByRole("button", { name: "Exporter", exact: true }).click();
  await page.getByRole("menuitem", { name: "Vers Excel" }).click();
  expect((await file).suggestedFilename()).toMatch(/\.xlsx$/);
  await total.getByRole("link").first().click();
  await expectListOf(page, count);
});

test("6.2.2 « Afficher dans les rapports » sur un champ : sa colonne apparaît dans le rapport", async ({
  page,
  openAs,
  api,
  word,
}) => {
  const label = `Nombre de personnes ${word}`;
  const question = await api.call(questionApi.create, {
    body: { record: "opportunity", input: { label, code: word.toUpperCase(), type: "number", config: {} } },
  });
  const { opportunity } = await newSale(api, word);
  await api.call(opportunityApi.answer, {
    params: { id: opportunity.id },
    body: { version: opportunity.version, answers: { [question.id]: 12 } },
  });
  await openAs("admin", reporting);
  const table = page.getByRole("table", { name: "Reporting commercial" });
  await expect(table).toBeVisible();
  await expect(table.getByRole("columnheader", { name: label })).toHaveCount(0);

  await page.goto("/configuration/profils/fiche-opportunite");
  await page.getByRole("button", { name: "Modifier les questions" }).click();
  await page
    .getByRole("link", { name: new RegExp(label) })
    .first()
    .click();
  await page.getByLabel("Afficher dans les rapports").check();
  await page.getByRole("button", { name: "Valider" }).click();
  await expect(page.getByText(`« ${label} » est enregistrée.`)).toBeVisible();

  await openFromMenu(page, "Reporting commercial");
  await expect(table.getByRole("columnheader", { name: label })).toBeVisible();
  await expect(table.getByRole("row", { name: /^Total/ })).toContainText("12 moyenne 12");
});

test("les deux rapports se lisent au clavier, en clair, en sombre et sur un téléphone", async ({ page, openAs }) => {
  // Seven screens, each looked at twice.
  test.setTimeout(240_000);
  await openAs("admin", funnel);
  await expect(page.getByRole("table", { name: "Chiffres de l’entonnoir" })).toBeVisible();
  const chart = page.getByRole("figure", { name: /^Entonnoir des ventes/ });
  await chart.getByRole("link").first().focus();
  await page.keyboard.press("ArrowDown");
  await expect(chart.getByRole("link", { name: /^(?!Créées)/ }).first()).toBeFocused();
  for (const [width, screens] of [
    [1440, [`${funnel}?compare=before`, reporting, `${reporting}?part=activity`, `${reporting}?part=forecast`]],
    [390, [funnel, reporting, `${reporting}?part=reasons`]],
  ] as const) {
    await page.setViewportSize({ width, height: 844 });
    for (const screen of screens) {
      await page.goto(screen);
      await expect(page.getByRole("table").first()).toBeVisible();
      const wider = await page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.querySelector("main") ?? document.body;
        return scrollWidth - clientWidth;
      });
      expect(wider, `${screen} at ${width}`).toBeLessThanOrEqual(0);
      await isSound(page, `${screen} at ${width}`);
    }
  }
});
