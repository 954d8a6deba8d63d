import { contactApi, duplicateApi, opportunityApi, pipelineApi } from "@crm/contract";
import { expect, test } from "../fixtures/app.ts";

/** Pairs are looked for by a job, every few seconds. */
test.describe.configure({ timeout: 90_000 });

test("« Nouveau contact » signale un contact similaire, sans empêcher la création", async ({
  page,
  openAs,
  api,
  word,
}) => {
  const { code } = await api.call(contactApi.create, {
    body: { email: `${word}@exemple.fr`, firstName: "Étienne", lastName: `Le ${word}`, mobile: "06 12 34 56 99" },
  });
  await openAs("admin", "/contacts/nouveau");
  const notice = page.getByText("Contact similaire :").first();
  await page.getByLabel("E-mail").fill(`${word.toUpperCase()}@exemple.fr`);
  await page.getByLabel("E-mail").press("Tab");
  await expect(page.getByRole("link", { name: new RegExp(code) })).toBeVisible();
  await expect(page.getByText("Même e-mail")).toBeVisible();

  await page.getByLabel("E-mail").fill(`autre-${word}@exemple.fr`);
  await page.getByLabel("Prénom").fill("etienne");
  await page.getByLabel("Nom", { exact: true }).fill(`le ${word}`);
  await page.getByLabel("Ville").focus();
  await expect(page.getByText("Noms proches")).toBeVisible();
  await expect(notice).toBeVisible();
  await page.getByRole("button", { name: "Valider" }).click();
  await expect(page.getByRole("heading", { name: `etienne le ${word}` })).toBeVisible();
});

test("une adresse mal tapée : « Vouliez-vous dire … ? », un clic la corrige", async ({ page, openAs, word }) => {
  await openAs("admin", "/contacts/nouveau");
  await page.getByLabel("E-mail").fill(`${word}@gmial.com`);
  await page.getByLabel("Ville").focus();
  await page.getByRole("button", { name: `Vouliez-vous dire ${word}@gmail.com ?` }).click();
  await expect(page.getByLabel("E-mail")).toHaveValue(`${word}@gmail.com`);
  await expect(page.getByText("Vouliez-vous dire")).toBeHidden();
});

test("« Vérifier » dit ce que vaut l'e-mail, et pourquoi", async ({ page, openAs, api, word }) => {
  const { id } = await api.call(contactApi.create, { body: { email: `${word}@mailinator.com` } });
  await openAs("admin", `/contacts/${id}`);
  await page.getByRole("button", { name: "Vérifier" }).click();
  await expect(page.getByText("C’est une adresse jetable.")).toBeVisible();
  await expect(
    page.getByRole("region", { name: "Informations essentielles" }).getByText("Non valide", { exact: true }),
  ).toBeVisible();
});

test("Outils → Doublons propose la paire ; fusionner garde ce qu'on choisit, et s'annule", async ({
  page,
  openAs,
  api,
  word,
}) => {
  const body = { email: `${word}@exemple.fr`, lastName: `Le ${word}` };
  const first = await api.call(contactApi.create, {
    body: { ...body, firstName: "Audrey", city: "Rennes", notes: "<p>Un</p>" },
  });
  const second = await api.call(contactApi.create, {
    body: { ...body, firstName: "Audray", phone: "02 99 00 10 10", notes: "<p>Deux</p>" },
  });
  const [pipeline] = await api.call(pipelineApi.list, {});
  if (!pipeline) throw new Error("no type of opportunity");
  await api.call(opportunityApi.create, {
    body: { contactId: second.id, pipelineId: pipeline.id, title: `Affaire ${word}` },
  });
  await expect
    .poll(async () => JSON.stringify(await api.call(duplicateApi.list, { query: { size: 200 } })), { timeout: 35_000 })
    .toContain(word);

  await openAs("admin", "/");
  await page.getByRole("button", { name: "Outils" }).click();
  await page.getByRole("link", { name: "Doublons" }).first().click();
  const merge = page.getByRole("link", { name: new RegExp(`Fusionner : .*${word}`) }).first();
  await expect(page.getByRole("list", { name: "Doublons" })).toBeVisible();
  while (!(await merge.isVisible())) await page.getByRole("button", { name: "Afficher la suite" }).click();
  await merge.click();
  await expect(page.getByRole("heading", { name: "Fusionner deux contacts" })).toBeVisible();
  await page
    .getByRole("group", { name: "Fiche à conserver" })
    .getByRole("radio", { name: new RegExp(first.code) })
    .check();
  await page.getByRole("group", { name: "Prénom" }).getByRole("radio", { name: "Audray" }).check();
  await expect(
    page.getByRole("group", { name: "Carnet de notes" }).getByRole("radio", { name: "Garder les deux" }),
  ).toBeChecked();
  const result = page.getByRole("region", { name: "Résultat" });
  await expect(result.getByText(`Audray Le ${word}`)).toBeVisible();
  await expect(result.getByText("02 99 00 10 10")).toBeVisible();
  await expect(result.getByText("1 opportunité rejoint la fiche conservée")).toBeVisible();
  await page.getByRole("button", { name: "Fusionner", exact: true }).click();

  await expect(page).toHaveURL(new RegExp(`/contacts/${first.id}`));
  await expect(page.getByRole("heading", { name: `Audray Le ${word}`, level: 1 })).toBeVisible();
  await expect(page.getByRole("region", { name: "Opportunités" }).getByText(`Affaire ${word}`)).toBeVisible();
  await expect(
    page.getByRole("region", { name: "Historique" }).getByText(`Fusionné avec Audray Le ${word} (${second.code})`),
  ).toBeVisible();
  // The old address leads to the kept one.
  await page.goto(`/contacts/${second.id}`);
  await expect(page).toHaveURL(new RegExp(`/contacts/${first.id}`));

  await page.getByRole("button", { name: "Annuler la fusion" }).click();
  await expect(page.getByText("Fusion annulée : les deux fiches sont de nouveau là.")).toBeVisible();
  await expect(page.getByRole("heading", { name: `Audrey Le ${word}`, level: 1 })).toBeVisible();
  await page.goto(`/contacts/${second.id}`);
  await expect(page.getByRole("region", { name: "Opportunités" }).getByText(`Affaire ${word}`)).toBeVisible();
});

test("annuler une fusion quand la fiche a changé : elle reste, l'autre revient", async ({
  page,
  openAs,
  api,
  word,
}) => {
  const kept = await api.call(contactApi.create, { body: { email: `${word}@exemple.fr`, lastName: word } });
  const merged = await api.call(contactApi.create, { body: { email: `${word}2@exemple.fr`, lastName: `${word} bis` } });
  await api.call(duplicateApi.merge, {
    body: { kept: { id: kept.id, version: 1 }, merged: { id: merged.id, version: 1 } },
  });
  await api.call(contactApi.update, { params: { id: kept.id }, body: { version: 2, city: "Brest" } });
  await openAs("admin", `/contacts/${kept.id}`);
  await page.getByRole("button", { name: "Annuler la fusion" }).click();
  await page.getByRole("button", { name: "Rétablir l’autre fiche" }).click();
  await expect(
    page.getByRole("region", { name: "Historique" }).getByText(/Fusion annulée : .* a de nouveau sa fiche/),
  ).toBeVisible();
  await expect(page.getByRole("definition").getByText("Brest")).toBeVisible();
  await page.goto(`/contacts/${merged.id}`);
  await expect(page.getByRole("heading", { name: `${word} bis`, level: 1 })).toBeVisible();
});

test("« Ce ne sont pas des doublons » : la paire n'est plus proposée, et cela s'annule", async ({
  page,
  openAs,
  api,
  word,
}) => {
  for (const lastName of [word, `${word}e`])
    await api.call(contactApi.create, { body: { email: `${word}@exemple.fr`, lastName, mobile: "06 98 76 54 32" } });
  await expect
    .poll(async () => JSON.stringify(await api.call(duplicateApi.list, { query: { size: 200 } })), { timeout: 35_000 })
    .toContain(word);
  await openAs("admin", "/outils/doublons");
  const apart = page.getByRole("button", { name: new RegExp(`Ce ne sont pas des doublons : .*${word}`) });
  await expect(page.getByRole("list", { name: "Doublons" })).toBeVisible();
  while (!(await apart.isVisible())) await page.getByRole("button", { name: "Afficher la suite" }).click();
  await apart.click();
  await expect(apart).toBeHidden();
  await page.getByRole("button", { name: "Annuler", exact: true }).click();
  await expect(apart).toBeVisible();
});
