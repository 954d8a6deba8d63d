import { contactApi, opportunityApi, questionApi } from "@crm/contract";
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "../fixtures/app.ts";
import { boardOf, card, column } from "../fixtures/board.ts";

/** Drags a card onto a column, in small steps as a hand does. */
async function dragTo(page: Page, what: Locator, where: Locator): Promise<void> {
  await what.hover();
  const [from, to] = [await what.boundingBox(), await where.boundingBox()];
  if (!from || !to) throw new Error("nothing to drag");
  const [start, end] = [
    { x: from.x + 20, y: from.y + from.height - 14 },
    { x: to.x + to.width / 2, y: to.y + Math.min(200, to.height / 2) },
  ];
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  for (let step = 1; step <= 12; step++) {
    await page.mouse.move(start.x + ((end.x - start.x) * step) / 12, start.y + ((end.y - start.y) * step) / 12);
    await page.waitForTimeout(20);
  }
  await page.mouse.up();
}

test("3.1.6 la petite flèche montre les champs de recherche supplémentaires paramétrés", async ({
  page,
  openAs,
  api,
}) => {
  const asked = (await api.call(questionApi.list, { query: { record: "opportunity" } })).filter((q) => q.inSearch);
  expect(asked.length).toBeGreaterThan(0);
  await openAs("admin", "/opportunites");
  await expect(page.getByRole("row").nth(3)).toBeVisible();
  const field = page
    .getByRole("search")
    .getByLabel(asked[0]?.label ?? "", { exact: true })
    .first();
  await expect(field).toBeHidden();
  await page.getByRole("button", { name: "Plus de filtres" }).click();
  for (const { label } of asked)
    await expect(page.getByRole("search").getByText(label, { exact: true }).first()).toBeVisible();
  const answer = page.waitForResponse(
    (reply) => reply.url().includes("/api/opportunities?") && reply.url().includes("answers="),
  );
  await field.click();
  await page.getByRole("option").first().click();
  expect((await answer).ok()).toBe(true);
  await expect(page).toHaveURL(/answers=/);
});

test("3.1.7 le bouton à droite passe de tableau à liste, et revient", async ({ page, openAs }) => {
  await openAs("admin", "/opportunites");
  await expect(page.getByRole("table", { name: "Opportunités" })).toBeVisible();
  await page.getByRole("button", { name: "Affichage liste" }).click();
  await expect(page.getByRole("table")).toHaveCount(0);
  await expect(page.getByRole("list", { name: "Opportunités" }).getByRole("listitem").nth(3)).toBeVisible();
  await page.getByRole("button", { name: "Affichage tableau" }).click();
  await expect(page.getByRole("table", { name: "Opportunités" })).toBeVisible();
});

test("le tableau kanban s’ouvre depuis la liste, avec ses filtres dans l’adresse et ses sommes", async ({
  page,
  openAs,
  api,
  word,
}) => {
  await boardOf(api, word, 3);
  await openAs("admin", `/opportunites?search=${word}`);
  await page.getByRole("button", { name: "Affichage kanban" }).click();
  await expect(page).toHaveURL(/display=kanban/);
  await expect(page).toHaveURL(/status=open/);
  await expect(page).toHaveURL(new RegExp(`search=${word}`));
  const before = column(page, "Avant la première étape");
  await expect(before).toContainText("3 opportunités");
  await expect(before).toContainText("6 000,00 €");
  await expect(card(before, "Affaire 2")).toContainText("2 000,00 €");
  await page.reload();
  await expect(card(before, "Affaire 2")).toBeVisible();
  await page.getByRole("button", { name: "Affichage tableau" }).click();
  await expect(page.getByRole("row", { name: /Affaire 2/ })).toBeVisible();
});

test("kanban à la souris : glisser valide l’étape, l’ordre reste, « Annuler » revient, reculer de plusieurs est demandé", async ({
  page,
  openAs,
  api,
  word,
}) => {
  const { stages, address, first, rows } = await boardOf(api, word, 3);
  const [piste, besoins, technique] = stages.map(({ label }) => label);
  await openAs("admin", address);
  const before = column(page, "Avant la première étape");
  await expect(card(before, "Affaire 1")).toBeVisible();

  await dragTo(page, card(before, "Affaire 1"), column(page, piste ?? ""));
  await expect(card(column(page, piste ?? ""), "Affaire 1")).toBeVisible();
  await expect(page.getByText(`« ${first.title} » : étape « ${piste} » validée.`)).toBeVisible();
  await dragTo(page, card(before, "Affaire 3"), column(page, piste ?? ""));
  await expect(column(page, piste ?? "")).toContainText("4 000,00 €");
  const titles = () =>
    column(page, piste ?? "")
      .getByRole("link")
      .allTextContents();
  await expect.poll(titles).toEqual([rows[2]?.title, first.title]);
  await page.reload();
  await expect.poll(titles).toEqual([rows[2]?.title, first.title]);

  await dragTo(page, card(column(page, piste ?? ""), "Affaire 1"), column(page, technique ?? ""));
  const dialog = page.getByRole("dialog", { name: "Valider plusieurs étapes ?" });
  await expect(dialog.getByRole("listitem")).toHaveText([besoins ?? "", technique ?? ""]);
  await dialog.getByRole("button", { name: "Valider" }).click();
  await expect(card(column(page, technique ?? ""), "Affaire 1")).toBeVisible();

  await dragTo(page, card(column(page, technique ?? ""), "Affaire 1"), before);
  await page
    .getByRole("dialog", { name: "Reculer de plusieurs étapes ?" })
    .getByRole("button", { name: "Reculer" })
    .click();
  await expect(card(before, "Affaire 1")).toBeVisible();
  await page.getByRole("alert").filter({ hasText: "retour à" }).getByRole("button", { name: "Annuler" }).click();
  await expect(card(column(page, technique ?? ""), "Affaire 1")).toBeVisible();
  await expect
    .poll(async () => (await api.call(opportunityApi.show, { params: { id: first.id } })).reached.length)
    .toBe(3);
});

test("kanban au clavier : la poignée, les flèches, l’annonce, le focus suit la carte", async ({
  page,
  openAs,
  api,
  word,
}) => {
  const { stages, address, first } = await boardOf(api, word);
  const piste = stages[0]?.label ?? "";
  await openAs("admin", address);
  const handle = page.getByRole("button", { name: `Déplacer ${first.title}` });
  await handle.focus();
  await page.keyboard.press("Space");
  await expect(page.getByText(/au-dessus de : Avant la première étape, colonne 1 sur/)).toBeAttached();
  await page.keyboard.press("ArrowRight");
  await expect(page.getByText(new RegExp(`au-dessus de : ${piste}, colonne 2 sur`))).toBeAttached();
  await page.keyboard.press("Space");
  await expect(card(column(page, piste), first.title)).toBeVisible();
  await expect(handle).toBeFocused();

  await page.keyboard.press("Space");
  await expect(page.getByText(/colonne 2 sur/)).toBeAttached();
  await page.keyboard.press("ArrowRight");
  await expect(page.getByText(/colonne 3 sur/)).toBeAttached();
  await page.keyboard.press("Escape");
  await expect(page.getByText(/Déplacement annulé/)).toBeAttached();
  await expect(card(column(page, piste), first.title)).toBeVisible();
});

test("kanban sur un téléphone : les colonnes défilent, une carte se déplace du doigt", async ({
  browser,
  baseURL,
  api,
  word,
}) => {
  const { stages, address, first } = await boardOf(api, word);
  const context = await browser.newContext({
    ...{ baseURL: baseURL ?? "", viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
    ...{ locale: "fr-FR", timezoneId: "Europe/Paris", reducedMotion: "reduce" },
  });
  const page = await context.newPage();
  await page.request.post("/api/session", { data: { email: "admin@demo.fr", password: "demo-helium-2026" } });
  await page.goto(address);
  const what = card(page, first.title);
  await expect(what).toBeVisible();
  const piste = column(page, stages[0]?.label ?? "");
  const [from, to] = [await what.boundingBox(), await piste.boundingBox()];
  if (!from || !to) throw new Error("nothing to drag");
  expect(to.x).toBeLessThan(390);
  const touch = await context.newCDPSession(page);
  const at = (x: number, y: number) => ({ touchPoints: [{ x, y }] });
  const [x, y] = [from.x + 60, from.y + from.height - 12];
  await touch.send("Input.dispatchTouchEvent", { type: "touchStart", ...at(x, y) });
  await page.waitForTimeout(350);
  for (let step = 1; step <= 10; step++) {
    await touch.send("Input.dispatchTouchEvent", {
      type: "touchMove",
      ...at(x + ((to.x + 40 - x) * step) / 10, y + 4),
    });
    await page.waitForTimeout(30);
  }
  await touch.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  await expect(card(piste, first.title)).toBeVisible();
  await context.close();
});

test("deux navigateurs voient le changement l’un de l’autre : liste, fiche, kanban", async ({
  page,
  openAs,
  browser,
  baseURL,
  api,
  word,
}) => {
  const { contact, stages, address, first } = await boardOf(api, word);
  const other = await browser.newContext({ baseURL: baseURL ?? "", locale: "fr-FR", timezoneId: "Europe/Paris" });
  const theirs = await other.newPage();
  await theirs.request.post("/api/session", { data: { email: "manager@demo.fr", password: "demo-helium-2026" } });

  // The list: an opportunity that somebody opens, and its count.
  await openAs("admin", `/opportunites?search=${word}`);
  await expect(page.getByText("1 opportunité", { exact: true })).toBeVisible();
  await page.waitForTimeout(500);
  const body = { contactId: contact.id, pipelineId: first.pipelineId, title: `Affaire 2 ${word}` };
  await api.call(opportunityApi.create, { body });
  await expect(page.getByText("2 opportunités", { exact: true })).toBeVisible({ timeout: 4000 });

  // The board: a card that the other one drags.
  const stage = stages[0]?.label ?? "";
  for (const screen of [page, theirs]) {
    await screen.goto(address);
    await expect(card(column(screen, "Avant la première étape"), first.title)).toBeVisible();
  }
  await page.waitForTimeout(500);
  await dragTo(theirs, card(column(theirs, "Avant la première étape"), first.title), column(theirs, stage));
  await expect(card(column(page, stage), first.title)).toBeVisible({ timeout: 4000 });

  // The card: what is typed stays, what somebody else changed shows.
  await theirs.goto(`/contacts?search=${word}`);
  await expect(theirs.getByRole("link", { name: word }).first()).toBeVisible();
  await page.goto(`/contacts/${contact.id}`);
  await page.getByRole("button", { name: "Modifier le carnet de notes" }).click();
  await page.getByRole("textbox", { name: "Carnet de notes" }).pressSequentially("En cours de frappe");
  const { version } = await api.call(contactApi.show, { params: { id: contact.id } });
  await api.call(contactApi.update, { params: { id: contact.id }, body: { version, city: "Ouessant" } });
  await expect(page.getByRole("definition").getByText("Ouessant")).toBeVisible({ timeout: 4000 });
  await expect(page.getByText("En cours de frappe")).toBeVisible();
  const named = await api.call(contactApi.show, { params: { id: contact.id } });
  await api.call(contactApi.update, {
    params: { id: contact.id },
    body: { version: named.version, company: `Éts ${word}` },
  });
  await expect(theirs.getByText(`Éts ${word}`).first()).toBeVisible({ timeout: 4000 });
  await other.close();
});

test("sans flux d’événements, la liste se relit d’elle-même ; revenu, il rattrape ce qui a manqué", async ({
  page,
  openAs,
  api,
  word,
}) => {
  const { contact, first } = await boardOf(api, word);
  const add = (n: number) =>
    api.call(opportunityApi.create, {
      body: { contactId: contact.id, pipelineId: first.pipelineId, title: `Affaire ${n} ${word}` },
    });
  await page.route("**/api/events", (route) => route.abort());
  await openAs("admin", `/opportunites?search=${word}`);
  await expect(page.getByText("1 opportunité", { exact: true })).toBeVisible();
  await add(2);
  await expect(page.getByText("2 opportunités", { exact: true })).toBeVisible();
  const back = page.waitForResponse("**/api/events", { timeout: 60_000 });
  await page.unroute("**/api/events");
  await back;
  await expect(page.getByText("2 opportunités", { exact: true })).toBeVisible();
  await add(3);
  await expect(page.getByText("3 opportunités", { exact: true })).toBeVisible({ timeout: 4000 });
});
