import { contactApi, opportunityApi, pipelineApi, questionApi, userApi } from "@crm/contract";
import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures/app.ts";
import { isSound } from "../fixtures/axe.ts";

test.describe.configure({ timeout: 180_000 });

const button = (page: Page, name: string | RegExp) =>
  page.getByRole("button", { name, ...(typeof name === "string" && { exact: true }) }).first();

const profile = "/configuration/profils/fiche-contact";

async function closeDialog(page: Page): Promise<void> {
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
}

test("axe : connexion, mot de passe oublié, nouveau mot de passe", async ({ page }) => {
  for (const [path, word] of [
    ["/connexion", "Se connecter"],
    ["/mot-de-passe-oublie", "Mot de passe oublié"],
    ["/reinitialiser?jeton=inconnu", "Nouveau mot de passe"],
  ] as const) {
    await page.goto(path);
    await expect(page.getByText(word).first()).toBeVisible();
    await isSound(page, path);
  }
  await page.goto("/connexion");
  await page.getByLabel("Identifiant").fill("personne@exemple.fr");
  await page.getByLabel("Mot de passe", { exact: true }).fill("pas-le-bon-mot");
  await page.getByRole("button", { name: "Se connecter" }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await isSound(page, "connexion refusée");
});

test("axe : accueil, palette, raccourcis, notifications, menu Créer", async ({ page, openAs }) => {
  await openAs("admin");
  await expect(page.getByText("Opportunités récentes")).toBeVisible();
  await expect(page.getByRole("region", { name: "Opportunités en sommeil" }).getByText(/jours/).first()).toBeVisible();
  await expect(page.getByText("pondéré par la probabilité")).toBeVisible();
  await isSound(page, "accueil");
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Aller à…" }).fill("mar");
  await expect(page.getByRole("option", { name: /Mar/ }).first()).toBeVisible();
  await isSound(page, "palette");
  await closeDialog(page);
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Raccourcis clavier" })).toBeVisible();
  await isSound(page, "raccourcis");
  await closeDialog(page);
  await button(page, /^Notifications/).click();
  await expect(page.getByRole("dialog", { name: "Notifications" })).toBeVisible();
  await isSound(page, "notifications");
  await closeDialog(page);
  await button(page, "Créer").click();
  await expect(page.getByRole("menu")).toBeVisible();
  await isSound(page, "menu Créer");
  await page.keyboard.press("Escape");
});

test("axe : menu et fenêtres de mon compte, adresse inconnue", async ({ page, openAs }) => {
  await openAs("admin");
  for (const item of [null, "Changer mon mot de passe", "Appareils connectés"]) {
    await button(page, /^Mon compte/).click();
    await expect(page.getByRole("menu")).toBeVisible();
    if (item === null) {
      await isSound(page, "menu de mon compte");
      await page.keyboard.press("Escape");
    } else {
      await page.getByRole("menuitem", { name: item }).click();
      await expect(page.getByRole("dialog")).toBeVisible();
      await isSound(page, item);
      await closeDialog(page);
    }
  }
  await page.goto("/nulle-part");
  await expect(page.getByRole("heading", { name: "Page introuvable" })).toBeVisible();
  await isSound(page, "adresse inconnue");
});

test("axe : contacts, en tableau, en liste, filtres, fiche, création, fenêtres", async ({
  page,
  openAs,
  api,
  word,
}) => {
  const { id } = await api.call(contactApi.create, {
    body: { email: `${word}@exemple.fr`, firstName: "Anne", lastName: word },
  });
  await openAs("admin", "/contacts");
  await expect(page.getByRole("row").nth(5)).toBeVisible();
  await isSound(page, "tableau");
  await button(page, "Affichage liste").click();
  await expect(page.getByRole("list", { name: "Contacts" })).toBeVisible();
  await button(page, "Plus de filtres").click();
  await isSound(page, "liste et filtres");
  await button(page, "Affichage tableau").click();
  await page.goto("/contacts?search=zzzzqqq");
  await expect(page.getByText("Aucun contact ne correspond")).toBeVisible();
  await isSound(page, "aucun contact");
  await page.goto("/contacts/nouveau");
  await button(page, "Valider").click();
  await expect(page.locator("[aria-invalid=true]").first()).toBeVisible();
  await isSound(page, "nouveau contact, refusé");
  await page.goto(`/contacts/${id}`);
  await expect(page.getByRole("heading", { level: 1, name: new RegExp(word) })).toBeVisible();
  await isSound(page, "fiche");
  for (const pencil of [
    "Modifier les informations essentielles",
    "Modifier les champs supplémentaires",
    "Modifier le carnet de notes",
  ])
    await button(page, pencil).click();
  await expect(page.getByRole("textbox", { name: "Carnet de notes" })).toBeVisible();
  await isSound(page, "fiche, tout en saisie");
  await page.goto(`/contacts/${id}`);
  for (const opener of ["Nouvelle opportunité", /^Affecter/] as const) {
    await button(page, opener).click();
    await expect(page.getByRole("dialog")).toBeVisible();
    await isSound(page, String(opener));
    await closeDialog(page);
  }
});

test("axe : opportunités, fiche, statut, barre d'avancement", async ({ page, openAs, api, word }) => {
  const contact = await api.call(contactApi.create, { body: { email: `${word}@exemple.fr`, lastName: word } });
  const [pipeline] = await api.call(pipelineApi.list, {});
  const { id } = await api.call(opportunityApi.create, {
    body: { contactId: contact.id, pipelineId: pipeline?.id ?? "", title: `Affaire ${word}` },
  });
  await openAs("admin", "/opportunites");
  await expect(page.getByRole("row").nth(5)).toBeVisible();
  await button(page, "Plus de filtres").click();
  await isSound(page, "tableau et filtres");
  await button(page, "Affichage liste").click();
  await expect(page.getByRole("list", { name: "Opportunités" })).toBeVisible();
  await isSound(page, "liste");
  await button(page, "Affichage kanban").click();
  await expect(page.getByRole("button", { name: /^Déplacer/ }).nth(3)).toBeAttached();
  await isSound(page, "kanban");
  await button(page, "Affichage tableau").click();
  await page.goto(`/opportunites/${id}`);
  await button(page, "Étape suivante").click();
  await button(page, "Valider").click();
  await expect(page.locator('[data-state="done"]')).toHaveCount(1);
  await isSound(page, "fiche");
  await button(page, "Étape suivante").click();
  await isSound(page, "panneau de l'étape");
  await page.keyboard.press("Escape");
  await button(page, "Dernière étape validée").click();
  await isSound(page, "dernière étape validée");
  await button(page, "Ouvert").click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await isSound(page, "fenêtre du statut");
});

test("axe : types d'opportunité, questions des deux fiches, utilisateurs", async ({ page, openAs, api }) => {
  const [pipeline] = await api.call(pipelineApi.list, {});
  const users = await api.call(userApi.list, { query: {} });
  const questions = await api.call(questionApi.list, { query: { record: "contact" } });
  const choice = questions.find(({ code }) => code === "TYPE_CLIENT");
  await openAs("admin", "/configuration/types-opportunite");
  for (const [path, word] of [
    ["/configuration/types-opportunite", pipeline?.name ?? ""],
    [`/configuration/types-opportunite/${pipeline?.id}`, "Valider"],
    ["/configuration/types-opportunite/nouveau", "Valider"],
    ["/configuration/profils/fiche-opportunite", "Modifier les questions"],
    [`${profile}/${choice?.id}`, "Valider"],
    ["/configuration/utilisateurs", "admin@demo.fr"],
    ["/configuration/utilisateurs/nouveau", "Valider"],
    [`/configuration/utilisateurs/${users.rows[0]?.id}`, "Photo"],
  ] as const) {
    await page.goto(path);
    await expect(page.getByText(word).first()).toBeVisible();
    await isSound(page, path);
  }
  await page.getByRole("tab", { name: "Photo" }).click();
  await expect(button(page, /photo/i)).toBeVisible();
  await isSound(page, "photo");
});

test("axe : questions, à modifier, à ordonner, à créer", async ({ page, openAs }) => {
  await openAs("admin", profile);
  await expect(button(page, "Modifier les questions")).toBeVisible();
  await isSound(page, profile);
  await button(page, "Modifier les questions").click();
  await isSound(page, "questions à modifier");
  await button(page, /^Supprimer /).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await isSound(page, "supprimer une question");
  await closeDialog(page);
  await button(page, "Modifier l'ordre des questions").click();
  await expect(button(page, /^Déplacer /)).toBeVisible();
  await isSound(page, "ordre des questions");
  await page.goto(profile);
  await button(page, "Modifier les questions").click();
  await page.getByText("Ajouter une question").click();
  await page.getByLabel("Questions").fill("Une question");
  await button(page, "changer").click();
  await isSound(page, "types de réponses");
  await button(page, "Plusieurs choix (cases à cocher)").click();
  await button(page, "Ajouter un choix").click();
  await button(page, "Valider").click();
  await expect(page.locator("[aria-invalid=true]").first()).toBeVisible();
  await isSound(page, "question refusée");
});

test("axe : import, du fichier au résultat", async ({ page, openAs, word }) => {
  await openAs("admin", "/outils/import-export");
  await expect(page.getByRole("heading", { name: "Importer des contacts" })).toBeVisible();
  await isSound(page, "import/export");
  await page
    .getByRole("main")
    .getByRole("link", { name: /Importer des contacts/ })
    .click();
  await expect(page.getByText("En-têtes attendus")).toBeVisible();
  await isSound(page, "fichier");
  const csv = `EMAIL;NOM\n${word}@exemple.fr;${word}\npas-une-adresse;Faux\n`;
  await page
    .locator('input[type="file"]')
    .setInputFiles({ name: "contacts.csv", mimeType: "text/csv", buffer: Buffer.from(csv) });
  await button(page, "Vérifier le fichier").click();
  await expect(page.getByText("Résultat de la vérification")).toBeVisible();
  await isSound(page, "vérification");
  await button(page, "Importer").click();
  await expect(page.getByText("1 contact créé")).toBeVisible();
  await isSound(page, "résultat");
});

test.describe("au téléphone", () => {
  test.use({ viewport: { width: 390, height: 844 } });
  test("axe : tiroir, liste et fiche à 390 px, sans rien qui dépasse", async ({ page, openAs, api, word }) => {
    const { id } = await api.call(contactApi.create, {
      body: {
        email: `${word}@exemple.fr`,
        firstName: "Marie-Christine",
        lastName: "Unnomvraimenttreslongsansespace".repeat(2),
      },
    });
    await openAs("commercial", "/contacts");
    await expect(page.getByRole("link", { name: /./ }).nth(3)).toBeVisible();
    await isSound(page, "liste");
    await button(page, "Menu").click();
    await expect(page.getByRole("dialog").getByRole("navigation")).toBeVisible();
    await isSound(page, "tiroir");
    await closeDialog(page);
    for (const path of ["/", "/contacts", "/contacts/nouveau", `/contacts/${id}`, "/opportunites"]) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      const wider = await page.evaluate(() =>
        [document.documentElement, ...document.querySelectorAll("main")].some(
          (box) => box.scrollWidth > box.clientWidth,
        ),
      );
      expect.soft(wider, path).toBe(false);
    }
  });
});
