import { formApi, questionApi, submissionApi } from "@crm/contract";
import { expect, test } from "../fixtures/app.ts";
import { isSound } from "../fixtures/axe.ts";

test.describe.configure({ timeout: 180_000 });

for (const [device, viewport] of [
  ["au bureau", { width: 1440, height: 900 }],
  ["au téléphone", { width: 390, height: 844 }],
] as const)
  test.describe(device, () => {
    test.use({ viewport });
    test(`axe : formulaires et enregistrements, ${device}, sans rien qui dépasse`, async ({
      page,
      openAs,
      api,
      word,
    }) => {
      const questions = await api.call(questionApi.list, { query: { record: "contact" } });
      const asked = questions.filter(({ type }) => type !== "file").slice(0, 8);
      const form = await api.call(formApi.create, {
        body: {
          ...{ name: `Formulaire ${word}`, slug: word, title: "Unnomvraimenttreslongsansespace".repeat(3) },
          ...{ intro: "Bonjour.\nMerci.", emailConsent: "Par e-mail.", smsConsent: "Par SMS." },
          fields: [
            ...[{ key: "email", required: true }, { key: "title" }, { key: "lastName" }, { key: "mobile" }],
            ...asked.map(({ id }) => ({ key: id })),
            { key: "message" },
          ] as { key: "email" }[],
        },
      });
      await api.call(submissionApi.receive, {
        params: { slug: word },
        body: {
          version: form.version,
          answers: { email: `${word}@exemple.fr`, message: "Bonjour" },
          consents: ["email"],
        },
      });
      const { rows } = await api.call(submissionApi.list, { query: { formId: form.id } });
      const fits = async (path: string) => {
        const wider = await page.evaluate(() =>
          [document.documentElement, ...document.querySelectorAll("main")].some(
            (box) => box.scrollWidth > box.clientWidth,
          ),
        );
        expect.soft(wider, path).toBe(false);
      };
      await openAs("admin", "/formulaires?archives=1");
      for (const [path, words] of [
        ["/formulaires?archives=1", `Formulaire ${word}`],
        [`/formulaires/${form.id}`, "Ajouter un champ"],
        ["/formulaires/enregistrements", `${word}@exemple.fr`],
        [`/formulaires/enregistrements?formId=${form.id}&from=2026-01-01`, "1 enregistrement"],
        [`/formulaires/enregistrements/${rows[0]?.id}`, "E-mail : case cochée"],
        [`/contacts/${rows[0]?.contact?.id}`, "Voir ses réponses"],
        [`/f/${word}`, "Les champs marqués d’un * sont obligatoires."],
        [`/f/${word}-ailleurs`, "Ce formulaire n’existe pas"],
      ] as const) {
        await page.goto(path);
        await expect(page.getByText(words).first()).toBeVisible();
        await isSound(page, path);
        await fits(path);
      }
      await page.goto(`/f/${word}`);
      await page.getByRole("button", { name: "Envoyer" }).click();
      await expect(page.locator("[aria-invalid=true]").first()).toBeVisible();
      await isSound(page, "formulaire public refusé");
      await page
        .getByRole("textbox", { name: /^E-mail/ })
        .first()
        .fill(`${word}@exemple.fr`);
      await page.getByRole("button", { name: "Envoyer" }).click();
      await expect(page.getByRole("heading", { name: "Merci" })).toBeVisible();
      await isSound(page, "formulaire public envoyé");

      await page.goto("/formulaires/nouveau");
      await page.getByRole("button", { name: "Libellé et aide : Nom" }).click();
      await page.getByRole("textbox", { name: "Adresse", exact: true }).fill("Pas Bon");
      await page.getByRole("button", { name: "Valider" }).click();
      await expect(page.locator("[aria-invalid=true]").first()).toBeVisible();
      await isSound(page, "nouveau formulaire refusé");
      await page.goto(`/formulaires/${form.id}`);
      await page.getByRole("button", { name: `Supprimer Formulaire ${word}` }).click();
      await expect(page.getByRole("dialog")).toBeVisible();
      await isSound(page, "archiver un formulaire");
    });
  });
