import { contactApi, questionApi } from "@crm/contract";
import { drag, expect, test } from "../fixtures/app.ts";

test("2.1.1 Contacts → Liste montre la liste des contacts", async ({ page, openAs }) => {
  await openAs("admin", "/contacts");
  await expect(page.getByRole("heading", { name: "Contacts", level: 1 })).toBeVisible();
  await expect(page.getByRole("row").nth(5)).toBeVisible();
  await expect(page.getByText(/\d+ contacts/)).toBeVisible();
});

test("2.1.2 le champ de recherche trouve un contact par une partie de son nom, sans accents", async ({
  page,
  openAs,
  api,
  word,
}) => {
  const contact = await api.call(contactApi.create, {
    body: { email: `${word}@exemple.fr`, firstName: "Étienne", lastName: `Œuvré${word}`, mobile: "06 12 34 98 76" },
  });
  await openAs("admin", "/contacts");
  await page.getByRole("searchbox", { name: "Rechercher" }).fill(`oeuvre${word} etien`);
  await expect(page.getByText("1 contact", { exact: true })).toBeVisible();
  await page
    .getByRole("link", { name: new RegExp(word) })
    .first()
    .click();
  await expect(page).toHaveURL(new RegExp(contact.id));
});

test("2.1.3 la petite flèche montre les champs de recherche supplémentaires", async ({ page, openAs }) => {
  await openAs("admin", "/contacts");
  await expect(page.getByLabel("Suivi par")).toBeHidden();
  await page.getByRole("button", { name: "Plus de filtres" }).click();
  await expect(page.getByLabel("Suivi par").first()).toBeVisible();
  await expect(page.getByText("Type de client").first()).toBeVisible();
});

test("2.1.4 un bouton à droite passe du tableau à la liste, et retour", async ({ page, openAs }) => {
  await openAs("admin", "/contacts");
  await expect(page.getByRole("table", { name: "Contacts" })).toBeVisible();
  await page.getByRole("button", { name: "Affichage liste" }).click();
  await expect(page.getByRole("table", { name: "Contacts" })).toBeHidden();
  await expect(page.getByRole("list", { name: "Contacts" })).toBeVisible();
  await page.getByRole("button", { name: "Affichage tableau" }).click();
  await expect(page.getByRole("table", { name: "Contacts" })).toBeVisible();
});

test("2.1.5 en liste, tri par nom, organisation, date de création, validité d'e-mail", async ({ page, openAs }) => {
  await openAs("admin", "/contacts");
  await page.getByRole("button", { name: "Affichage liste" }).click();
  for (const [name, sort] of [
    ["Nom", "name"],
    ["Organisation", "company"],
    ["Validité d’e-mail", "emailValidity"],
    ["Date de création", "createdAt"],
  ] as const) {
    const answer = page.waitForResponse(
      (reply) =>
        new URL(reply.url()).pathname === "/api/contacts" &&
        (sort === "createdAt" || reply.url().includes(`sort=${sort}`)),
    );
    await page.getByLabel("Trier par").selectOption({ label: name });
    expect((await answer).status()).toBe(200);
  }
  await page.getByRole("button", { name: "Affichage tableau" }).click();
});

test("2.2.1 Nouveau contact : seul l'e-mail est obligatoire", async ({ page, openAs, word }) => {
  await openAs("commercial", "/contacts/nouveau");
  await page.getByLabel("Nom", { exact: true }).fill("Sans e-mail");
  await page.getByRole("button", { name: "Valider" }).click();
  await expect(page.getByLabel(/E-mail/).first()).toBeFocused();
  await expect(page.getByLabel("Nom", { exact: true })).toHaveValue("Sans e-mail");
  await page.getByLabel("Nom", { exact: true }).fill("");
  await page
    .getByLabel(/E-mail/)
    .first()
    .fill(`${word}@exemple.fr`);
  await page.getByRole("button", { name: "Valider" }).click();
  await expect(page).toHaveURL(/\/contacts\/[0-9a-f-]{36}$/);
  await expect(page.getByRole("link", { name: `${word}@exemple.fr` })).toBeVisible();
});

test("2.2.2 le crayon sous l'adresse e-mail modifie les informations essentielles", async ({
  page,
  openAs,
  api,
  word,
}) => {
  const { id } = await api.call(contactApi.create, { body: { email: `${word}@exemple.fr`, lastName: "Avant" } });
  await openAs("admin", `/contacts/${id}`);
  await page.getByRole("button", { name: "Modifier les informations essentielles" }).click();
  await page.getByLabel("Nom", { exact: true }).fill(`Après${word}`);
  await page.getByLabel("Mobile").fill("06 12 34 56 78");
  await page.getByRole("button", { name: "Valider" }).click();
  await expect(page.getByRole("heading", { level: 1, name: new RegExp(`Après${word}`) })).toBeVisible();
  await expect(page.getByRole("link", { name: "06 12 34 56 78" })).toBeVisible();
});

test("2.2.3 le carnet de notes se met en page à l'aide des boutons", async ({ page, openAs, api, word }) => {
  const { id } = await api.call(contactApi.create, { body: { email: `${word}@exemple.fr` } });
  await openAs("admin", `/contacts/${id}`);
  await page.getByRole("button", { name: "Modifier le carnet de notes" }).click();
  await page.getByRole("button", { name: "Gras" }).click();
  await page.getByRole("textbox", { name: "Carnet de notes" }).pressSequentially("Rappeler en septembre");
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await expect(page.locator("strong", { hasText: "Rappeler en septembre" })).toBeVisible();
  await page.reload();
  await expect(page.locator("strong", { hasText: "Rappeler en septembre" })).toBeVisible();
});

test("2.2.4 2.2.5 les champs supplémentaires se remplissent, onglets BtoB et BtoC", async ({
  page,
  openAs,
  api,
  word,
}) => {
  const { id } = await api.call(contactApi.create, { body: { email: `${word}@exemple.fr` } });
  await openAs("admin", `/contacts/${id}`);
  await page.getByRole("button", { name: "Modifier les champs supplémentaires" }).click();
  await page.getByLabel("E-mail 2").fill(`deux.${word}@exemple.fr`);
  await page.getByLabel("Type de client").first().click();
  await page.getByRole("option", { name: "Prospect" }).click();
  await page.getByRole("button", { name: "Valider" }).click();
  await expect(page.getByRole("definition").getByText(`deux.${word}@exemple.fr`)).toBeVisible();
  await expect(page.getByRole("term").getByText("Nombre de salariés")).toBeVisible();
  await page.getByRole("button", { name: "Passer à l'onglet BtoC" }).click();
  await expect(page.getByRole("term").getByText("Date de naissance")).toBeVisible();
  await expect(page.getByRole("term").getByText("Nombre de salariés")).toBeHidden();
});

test("2.2.6 un contact s'affecte à un utilisateur", async ({ page, openAs, api, word }) => {
  const { id } = await api.call(contactApi.create, { body: { email: `${word}@exemple.fr` } });
  await openAs("admin", `/contacts/${id}`);
  await page.getByRole("button", { name: "Affecter" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Utilisateur").first().click();
  await page.getByRole("option", { name: /Chloé Commercial/ }).click();
  await dialog.getByRole("button", { name: "Choisir" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText("Chloé Commercial", { exact: true })).toBeVisible();
});

test("2.4.1 2.4.2 « Dupliquer » crée une copie « à modifier »", async ({ page, openAs, api, word }) => {
  const { id } = await api.call(contactApi.create, {
    body: { email: `${word}@exemple.fr`, firstName: "Audrey", lastName: `Le Denmat ${word}` },
  });
  await openAs("admin", `/contacts/${id}`);
  await page.getByRole("button", { name: "Dupliquer" }).click();
  await expect(page).not.toHaveURL(new RegExp(id));
  await expect(page.getByRole("heading", { level: 1 })).toContainText("à modifier");
  await page.getByRole("button", { name: "Modifier les informations essentielles" }).click();
  await expect(page.getByLabel("Nom", { exact: true })).toHaveValue(`à modifier Le Denmat ${word}`);
  await expect(page.getByLabel("Prénom")).toHaveValue("à modifier Audrey");
  await expect(page.getByLabel(/E-mail/).first()).toHaveValue(`à modifier ${word}@exemple.fr`);
  await page.getByLabel("Nom", { exact: true }).fill(`Copie ${word}`);
  await page.getByLabel("Prénom").fill("Anne");
  await page
    .getByLabel(/E-mail/)
    .first()
    .fill(`copie.${word}@exemple.fr`);
  await page.getByRole("button", { name: "Valider" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(`Anne Copie ${word}`);
});

test("2.5.1 2.5.2 2.5.3 2.5.4 2.5.5 2.5.7 un champ ajouté par le gestionnaire se complète aussitôt", async ({
  page,
  openAs,
  api,
  word,
}) => {
  const code = `ORIGINE_${word.toUpperCase()}`;
  const label = `Origine ${word}`;
  const { id } = await api.call(contactApi.create, { body: { email: `${word}@exemple.fr` } });
  await openAs("admin", "/configuration/profils/fiche-contact");
  await page.getByRole("button", { name: "Modifier les questions" }).click();
  await page
    .getByRole("link", { name: "Ajouter une question" })
    .or(page.getByRole("button", { name: "Ajouter une question" }))
    .click();
  await page.getByLabel("Questions").fill(label);
  await page.getByRole("button", { name: "changer" }).click();
  await expect(page.getByRole("button", { name: "1 choix parmi plusieurs options (puces)" })).toBeVisible();
  await page.getByRole("button", { name: "1 choix parmi plusieurs options (liste déroulante)" }).click();
  const choices = page.getByRole("group", { name: /Choix proposés/ });
  await page.getByRole("button", { name: "Ajouter un choix" }).click();
  await choices
    .getByLabel(/^Réponse \d/)
    .first()
    .fill("Appel entrant");
  await choices
    .getByLabel(/^Valeur \d/)
    .first()
    .fill("APL");
  await expect(page.getByLabel("Code enregistrement")).toHaveValue(code);
  await page.getByLabel("Code enregistrement").fill("avec espace");
  await page.getByRole("button", { name: "Valider" }).click();
  await expect(page.getByLabel("Code enregistrement")).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("Code enregistrement").fill(code);
  await page.getByRole("button", { name: "Valider" }).click();
  await expect(page.getByText(code)).toBeVisible();

  await page.goto(`/contacts/${id}`);
  await page.getByRole("button", { name: "Modifier les champs supplémentaires" }).click();
  await page.getByLabel(label).first().click();
  await page.getByRole("option", { name: "Appel entrant" }).click();
  await page.getByRole("button", { name: "Valider" }).click();
  await expect(page.locator("dd", { hasText: "Appel entrant" })).toBeVisible();
});

test("2.5.8 l'ordre des questions se change en les faisant glisser ; la fiche suit", async ({
  page,
  openAs,
  api,
  word,
}) => {
  const names = ["Alpha", "Beta"].map((name) => `${name} ${word}`);
  for (const label of names)
    await api.call(questionApi.create, {
      body: {
        record: "contact",
        input: { label, code: label.toUpperCase().replace(" ", "_"), type: "text", config: {} },
      },
    });
  const { id } = await api.call(contactApi.create, { body: { email: `${word}@exemple.fr` } });
  await openAs("admin", "/configuration/profils/fiche-contact");
  await page.getByRole("button", { name: "Modifier l'ordre des questions" }).click();
  await drag(page, names[1] ?? "", names[0] ?? "");
  await page.getByRole("button", { name: "Valider" }).click();
  await expect(page.getByRole("button", { name: "Modifier les questions" })).toBeVisible();
  await page.goto(`/contacts/${id}`);
  const shown = page.locator("dt", { hasText: word });
  await expect(shown).toHaveText([names[1] ?? "", names[0] ?? ""]);
});
