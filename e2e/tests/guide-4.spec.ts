import { contactApi, formApi, opportunityApi, pipelineApi, questionApi, statusOf, submissionApi } from "@crm/contract";
import type { Download, Page } from "@playwright/test";
import { type Api, expect, test } from "../fixtures/app.ts";
import { isSound } from "../fixtures/axe.ts";
import { mails } from "../fixtures/outbox.ts";
import { workbookRows } from "../fixtures/workbook.ts";

/** So many contacts that only `word` finds. */
async function crowd(api: Api, word: string, count: number) {
  const made = [];
  for (let i = 0; i < count; i++)
    made.push(
      await api.call(contactApi.create, {
        body: {
          ...{ email: `${word}${i}@exemple.fr`, lastName: `${word} ${i}`, city: i === 0 ? "Brest" : "Rennes" },
          ...{ company: i === 0 ? "=1+1" : "Briconett", phone: "+33 6 12 34 56 78", postalCode: "01400" },
        },
      }),
    );
  return made;
}

/** What a click downloads: its name and its rows. */
async function downloaded(page: Page, click: () => Promise<void>) {
  const [file] = await Promise.all([page.waitForEvent("download"), click()]);
  return { name: file.suggestedFilename(), path: await file.path(), rows: await rowsOf(file) };
}
const rowsOf = async (file: Download) => workbookRows(await file.path());

const main = (page: Page) => page.getByRole("main");
const items = (page: Page) => page.getByRole("list", { name: "Mes exports" }).getByRole("listitem");
const download = (page: Page) => page.getByRole("button", { name: "Télécharger" }).first();

/** The mail about an export arrives, and leads to « Mes exports ». */
async function expectMail(about: string): Promise<void> {
  await expect
    .poll(async () => (await mails()).filter((mail) => mail.includes(about)).at(-1) ?? "", { timeout: 30_000 })
    .toMatch(/Subject: Votre export est prêt[\s\S]*\/outils\/mes-exports/);
}

test("4.1.1 4.1.2 Contacts → « Exporter les contacts vers Excel » : tous, ou filtrés ; l'export arrive par e-mail", async ({
  page,
  openAs,
  api,
  word,
}) => {
  await crowd(api, word, 3);
  await openAs("admin", "/contacts");
  await page.getByRole("link", { name: "Exporter les contacts vers Excel" }).click();
  await expect(page.getByRole("heading", { name: "Exporter les contacts vers Excel" })).toBeVisible();
  const total = main(page).getByRole("status").filter({ hasText: "À exporter" });
  const { value } = await api.call(contactApi.count, { query: { exact: "true" } as never });
  await expect(total).toHaveText(`À exporter : ${value} contacts`);
  await isSound(page, "exporter les contacts");

  await page.getByRole("searchbox", { name: "Rechercher" }).fill(word);
  await expect(total).toHaveText("À exporter : 3 contacts");
  await expect(page).toHaveURL(new RegExp(`search=${word}`));
  await page.getByRole("button", { name: "Plus de filtres" }).click();
  await page.getByRole("combobox", { name: "Validité d’e-mail" }).click();
  await page.getByRole("option", { name: "Valide", exact: true }).click();
  await expect(total).toHaveText("À exporter : aucun contact");
  await expect(page.getByRole("button", { name: "Exporter vers Excel", exact: true })).toBeDisabled();
  await page.getByRole("button", { name: /^Enlever le filtre : Validité/ }).click();
  await expect(total).toHaveText("À exporter : 3 contacts");
  await expect(page.getByText("Vous recevrez l’export par e-mail.")).toBeVisible();
  await expect(page.getByRole("combobox", { name: "Modèle d'export" })).toHaveValue("Export standard");
  await page.getByRole("button", { name: "Exporter vers Excel", exact: true }).click();

  await expect(page.getByText("L’export est prêt : 3 contacts.")).toBeVisible({ timeout: 30_000 });
  await isSound(page, "export prêt");
  const { name, rows } = await downloaded(page, () => download(page).click());
  expect(name).toMatch(/^contacts-\d{4}-\d\d-\d\d\.xlsx$/);
  expect(rows.map((row) => row["NOM"]).sort()).toEqual([`${word} 0`, `${word} 1`, `${word} 2`]);
  expect(rows.at(-1)).toMatchObject({ ORGANISATION: "=1+1", TELEPHONE: "+33612345678", CODE_POSTAL: "01400" });
  await expectMail("3 contacts.");
  await page.getByRole("button", { name: /^Notifications/ }).click();
  await page.getByRole("dialog", { name: "Notifications" }).getByText("Votre export est prêt.").first().click();
  await expect(page).toHaveURL("/outils/mes-exports");
});

test("4.2.1 Outils → Import/export → « Exporter les opportunités vers Excel » : filtrées, petite flèche, « Ok » ; par e-mail", async ({
  page,
  openAs,
  api,
  word,
}) => {
  const [contact] = await crowd(api, word, 1);
  const [pipeline] = await api.call(pipelineApi.list, {});
  const make = (title: string) =>
    api.call(opportunityApi.create, {
      body: { contactId: contact?.id ?? "", pipelineId: pipeline?.id ?? "", title, amount: 13_314.11 },
    });
  const [won] = [await make(`${word} gagnée`), await make(`${word} ouverte`)];
  await api.call(opportunityApi.changeStatus, {
    params: { id: won.id },
    body: { from: statusOf(won), status: "won", on: "2026-03-01" },
  });

  await openAs("admin", "/outils/import-export");
  await main(page)
    .getByRole("link", { name: /^Exporter les opportunités vers Excel/ })
    .click();
  await page.getByRole("searchbox", { name: "Rechercher" }).fill(word);
  const total = main(page).getByRole("status").filter({ hasText: "À exporter" });
  await expect(total).toHaveText("À exporter : 2 opportunités");
  await page.getByRole("button", { name: "Plus de filtres" }).click();
  await expect(page.getByRole("button", { name: "Ajouter une condition" })).toBeVisible();
  await page.getByRole("combobox", { name: "Statut" }).click();
  await page.getByRole("option", { name: "Gagné" }).click();
  await expect(total).toHaveText("À exporter : 1 opportunité");
  await isSound(page, "exporter les opportunités");
  await page.getByRole("button", { name: "Ok", exact: true }).click();
  await expect(page.getByText("L’export est prêt : 1 opportunité.")).toBeVisible({ timeout: 30_000 });
  const { name, rows } = await downloaded(page, () => download(page).click());
  expect(name).toMatch(/^opportunites-\d{4}-\d\d-\d\d\.xlsx$/);
  expect(rows).toMatchObject([
    { TITRE: `${word} gagnée`, CODE_CONTACT: contact?.code, ETAT: "Gagné", MONTANT: "13314.11" },
  ]);
  await expectMail("1 opportunité.");
});

test("4.2.2 1.2.11 Outils → Mes exports retrouve tous les exports demandés et les télécharge", async ({
  page,
  openAs,
  api,
  word,
}) => {
  await crowd(api, word, 2);
  await openAs("admin", `/contacts?search=${word}`);
  // With the filters that the list has.
  await page.getByRole("link", { name: "Exporter vers Excel", exact: true }).click();
  await expect(page.getByText("À exporter : 2 contacts")).toBeVisible();
  await page.getByText("CSV (.csv)").click();
  await page.getByRole("button", { name: "Exporter vers Excel", exact: true }).click();
  await expect(page.getByText("L’export est prêt : 2 contacts.")).toBeVisible({ timeout: 30_000 });
  await page.getByRole("main").getByRole("link", { name: "Mes exports" }).click();
  const item = items(page).first();
  await expect(item).toContainText(/contacts-.*\.csv.*2 contacts · Filtrés · Export standard · CSV/s);
  await expect(item).toContainText(/disponible jusqu’au \d\d\/\d\d\/\d{4}/);
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    item.getByRole("button", { name: "Télécharger" }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/^contacts-.*\.csv$/);
  await isSound(page, "mes exports");

  const before = await items(page).count();
  await item.getByRole("button", { name: "Supprimer" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Supprimer" }).click();
  await expect(items(page)).toHaveCount(before - 1);
  await page.goto("/outils/import-export");
  await main(page)
    .getByRole("link", { name: /^Mes exports/ })
    .click();
  await expect(page.getByRole("heading", { name: "Mes exports" })).toBeVisible();
});

test("1.2.11 Outils → Import/export : exporter les enregistrements", async ({ page, openAs, api, word }) => {
  const code = `BUDGET_${word.toUpperCase()}`;
  const budget = await api.call(questionApi.create, {
    body: { record: "contact", input: { label: `Budget ${word}`, code, type: "amount" } },
  });
  const form = await api.call(formApi.create, {
    body: {
      ...{ name: `Devis ${word}`, slug: word },
      fields: [{ key: "email", required: true }, { key: "message" }, { key: budget.id }],
    },
  });
  const { version } = form;
  for (const name of ["un", "deux"])
    await api.call(submissionApi.receive, {
      params: { slug: word },
      body: { version, answers: { email: `${word}${name}@exemple.fr`, message: `=${name}`, [budget.id]: 1500.5 } },
    });

  await openAs("admin", "/outils/import-export");
  await main(page)
    .getByRole("link", { name: /^Exporter les enregistrements vers Excel/ })
    .click();
  const total = main(page).getByRole("status").filter({ hasText: "À exporter" });
  await page.getByRole("searchbox", { name: "Rechercher" }).fill(`${word}deux`);
  await expect(total).toHaveText("À exporter : 1 enregistrement");
  await isSound(page, "exporter les enregistrements");

  // From the list, with the filters that it has.
  await page.goto(`/formulaires/enregistrements?formId=${form.id}`);
  await expect(main(page).getByText("2 enregistrements")).toBeVisible();
  await main(page).getByRole("link", { name: "Exporter les enregistrements vers Excel" }).click();
  await expect(total).toHaveText("À exporter : 2 enregistrements");
  await expect(page.getByText(`Formulaire : Devis ${word}`)).toBeVisible();
  await page.getByRole("button", { name: "Exporter vers Excel", exact: true }).click();
  await expect(page.getByText("L’export est prêt : 2 enregistrements.")).toBeVisible({ timeout: 30_000 });
  await page.getByRole("main").getByRole("link", { name: "Mes exports" }).click();
  const item = items(page).first();
  await expect(item).toContainText(/enregistrements-.*\.xlsx.*2 enregistrements · Filtrés · Excel/s);
  const { name, rows } = await downloaded(page, () => item.getByRole("button", { name: "Télécharger" }).click());
  expect(name).toMatch(/^enregistrements-\d{4}-\d\d-\d\d\.xlsx$/);
  expect(rows).toHaveLength(2);
  const { rows: listed } = await api.call(submissionApi.list, { query: { formId: form.id } });
  expect(rows.map((row) => row["CODE_ENREGISTREMENT"])).toEqual(listed.map(({ code }) => code));
  expect(rows[0]).toMatchObject({
    ...{ FORMULAIRE: `Devis ${word}`, EMAIL: `${word}deux@exemple.fr`, MESSAGE: "=deux", [code]: "1500.5" },
    CODE_CONTACT: expect.stringMatching(/^C-\d+$/),
  });
  await expectMail("2 enregistrements.");
});

test("2.6.1 2.6.2 L'export Excel d'une sélection comporte le code contact ; ce fichier supprime ces contacts, eux seuls", async ({
  page,
  openAs,
  api,
  word,
}) => {
  const made = await crowd(api, word, 3);
  await openAs("admin", `/contacts?search=${word}&sort=name&direction=asc`);
  const tick = (i: number) => page.getByRole("checkbox", { name: `Sélectionner ${word} ${i}`, exact: true }).click();
  await tick(0);
  await tick(2);
  await page.getByRole("region", { name: "Sélection" }).getByRole("button", { name: "Exporter vers Excel" }).click();
  const dialog = page.getByRole("dialog", { name: "Exporter 2 contacts vers Excel" });
  await isSound(page, "exporter une sélection");
  await dialog.getByRole("button", { name: "Exporter vers Excel" }).click();
  await page.getByRole("button", { name: "Mes exports" }).click();
  await expect(items(page).first()).toContainText("2 contacts · Sélection", { timeout: 30_000 });
  const { path, rows } = await downloaded(page, () =>
    items(page).first().getByRole("button", { name: "Télécharger" }).click(),
  );
  expect(rows.map((row) => row["CODE_CONTACT"]).sort()).toEqual([made[0]?.code, made[2]?.code].sort());

  await page.goto("/outils/supprimer-contacts");
  await page.getByLabel("Fichier des contacts à supprimer").last().setInputFiles(path);
  await page.getByRole("button", { name: "Vérifier le fichier" }).click();
  await expect(page.getByText("Rien n’est encore supprimé")).toBeVisible({ timeout: 20_000 });
  await page.getByRole("button", { name: "Supprimer", exact: true }).click();
  await expect(page.getByText("2 contacts supprimés.")).toBeVisible({ timeout: 20_000 });
  const { rows: left } = await api.call(contactApi.list, { query: { search: word, size: "200" as never } });
  expect(left.map(({ lastName }) => lastName)).toEqual([`${word} 1`]);
});
