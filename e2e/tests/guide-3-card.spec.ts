import { contactApi, interactionApi, opportunityApi, pipelineApi } from "@crm/contract";
import type { Page } from "@playwright/test";
import { type Api, expect, test } from "../fixtures/app.ts";
import { isSound } from "../fixtures/axe.ts";

async function opportunityOf(api: Api, word: string) {
  const { id: contactId } = await api.call(contactApi.create, {
    body: { email: `${word}@exemple.fr`, lastName: `Béranger ${word}` },
  });
  const [pipeline] = await api.call(pipelineApi.list, {});
  if (!pipeline) throw new Error("no type of opportunity");
  const { id } = await api.call(opportunityApi.create, {
    body: { contactId, pipelineId: pipeline.id, title: `Affaire ${word}`, amount: 1200 },
  });
  return { id, contactId, pipeline };
}
const exchanges = (page: Page) => page.getByRole("region", { name: "Échanges" });
const history = (page: Page) => exchanges(page).getByRole("list", { name: "Historique des échanges" });
const kind = (page: Page, name: string) => exchanges(page).getByRole("button", { name, exact: true });
const words = ["Info", "E-mail", "Appel", "Rendez-vous", "Devis"];

test("3.2.10 les échanges se consignent par cinq boutons, dans l'ordre du guide, avec date, texte et pièce jointe", async ({
  page,
  openAs,
  api,
  word,
}) => {
  const { id, contactId } = await opportunityOf(api, word);
  await openAs("admin", `/opportunites/${id}`);
  const buttons = page.getByRole("group", { name: "Consigner un échange" }).getByRole("button");
  await expect(buttons).toHaveCount(5);
  for (const [place, name] of words.entries()) await expect(buttons.nth(place)).toHaveAccessibleName(name);
  for (const name of words) {
    await kind(page, name).click();
    const form = page.getByRole("form", { name: `Consigner : ${name}` });
    await form.getByLabel("Texte").fill(`${name} ${word}`);
    if (name === "Rendez-vous") await form.getByRole("textbox", { name: "Date et heure" }).fill("02/03/2026 14:30");
    if (name === "Devis")
      await form
        .locator('input[type="file"]')
        .setInputFiles({ name: "Devis n° 12.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7") });
    await form.getByRole("button", { name: "Valider" }).click();
    await expect(form).toHaveCount(0);
    await expect(kind(page, name)).toHaveAccessibleDescription("1 échange");
  }
  await expect(history(page).getByRole("listitem")).toHaveCount(5);
  await expect(history(page).getByRole("listitem").last()).toContainText("Rendez-vous02/03/2026 14:30");
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    history(page)
      .getByRole("button", { name: /Devis n° 12\.pdf/ })
      .click(),
  ]);
  expect(file.suggestedFilename()).toBe("Devis n° 12.pdf");
  await page.goto(`/contacts/${contactId}`);
  await expect(page.getByRole("region", { name: "Historique" }).getByText(`Devis ${word}`)).toBeVisible();
});

test("3.2.11 l'historique des échanges et leur nombre par type ; modifier, supprimer, annuler", async ({
  page,
  openAs,
  api,
  word,
}) => {
  const { id } = await opportunityOf(api, word);
  for (let i = 1; i <= 3; i++)
    await api.call(interactionApi.create, {
      params: { id },
      body: { kind: "call", text: `Appel n° ${i}`, heldAt: `2026-03-0${i}T09:00:00Z` },
    });
  await api.call(interactionApi.create, { params: { id }, body: { kind: "email", text: "Plaquette envoyée" } });
  await openAs("admin", `/opportunites/${id}`);
  await expect(history(page).getByRole("listitem")).toHaveCount(4);
  for (const [name, count] of [
    ["Info", "Aucun échange"],
    ["E-mail", "1 échange"],
    ["Appel", "3 échanges"],
  ] as const)
    await expect(kind(page, name)).toHaveAccessibleDescription(count);
  await kind(page, "Appel").click();
  await expect(history(page).getByRole("listitem")).toHaveText([/Appel n° 3/, /Appel n° 2/, /Appel n° 1/]);
  await exchanges(page).getByRole("button", { name: "Tout l’historique" }).click();

  await page.getByRole("button", { name: "Modifier l’échange du 02/03/2026 10:00" }).click();
  const form = page.getByRole("form", { name: "Modifier l’échange" });
  await form.getByLabel("Texte").fill("Rappeler lundi");
  await form.getByRole("button", { name: "Valider" }).click();
  await expect(history(page).getByText("Rappeler lundi")).toBeVisible();

  await page.getByRole("button", { name: "Supprimer l’échange du 02/03/2026 10:00" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Supprimer" }).click();
  await expect(history(page).getByText("Rappeler lundi")).toHaveCount(0);
  await expect(kind(page, "Appel")).toHaveAccessibleDescription("2 échanges");
  await page.getByRole("button", { name: "Annuler" }).click();
  await expect(history(page).getByText("Rappeler lundi")).toBeVisible();
});

test("3.4.1 « Dupliquer » crée une copie titrée « [Copie] … »", async ({ page, openAs, api, word }) => {
  const { id } = await opportunityOf(api, word);
  await openAs("admin", `/opportunites/${id}`);
  await page.getByRole("button", { name: "Dupliquer" }).click();
  await expect(page.getByRole("heading", { level: 1, name: `[Copie] Affaire ${word}` })).toBeVisible();
  expect(page.url()).not.toContain(id);
  await expect(page.getByRole("definition").getByText("1 200,00 €")).toBeVisible();
  await expect(page.getByRole("button", { name: "Ouvert", exact: true })).toBeVisible();
});

test("3.2.5 « ajourné » : motif et date de rappel, lus sur la fiche et dans l'historique ; « ouvert » les oublie", async ({
  page,
  openAs,
  api,
  word,
}) => {
  const { id } = await opportunityOf(api, word);
  await openAs("admin", `/opportunites/${id}`);
  await page.getByRole("button", { name: "Ouvert", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("radio", { name: "Ajourné" }).check();
  const reason = dialog.locator("input").and(dialog.getByLabel("Motif"));
  await reason.click();
  await page.getByRole("option", { name: "Décision reportée" }).click();
  await dialog.getByLabel("Date de rappel").first().fill("01/09/2099");
  await dialog.getByRole("button", { name: "Valider" }).click();
  await expect(page.getByText("Décision reportée · Rappel le 01/09/2099", { exact: true })).toBeVisible();
  await expect(
    page.getByRole("region", { name: "Historique" }).getByText("Motif : Décision reportée · Rappel le 01/09/2099"),
  ).toBeVisible();
  await page.getByRole("button", { name: "Ajourné", exact: true }).click();
  await dialog.getByRole("radio", { name: "Ouvert" }).check();
  await expect(reason).toHaveCount(0);
  await dialog.getByRole("button", { name: "Valider" }).click();
  await expect(page.getByRole("button", { name: "Ouvert", exact: true })).toBeVisible();
  await expect(page.getByText("Décision reportée · Rappel le 01/09/2099", { exact: true })).toHaveCount(0);
});

test("deux personnes valident la même étape : l'une gagne, l'autre la voit validée", async ({
  page,
  openAs,
  api,
  word,
}) => {
  const { id, pipeline } = await opportunityOf(api, word);
  const [first] = pipeline.stages;
  await openAs("admin", `/opportunites/${id}`);
  const bar = page.getByRole("region", { name: "Barre d'avancement" });
  await bar.getByRole("button", { name: "Étape suivante" }).click();
  await bar.getByLabel("Date").first().fill("02/03/2026");
  // The other one is faster, and this screen has not heard of it yet.
  await page.route("**/stages", async (route) => {
    await api.call(opportunityApi.reachStage, {
      params: { id },
      body: { stageId: first?.id ?? "", reachedOn: "2026-03-01" },
    });
    await route.continue();
  });
  await bar.getByRole("button", { name: "Valider" }).click();
  await expect(bar.getByRole("alert")).toContainText(`« ${first?.label} » vient d’être validée par quelqu’un d’autre`);
  await expect(bar.locator('[data-state="done"]')).toHaveText(/01\/03\/2026/);
});

test("axe : fiche d'opportunité, échanges, correction, suppression, motif", async ({ page, openAs, api, word }) => {
  test.setTimeout(180_000);
  const { id } = await opportunityOf(api, word);
  await openAs("admin", `/opportunites/${id}`);
  await expect(exchanges(page).getByText("Aucun échange pour l’instant")).toBeVisible();
  await isSound(page, "sans échange");
  for (const one of ["info", "quote"] as const)
    await api.call(interactionApi.create, { params: { id }, body: { kind: one, text: "Un échange. ".repeat(60) } });
  await page.reload();
  await kind(page, "Devis").click();
  await expect(page.getByRole("form", { name: "Consigner : Devis" })).toBeVisible();
  await page.getByRole("form").getByRole("textbox", { name: "Date et heure" }).fill("01/01/2999 10:00");
  await page.getByRole("form").getByRole("button", { name: "Valider" }).click();
  await expect(page.locator("[aria-invalid=true]").first()).toBeVisible();
  await isSound(page, "formulaire refusé");
  await page.getByRole("form").getByRole("button", { name: "Annuler" }).click();
  await page
    .getByRole("button", { name: /^Modifier l’échange/ })
    .first()
    .click();
  await isSound(page, "correction");
  await page.getByRole("form").getByRole("button", { name: "Annuler" }).click();
  await page
    .getByRole("button", { name: /^Supprimer l’échange/ })
    .first()
    .click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await isSound(page, "suppression");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Ouvert", exact: true }).click();
  await page.getByRole("dialog").getByRole("radio", { name: "Ajourné" }).check();
  await isSound(page, "motif et rappel");
});
