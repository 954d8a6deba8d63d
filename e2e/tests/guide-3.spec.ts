import { contactApi, opportunityApi, pipelineApi, questionApi } from "@crm/contract";
import { type Api, drag, expect, test } from "../fixtures/app.ts";

async function opportunityOf(api: Api, word: string) {
  const contact = await api.call(contactApi.create, {
    body: { email: `${word}@exemple.fr`, lastName: `Béranger ${word}` },
  });
  const [pipeline] = await api.call(pipelineApi.list, {});
  if (!pipeline) throw new Error("no type of opportunity");
  const opportunity = await api.call(opportunityApi.create, {
    body: { contactId: contact.id, pipelineId: pipeline.id, title: `Affaire ${word}` },
  });
  return { contact, pipeline, opportunity };
}
const today = () => new Intl.DateTimeFormat("fr-FR", { timeZone: "Europe/Paris" }).format(new Date());

test("3.1.1 3.1.2 la liste des opportunités, trouvées par contact ou par objet", async ({
  page,
  openAs,
  api,
  word,
}) => {
  await opportunityOf(api, word);
  await openAs("admin", "/opportunites");
  await expect(page.getByRole("row").nth(5)).toBeVisible();
  for (const search of [`beranger ${word}`, `affaire ${word}`]) {
    await page.getByRole("searchbox", { name: "Rechercher" }).fill(search);
    await expect(page.getByText("1 opportunité", { exact: true })).toBeVisible();
  }
  await page
    .getByRole("link", { name: new RegExp(word) })
    .first()
    .click();
  await expect(page.getByRole("heading", { level: 1, name: `Affaire ${word}` })).toBeVisible();
});

test("3.1.3 3.1.4 3.1.5 filtres par utilisateur, statut et étape", async ({ page, openAs }) => {
  await openAs("admin", "/opportunites");
  for (const [label, option, parameter] of [
    ["Suivi par", "Chloé Commercial", "ownerId"],
    ["Statut", "Gagné", "status"],
    ["Étape", "Signature", "stageId"],
  ] as const) {
    const answer = page.waitForResponse(
      (reply) => reply.url().includes("/api/opportunities?") && reply.url().includes(`${parameter}=`),
    );
    await page.getByLabel(label, { exact: true }).first().click();
    await page.getByRole("option", { name: option }).first().click();
    const { rows } = await (await answer).json();
    expect(Array.isArray(rows)).toBe(true);
    if (parameter === "ownerId")
      expect(rows.every((row: { owner: { name: string } }) => row.owner.name === option)).toBe(true);
    if (parameter === "status") expect(rows.every((row: { status: string }) => row.status === "won")).toBe(true);
  }
  await expect(page).toHaveURL(/\?/);
});

test("3.2.1 3.2.2 une opportunité s'ouvre depuis la fiche du contact, suivie par soi", async ({
  page,
  openAs,
  api,
  word,
}) => {
  const { id } = await api.call(contactApi.create, { body: { email: `${word}@exemple.fr`, lastName: word } });
  await openAs("admin", `/contacts/${id}`);
  await page.getByRole("button", { name: "Nouvelle opportunité" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByLabel("Suivi par").first()).toHaveValue(`${api.user.firstName} ${api.user.lastName}`);
  await dialog.getByLabel("Type d'opportunité").first().click();
  await page.getByRole("option", { name: "Vente de prestation" }).click();
  await dialog.getByRole("button", { name: "Valider" }).click();
  await expect(page).toHaveURL(/\/opportunites\/[0-9a-f-]{36}$/);
  await expect(page.getByRole("link", { name: new RegExp(word) }).first()).toBeVisible();
});

test("3.2.3 3.2.4 le crayon modifie le nom ; le carnet de notes", async ({ page, openAs, api, word }) => {
  const { opportunity } = await opportunityOf(api, word);
  await openAs("admin", `/opportunites/${opportunity.id}`);
  await page.getByRole("button", { name: "Modifier le nom de l'opportunité" }).click();
  await page.getByRole("textbox", { name: "Nom de l'opportunité" }).fill(`Renommée ${word}`);
  await page.getByRole("button", { name: "Valider" }).click();
  await expect(page.getByRole("heading", { level: 1, name: `Renommée ${word}` })).toBeVisible();
  await page.getByRole("button", { name: "Modifier le carnet de notes" }).click();
  await page.getByRole("textbox", { name: "Carnet de notes" }).pressSequentially("Budget validé");
  await page.getByRole("button", { name: "Enregistrer" }).click();
  const notes = page.getByRole("region", { name: "Carnet de notes" });
  await expect(notes.getByRole("paragraph").filter({ hasText: "Budget validé" })).toBeVisible();
});

test("3.2.5 le statut, ouvert par défaut, change dans sa fenêtre avec sa date", async ({ page, openAs, api, word }) => {
  const { opportunity } = await opportunityOf(api, word);
  await openAs("admin", `/opportunites/${opportunity.id}`);
  await page.getByRole("button", { name: "Ouvert", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByLabel("Date").first()).toHaveValue(today());
  await dialog.getByRole("radio", { name: "Gagné" }).check();
  await dialog.getByRole("button", { name: "Valider" }).click();
  await expect(page.getByRole("button", { name: "Gagné", exact: true })).toBeVisible();
});

test("3.2.6 3.2.7 3.2.8 3.2.9 la barre d'avancement : double flèche, valider, reculer, petite flèche", async ({
  page,
  openAs,
  api,
  word,
}) => {
  const { opportunity, pipeline } = await opportunityOf(api, word);
  const [first, second] = pipeline.stages.map(({ label }) => label) as [string, string];
  await openAs("admin", `/opportunites/${opportunity.id}`);
  const bar = page.getByRole("region", { name: "Barre d'avancement" });
  const green = bar.locator('[data-state="done"]');
  for (const [stage, done] of [
    [first, 1],
    [second, 2],
  ] as const) {
    await bar.getByRole("button", { name: "Étape suivante" }).click();
    await expect(bar.locator("form")).toContainText(stage);
    await expect(bar.getByLabel("Date").first()).toHaveValue(today());
    await bar.getByRole("button", { name: "Valider" }).click();
    await expect(green).toHaveCount(done);
  }
  await bar.getByRole("button", { name: "Dernière étape validée" }).click();
  await expect(bar.getByText(`${second}, validée le ${today()}`)).toBeVisible();
  await bar.getByRole("button", { name: "Reculer d'une étape" }).click();
  await expect(green).toHaveCount(1);
  await expect(bar.getByText(`${first}, validée le ${today()}`)).toBeVisible();
});

test("3.2.19 3.5.1 3.5.2 un critère ajouté, à cases à cocher, se remplit par le petit crayon", async ({
  page,
  openAs,
  api,
  word,
}) => {
  const { opportunity } = await opportunityOf(api, word);
  const label = `Prestation ${word}`;
  await openAs("admin", "/configuration/profils/fiche-opportunite");
  await page.getByRole("button", { name: "Modifier les questions" }).click();
  await page
    .getByRole("link", { name: "Ajouter une question" })
    .or(page.getByRole("button", { name: "Ajouter une question" }))
    .click();
  await page.getByLabel("Questions").fill(label);
  await page.getByRole("button", { name: "changer" }).click();
  await page.getByRole("button", { name: "Plusieurs choix (cases à cocher)" }).click();
  const choices = page.getByRole("group", { name: /Choix proposés/ });
  await page.getByRole("button", { name: "Ajouter un choix" }).click();
  await choices
    .getByLabel(/^Réponse \d/)
    .first()
    .fill("Intérieur");
  await choices
    .getByLabel(/^Valeur \d/)
    .first()
    .fill("INT");
  await page.getByRole("button", { name: "Valider" }).click();
  await expect(page.getByText(label).first()).toBeVisible();
  await page.goto(`/opportunites/${opportunity.id}`);
  await page.getByRole("button", { name: "Modifier les critères" }).click();
  await page.getByRole("group", { name: label }).getByRole("checkbox", { name: "Intérieur" }).check();
  await page.getByRole("button", { name: "Valider" }).click();
  await expect(page.locator("dd", { hasText: "Intérieur" })).toBeVisible();
});

test("3.5.3 l'ordre des questions de l'opportunité se change en les faisant glisser", async ({
  page,
  openAs,
  api,
  word,
}) => {
  const names = ["Alpha", "Beta"].map((name) => `${name} ${word}`);
  for (const label of names)
    await api.call(questionApi.create, {
      body: {
        record: "opportunity",
        input: { label, code: label.toUpperCase().replace(" ", "_"), type: "text", config: {} },
      },
    });
  const { opportunity } = await opportunityOf(api, word);
  await openAs("admin", "/configuration/profils/fiche-opportunite");
  await page.getByRole("button", { name: "Modifier l'ordre des questions" }).click();
  await drag(page, names[1] ?? "", names[0] ?? "");
  await page.getByRole("button", { name: "Valider" }).click();
  await expect(page.getByRole("button", { name: "Modifier les questions" })).toBeVisible();
  await page.goto(`/opportunites/${opportunity.id}`);
  await expect(page.locator("dt", { hasText: word })).toHaveText([names[1] ?? "", names[0] ?? ""]);
});
