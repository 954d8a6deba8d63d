import { actionApi, contactApi, opportunityApi, pipelineApi, userApi } from "@crm/contract";
import type { Page } from "@playwright/test";
import { type Api, drag, expect, test } from "../fixtures/app.ts";
import { isSound } from "../fixtures/axe.ts";

/** An opportunity on a contact of its own. */
async function opportunityOf(api: Api, word: string) {
  const contact = await api.call(contactApi.create, {
    body: { email: `${word}@exemple.fr`, lastName: `Kermarec ${word}` },
  });
  const [pipeline] = await api.call(pipelineApi.list, {});
  const opportunity = await api.call(opportunityApi.create, {
    body: { contactId: contact.id, pipelineId: pipeline?.id ?? "", title: `Affaire ${word}` },
  });
  return { contact, opportunity };
}

const inParis = (days: number) =>
  new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Paris" }).format(new Date(Date.now() + days * 86_400_000));
const shown = (day: string) => day.split("-").reverse().join("/");

/** An action planned through the API on that opportunity, due in so many days. */
async function planned(api: Api, word: string, days = 3, time: string | null = "14:30", ownerId?: string) {
  const of = await opportunityOf(api, word);
  const [type] = await api.call(actionApi.types, {});
  const action = await api.call(actionApi.create, {
    body: {
      ...{ typeId: type?.id ?? "", contactId: of.contact.id, opportunityId: of.opportunity.id },
      ...{ day: inParis(days), time, text: `Relance ${word}`, ...(ownerId ? { ownerId } : {}) },
    },
  });
  return { ...of, action };
}
const line = (page: Page, word: string) =>
  page
    .getByRole("region", { name: "Actions planifiées" })
    .getByRole("listitem")
    .filter({ hasText: `Relance ${word}` });

test("3.2.12 3.2.13 3.2.14 3.2.15 « Planifier une action » : type, date, heure, texte, utilisateur ; sur le contact, l'accueil, À traiter", async ({
  page,
  openAs,
  api,
  word,
}) => {
  const { contact, opportunity } = await opportunityOf(api, word);
  await openAs("admin", `/opportunites/${opportunity.id}`);
  await page.getByRole("button", { name: "Planifier une action" }).click();
  const dialog = page.getByRole("dialog", { name: "Planifier une action" });
  await dialog.getByLabel("Type d'action").first().click();
  await page.getByRole("option", { name: "Appel téléphonique" }).click();
  await dialog
    .getByLabel("Date")
    .first()
    .fill(shown(inParis(0)));
  await dialog.getByLabel("Heure").fill("23:59");
  await dialog.getByLabel("Texte").fill(`Relance ${word}`);
  await expect(dialog.getByLabel("Utilisateur").first()).toHaveValue(`${api.user.firstName} ${api.user.lastName}`);
  await dialog.getByRole("button", { name: "Valider" }).click();
  await expect(dialog).toBeHidden();
  await expect(line(page, word)).toContainText("Appel téléphonique");
  await page.goto(`/contacts/${contact.id}`);
  await expect(line(page, word)).toContainText("23:59");
  await page.goto("/");
  const toDo = page.getByRole("region", { name: "To do list" });
  await expect(toDo.getByRole("heading", { name: "Actions à venir" })).toBeVisible();
  await page.getByRole("button", { name: "Opportunités" }).click();
  await page.getByRole("navigation").getByRole("link", { name: "À traiter" }).last().click();
  await expect(page.getByRole("heading", { level: 1, name: "À traiter" })).toBeVisible();
  await expect(page.getByRole("list", { name: "Aujourd’hui" }).getByText(`Relance ${word}`)).toBeVisible();
});

test("3.2.14 l'action s'affiche sur l'accueil, To do list → Actions à venir", async ({ page, openAs, api, word }) => {
  // The earliest of all: it comes first.
  await planned(api, word, -400);
  await openAs("admin");
  const upcoming = page.getByRole("region", { name: "To do list" }).getByRole("list", { name: "Actions à venir" });
  await expect(upcoming.getByText(`Relance ${word}`)).toBeVisible();
});

test("1.2.4 À traiter suit les actions : en retard, aujourd'hui, cette semaine, plus tard, par utilisateur", async ({
  page,
  openAs,
  api,
  word,
}) => {
  const chloe = (await api.call(userApi.directory, {})).find(({ name }) => name === "Chloé Commercial");
  await planned(api, word, -300);
  await planned(api, `autre${word}`, -300, "14:30", chloe?.id);
  await openAs("admin", "/");
  await page.getByRole("navigation").getByRole("link", { name: "À traiter" }).first().click();
  const late = page
    .getByRole("list", { name: "En retard" })
    .getByRole("listitem")
    .filter({ hasText: `Relance ${word}` });
  await expect(late).toContainText("En retard");
  await page.getByLabel("Utilisateur").first().click();
  await page.getByRole("option", { name: "Chloé Commercial" }).click();
  await expect(page).toHaveURL(/utilisateur=/);
  await expect(late).toHaveCount(0);
  await expect(page.getByRole("list", { name: "En retard" }).getByText(`Relance autre${word}`)).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Utilisateur").first()).toHaveValue("Chloé Commercial");
});

test("3.2.16 la coche verte valide l'action avec un petit compte rendu, puis propose la suite", async ({
  page,
  openAs,
  api,
  word,
}) => {
  const { opportunity } = await planned(api, word);
  await openAs("admin", `/opportunites/${opportunity.id}`);
  await line(page, word)
    .getByRole("button", { name: /^Valider l'action/ })
    .click();
  const dialog = page.getByRole("dialog", { name: "Valider l'action" });
  await dialog.getByLabel("Compte rendu").fill(`Rappeler lundi ${word}`);
  await dialog.getByRole("button", { name: "Valider" }).click();
  const next = page.getByRole("dialog", { name: "Planifier la prochaine action" });
  await next.getByLabel("Texte").fill(`Relance bis ${word}`);
  await next.getByRole("button", { name: "Valider" }).click();
  await expect(next).toBeHidden();
  await expect(
    page
      .getByRole("listitem")
      .filter({ hasText: `Relance bis ${word}` })
      .first(),
  ).toBeVisible();
  await expect(line(page, word).getByRole("button", { name: /^Valider l'action/ })).toHaveCount(0);
  await page.getByRole("button", { name: "Voir les actions réalisées" }).click();
  await expect(page.getByRole("region", { name: "Actions planifiées" })).toContainText(`Rappeler lundi ${word}`);
});

test("3.2.17 le petit crayon modifie l'action, et la reporte d'un clic", async ({ page, openAs, api, word }) => {
  const { contact } = await planned(api, word);
  await openAs("admin", `/contacts/${contact.id}`);
  const section = page.getByRole("region", { name: "Actions planifiées" });
  const pencil = section.getByRole("button", { name: /^Modifier l'action/ });
  await pencil.click();
  await page
    .getByRole("dialog")
    .getByLabel("Date")
    .first()
    .fill(shown(inParis(40)));
  await page.getByRole("dialog").getByRole("button", { name: "Valider" }).click();
  await expect(section).toContainText(`${shown(inParis(40))} 14:30`);
  await pencil.click();
  await page.getByRole("group", { name: "Reporter" }).getByRole("button", { name: "Dans une semaine" }).click();
  await expect(section).toContainText(`${shown(inParis(7))} 14:30`);
  await page.getByRole("button", { name: "Annuler" }).last().click();
  await expect(section).toContainText(`${shown(inParis(40))} 14:30`);
});

test("3.2.18 la petite croix supprime l'action, ce qui s'annule", async ({ page, openAs, api, word }) => {
  const { contact } = await planned(api, word);
  await openAs("admin", `/contacts/${contact.id}`);
  const section = page.getByRole("region", { name: "Actions planifiées" });
  await section.getByRole("button", { name: /^Supprimer l'action/ }).click();
  await expect(section).toContainText("Aucune action à traiter.");
  await page.getByRole("button", { name: "Annuler" }).click();
  await expect(section).toContainText(`Relance ${word}`);
});

test("Configuration → Types d'actions : ajouter, renommer, ordonner au clavier et à la souris, archiver", async ({
  page,
  openAs,
  word,
}) => {
  await openAs("admin", "/configuration/types-actions");
  await page.getByRole("button", { name: "Nouveau type d'action" }).click();
  await page.getByRole("dialog").getByLabel("Nom").fill(`Visite ${word}`);
  await page.getByRole("dialog").getByRole("button", { name: "Agenda" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Valider" }).click();
  await page.getByRole("button", { name: `Modifier Visite ${word}` }).click();
  await page.getByRole("dialog").getByLabel("Nom").fill(`Tour ${word}`);
  await page.getByRole("dialog").getByRole("button", { name: "Valider" }).click();
  const names = () => page.getByRole("list", { name: "Types d'actions" }).getByRole("listitem").allInnerTexts();
  await expect.poll(async () => (await names()).at(-1)).toContain(`Tour ${word}`);
  await drag(page, `Tour ${word}`, "Rencontre");
  await expect.poll(async () => (await names()).at(-2)).toContain(`Tour ${word}`);
  await page.getByRole("button", { name: `Archiver Tour ${word}` }).click();
  await expect(page.getByRole("button", { name: `Réactiver Tour ${word}` })).toBeVisible();
});

test("Mon agenda : une adresse secrète, lue par un agenda, puis révoquée", async ({ page, openAs, api, word }) => {
  await planned(api, word);
  await openAs("admin");
  await page.getByRole("button", { name: /^Mon compte/ }).click();
  await page.getByRole("menuitem", { name: "Mon agenda" }).click();
  const dialog = page.getByRole("dialog", { name: "Mon agenda" });
  await dialog.getByRole("button", { name: /^(Créer|Renouveler) l’adresse/ }).click();
  const address = (await dialog.getByText(/\.ics$/).textContent()) ?? "";
  await isSound(page, "Mon agenda");
  const read = () => page.request.get(new URL(address).pathname);
  expect(await (await read()).text()).toContain(`Kermarec ${word}`);
  await dialog.getByRole("button", { name: "Révoquer l’adresse" }).click();
  await expect(dialog.getByRole("button", { name: "Créer l’adresse" })).toBeVisible();
  expect((await read()).status()).toBe(404);
});

test("axe : À traiter, planifier, valider, types d'actions", async ({ page, openAs, api, word }) => {
  test.setTimeout(180_000);
  const { contact } = await planned(api, word, -1);
  await openAs("admin", "/a-traiter");
  await expect(page.getByRole("list", { name: "En retard" }).getByRole("listitem").first()).toBeVisible();
  await isSound(page, "À traiter");
  await page.goto(`/contacts/${contact.id}`);
  await page.getByRole("button", { name: "Planifier une action" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await isSound(page, "Planifier une action");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  for (const [name, screen] of [
    [/^Modifier l'action/, "Modifier l'action"],
    [/^Valider l'action/, "Valider l'action"],
  ] as const) {
    await page.getByRole("button", { name }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
    await isSound(page, screen);
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
  }
  await page.goto("/configuration/types-actions");
  await page.getByRole("button", { name: "Modifier Rappel" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await isSound(page, "types d'actions");
});

test("Désactiver un utilisateur demande à qui confier ce qu'il suit", async ({ page, openAs, api, word }) => {
  const { contact, action } = await planned(api, word);
  const leaving = await api.call(userApi.create, {
    body: {
      ...{ firstName: "Léa", lastName: word, email: `${word}@briconett.fr`, password: "un mot de passe sûr" },
      ...{ profile: "salesperson", crmAccess: true, organisationId: api.user.organisation.id },
    },
  });
  await api.call(contactApi.assign, {
    params: { id: contact.id },
    body: { from: contact.owner?.id ?? null, ownerId: leaving.id },
  });
  await api.call(actionApi.update, { params: { id: action.id }, body: { version: 1, ownerId: leaving.id } });
  await openAs("admin", `/configuration/utilisateurs/${leaving.id}`);
  await page.getByRole("button", { name: "Désactiver" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("1 contact, 1 action à traiter");
  await isSound(page, "désactiver un utilisateur");
  await dialog.getByRole("button", { name: "Désactiver" }).click();
  await expect(dialog.getByText("Choisissez un utilisateur.")).toBeVisible();
  await dialog.getByLabel("Confier à").first().click();
  await page.getByRole("option", { name: "Mathieu Manager" }).click();
  await dialog.getByRole("button", { name: "Désactiver" }).click();
  await expect(page.getByRole("button", { name: "Réactiver" })).toBeVisible();
  const given = await api.call(actionApi.show, { params: { id: action.id } });
  expect(given.owner?.name).toBe("Mathieu Manager");
});

test("un rappel, à l'heure, s'affiche aussi dans le navigateur qui l'a permis, et mène à « À traiter »", async ({
  page,
  openAs,
  api,
  word,
}) => {
  test.setTimeout(180_000);
  await page.addInitScript(() => {
    const kept = globalThis as unknown as { shown: { text: string; onclick?: () => void }[] };
    kept.shown = [];
    class Shown {
      static permission = "default";
      static requestPermission = async () => (Shown.permission = "granted");
      onclick?: () => void;
      close() {}
      text: string;
      constructor(text: string) {
        this.text = text;
        kept.shown.push(this);
      }
    }
    Object.assign(globalThis, { Notification: Shown });
  });
  await openAs("admin", "/a-traiter");
  await page.getByRole("button", { name: "Activer les rappels du navigateur" }).click();
  await expect(page.getByRole("button", { name: "Activer les rappels du navigateur" })).toHaveCount(0);
  // Due in the minute that comes: the worker looks twice a minute.
  const due = new Date(Date.now() + 60_000);
  const time = new Intl.DateTimeFormat("fr-FR", { timeZone: "Europe/Paris", timeStyle: "short" }).format(due);
  await planned(api, word, (due.getTime() - Date.now()) / 86_400_000, time);
  await page
    .getByRole("navigation", { name: "Navigation principale" })
    .getByRole("link", { name: "Accueil", exact: true })
    .click();
  const shown = () =>
    page.evaluate(() => (globalThis as unknown as { shown: { text: string }[] }).shown.map(({ text }) => text));
  await expect.poll(shown, { timeout: 120_000 }).toContainEqual(expect.stringContaining(word));
  await page.evaluate((word) => {
    const { shown } = globalThis as unknown as { shown: { text: string; onclick?: () => void }[] };
    shown.find(({ text }) => text.includes(word))?.onclick?.();
  }, word);
  await expect(page).toHaveURL(/a-traiter$/);
});
