import { formApi, questionApi, submissionApi } from "@crm/contract";
import { expect, test } from "../fixtures/app.ts";

const visitorOptions = { locale: "fr-FR", viewport: { width: 390, height: 844 } };

test("1.2.5 un formulaire se crée, un visiteur y répond, son enregistrement se consulte", async ({
  page,
  openAs,
  api,
  word,
  browser,
  baseURL,
}) => {
  // A question that waits for the answer to another.
  const client = await api.call(questionApi.create, {
    body: {
      record: "contact",
      input: { label: `Client ${word}`, code: `CLIENT_${word.toUpperCase()}`, type: "boolean" },
    },
  });
  const input = { label: `Numéro ${word}`, code: `NUMERO_${word.toUpperCase()}`, type: "text" } as const;
  await api.call(questionApi.create, {
    body: {
      record: "contact",
      input: { ...input, condition: { questionId: client.id, operator: "is", value: true } },
    },
  });

  await openAs("admin");
  const navigation = page.getByRole("navigation", { name: "Navigation principale" });
  await navigation.getByRole("button", { name: "Formulaires", exact: true }).click();
  await navigation.getByRole("link", { name: "Nouveau formulaire" }).click();
  const about = page.getByRole("region", { name: "Formulaire", exact: true });
  await about.getByRole("textbox", { name: "Nom", exact: true }).fill(`Demande ${word}`);
  await expect(about.getByRole("textbox", { name: "Adresse", exact: true })).toHaveValue(`demande-${word}`);
  await about.getByRole("textbox", { name: "Introduction" }).fill("Deux minutes suffisent.\nMerci !");
  const fields = page.getByRole("region", { name: /^Champs du formulaire/ });
  await fields.getByRole("button", { name: "Retirer Prénom" }).click();
  for (const name of [`Client ${word}`, `Numéro ${word}`])
    await fields.getByRole("button", { name: `Ajouter ${name}` }).click();
  await fields.getByRole("checkbox", { name: `Obligatoire : Numéro ${word}` }).check();
  await fields.getByRole("button", { name: "Libellé et aide : Message" }).click();
  await fields.getByRole("textbox", { name: "Libellé de Message" }).fill("Votre besoin");
  // Put in order by keyboard alone: the message comes last.
  const places = ["E-mail", "Nom", "Message", `Client ${word}`, `Numéro ${word}`];
  const handle = fields.getByRole("button", { name: "Déplacer Message" });
  await handle.focus();
  await page.keyboard.press("Space");
  await expect(page.getByText(/« Message » (saisi,|en) position 3 sur 5\./)).toBeAttached();
  for (const place of [4, 5]) {
    await page.keyboard.press("ArrowDown");
    await expect(page.getByText(`« Message » en position ${place} sur 5.`)).toBeAttached();
  }
  await page.keyboard.press("Space");
  await expect(fields.getByRole("button", { name: /^Déplacer / }).last()).toHaveAccessibleName("Déplacer Message");
  expect(places).toHaveLength(await fields.getByRole("button", { name: /^Déplacer / }).count());
  await page.getByRole("button", { name: "Proposer un texte : Case pour les e-mails" }).click();
  // Beside it, the page itself.
  const preview = page.getByRole("region", { name: "Aperçu" });
  await expect(preview.getByRole("heading", { name: `Demande ${word}` })).toBeVisible();
  await expect(preview.getByRole("textbox", { name: /^Votre besoin/ })).toBeVisible();
  await expect(preview.getByRole("textbox", { name: new RegExp(`^Numéro ${word}`) })).toHaveCount(0);
  await page.getByRole("button", { name: "Valider" }).click();
  await expect(page).toHaveURL(/\/formulaires$/);
  const line = page.getByRole("listitem").filter({ hasText: `Demande ${word}` });
  const address = await line
    .getByRole("link", { name: new RegExp(`^Ouvrir la page de Demande ${word}`) })
    .getAttribute("href");
  expect(address).toBe(`${baseURL}/f/demande-${word}`);

  // A visitor, who has no account, on a phone.
  const visitor = await (await browser.newContext({ ...visitorOptions, baseURL: baseURL ?? "" })).newPage();
  await visitor.goto(address ?? "");
  await expect(visitor.getByRole("heading", { level: 1, name: `Demande ${word}` })).toBeVisible();
  await expect(visitor).toHaveTitle(`Demande ${word}`);
  await visitor.getByRole("button", { name: "Envoyer" }).click();
  await expect(visitor.getByText("Ce champ est obligatoire.")).toBeVisible();
  await expect(visitor.getByRole("textbox", { name: /^E-mail/ })).toBeFocused();
  await visitor.getByRole("textbox", { name: /^E-mail/ }).fill(`${word}@exemple.fr`);
  await visitor.getByRole("textbox", { name: /^Nom/ }).fill(word);
  await visitor.getByRole("radio", { name: "Oui" }).check();
  await visitor.getByRole("textbox", { name: new RegExp(`^Numéro ${word}`) }).fill("C-1234");
  await visitor.getByRole("textbox", { name: /^Votre besoin/ }).fill("Refonte du site");
  await visitor.getByRole("checkbox", { name: /^J’accepte de recevoir des informations par e-mail/ }).check();
  await visitor.getByRole("button", { name: "Envoyer" }).click();
  await expect(visitor.getByRole("heading", { name: "Merci" })).toBeVisible();
  await visitor.context().close();

  // What he answered.
  await page.reload();
  await line.getByRole("link", { name: "1 enregistrement" }).click();
  await expect(page).toHaveURL(/\/formulaires\/enregistrements\?formId=/);
  await expect(page.getByText("1 enregistrement", { exact: true })).toBeVisible();
  await page
    .getByRole("row", { name: new RegExp(word) })
    .getByRole("link", { name: word })
    .click();
  const answers = page.getByRole("region", { name: /^Réponses/ });
  for (const text of [`${word}@exemple.fr`, "C-1234", "Refonte du site"]) await expect(answers).toContainText(text);
  await expect(page.getByText("E-mail : case cochée")).toBeVisible();
  await page.getByRole("main").getByRole("link", { name: word, exact: true }).click();
  await expect(page).toHaveURL(/\/contacts\//);
  await expect(page.getByRole("region", { name: /^Enregistrements/ })).toContainText(`Demande ${word}`);
  await page.getByLabel("Filtrer l’historique").selectOption("Formulaires");
  await page.getByRole("link", { name: "Voir ses réponses" }).click();
  await expect(page.getByRole("heading", { level: 1, name: word })).toBeVisible();
});

test("1.2.3 l'accueil montre les contacts récents, les statistiques enregistrements et les enregistrements récents", async ({
  page,
  openAs,
  api,
  word,
}) => {
  const form = await api.call(formApi.create, {
    body: { name: `Salon ${word}`, slug: word, fields: [{ key: "email", required: true }, { key: "message" }] },
  });
  await openAs("admin");
  const region = (name: string) => page.getByRole("region", { name });
  const table = page.getByRole("table", { name: "Statistiques enregistrements" });
  const today = async () =>
    Number.parseInt((await table.getByRole("row").last().getByRole("cell").textContent()) ?? "", 10);
  const send = (name: string) =>
    api.call(submissionApi.receive, {
      params: { slug: word },
      body: { version: form.version, answers: { email: `${name}@exemple.fr`, message: `Bonjour de ${name}` } },
    });
  await send(`${word}un`);
  const recent = region("Enregistrements récents");
  await expect(recent.getByRole("link", { name: `${word}un@exemple.fr` })).toBeVisible();
  const before = await today();
  // It shows by itself, and is counted.
  await send(`${word}deux`);
  await expect(recent.getByRole("listitem").first()).toContainText(`Salon ${word} · Bonjour de ${word}deux`);
  await expect(
    region("Contacts enregistrés récemment").getByRole("link", { name: `${word}deux@exemple.fr` }),
  ).toBeVisible();
  await expect.poll(today).toBeGreaterThan(before);
  // Drawn once it comes into view.
  const statistics = region("Statistiques enregistrements");
  await statistics.getByRole("list", { name: "Enregistrements par formulaire" }).scrollIntoViewIfNeeded();
  await expect(statistics.getByRole("img", { name: /^Enregistrements par jour/ })).toBeVisible();
  await statistics.getByText("Par semaine").click();
  await expect(statistics.getByRole("img", { name: /^Enregistrements par semaine/ })).toBeVisible();
  await statistics.getByText("90 jours").click();
  await expect(table.getByRole("row").nth(12)).toBeAttached();
  await statistics.getByText("30 jours").click();
  await statistics.getByText("Par jour").click();
  await expect(table.getByRole("row")).toHaveCount(31);
  await recent.getByRole("link", { name: `${word}un@exemple.fr` }).click();
  await expect(page.getByRole("region", { name: /^Réponses/ })).toContainText(`Bonjour de ${word}un`);
});

test("un formulaire se ferme, s'archive et se restaure ; qui ne peut pas l'écrire le lit", async ({
  page,
  openAs,
  api,
  word,
  browser,
  baseURL,
}) => {
  const form = await api.call(formApi.create, {
    body: { name: `Enquête ${word}`, slug: word, fields: [{ key: "email", required: true }] },
  });
  await api.call(submissionApi.receive, {
    params: { slug: word },
    body: { version: form.version, answers: { email: `${word}@exemple.fr` } },
  });
  const visitor = await (await browser.newContext({ ...visitorOptions, baseURL: baseURL ?? "" })).newPage();
  await openAs("admin", `/formulaires/${form.id}`);
  await page.getByRole("switch", { name: "Ouvert aux réponses" }).click();
  await page.getByRole("button", { name: "Valider" }).click();
  const line = page.getByRole("listitem").filter({ hasText: `Enquête ${word}` });
  await expect(line).toContainText("Fermé");
  await visitor.goto(`/f/${word}`);
  await expect(visitor.getByRole("heading", { name: "Ce formulaire est fermé" })).toBeVisible();
  await visitor.goto(`/f/${word}-ailleurs`);
  await expect(visitor.getByRole("heading", { name: "Ce formulaire n’existe pas" })).toBeVisible();
  await visitor.context().close();

  await line.getByRole("button", { name: `Supprimer Enquête ${word}` }).click();
  await expect(page.getByRole("dialog")).toContainText("Son enregistrement est gardé");
  await page.getByRole("dialog").getByRole("button", { name: "Archiver" }).click();
  await expect(page.getByText(`« Enquête ${word} » est archivé.`)).toBeVisible();
  await expect(line).toHaveCount(0);
  await page.getByRole("switch", { name: "Afficher les formulaires archivés" }).click();
  await line.getByRole("button", { name: `Restaurer Enquête ${word}` }).click();
  await expect(line).toContainText("Fermé");

  await openAs("commercial", `/formulaires/${form.id}`);
  await expect(page.getByRole("region", { name: "Aperçu" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Valider" })).toHaveCount(0);
  // He does not follow that contact: he does not see what it answered.
  await page.getByRole("link", { name: "Voir les enregistrements" }).click();
  await expect(page.getByText("Aucun enregistrement ne correspond")).toBeVisible();
});
