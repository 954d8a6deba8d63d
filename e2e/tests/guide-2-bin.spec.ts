import { binApi } from "@crm/contract";
import { expect, test } from "../fixtures/app.ts";
import { newContact, newSale } from "../fixtures/records.ts";

test("2.3.1 2.3.2 la poubelle à droite de la fiche laisse le choix ; supprimer retire le contact et ses opportunités", async ({
  page,
  openAs,
  api,
  word,
}) => {
  const { contact } = await newSale(api, word);
  await openAs("admin", `/contacts/${contact.id}`);
  await page.getByRole("button", { name: "Supprimer", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: /Supprimer ou anonymiser/ });
  await expect(dialog.getByRole("button", { name: "Anonymiser" })).toBeEnabled();
  await expect(dialog.getByText(/1 opportunité part avec lui\. Attention : 1 est encore ouverte/)).toBeVisible();
  await dialog.getByRole("button", { name: "Supprimer" }).click();
  await expect(page).toHaveURL(/\/contacts$/);
  await expect(page.getByText(`${word} est dans la corbeille.`)).toBeVisible();
  await page.goto(`/contacts/${contact.id}`);
  await expect(page.getByRole("heading", { name: "Contact introuvable" })).toBeVisible();
  await page.goto(`/opportunites?search=${word}`);
  await expect(page.getByRole("table").getByText(word)).toBeHidden();
});

test("2.3.2 un contact supprimé se restaure depuis Outils → Corbeille, avec ses opportunités", async ({
  page,
  openAs,
  api,
  word,
}) => {
  const { contact } = await newSale(api, word);
  await api.call(binApi.deleteContact, { params: { id: contact.id } });
  await openAs("admin", "/outils/corbeille");
  const line = page.getByRole("listitem").filter({ hasText: word });
  await expect(line).toContainText("avec 1 opportunité");
  await expect(line).toContainText("encore 30 jours");
  await line.getByRole("button", { name: `Restaurer ${word}` }).click();
  await expect(line).toBeHidden();
  await page.goto(`/contacts/${contact.id}`);
  await expect(page.getByRole("heading", { name: word, level: 1 })).toBeVisible();
  await expect(page.getByRole("link", { name: `Vente ${word}` }).first()).toBeVisible();
});

test("2.3.2 la suppression s'annule d'un clic", async ({ page, openAs, api, word }) => {
  const contact = await newContact(api, word);
  await openAs("admin", `/contacts/${contact.id}`);
  await page.getByRole("button", { name: "Supprimer", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Supprimer" }).click();
  await page.getByRole("alert").getByRole("button", { name: "Annuler" }).click();
  await expect(page).toHaveURL(new RegExp(contact.id));
  await expect(page.getByRole("heading", { name: word, level: 1 })).toBeVisible();
});

test("2.3.1 2.3.3 anonymiser marque le contact ; l'anonymisation définitive est pour plus tard, et s'annule", async ({
  page,
  openAs,
  api,
  word,
}) => {
  const contact = await newContact(api, word);
  await openAs("admin", `/contacts/${contact.id}`);
  await page.getByRole("button", { name: "Supprimer", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Anonymiser" }).click();
  await expect(page.getByText(/Ce contact sera anonymisé définitivement le/)).toBeVisible();
  // Still there, whole, until that day.
  await expect(page.getByText(`${word}@exemple.fr`).first()).toBeVisible();
  await expect(page.getByRole("region", { name: "Historique" }).getByText(/Anonymisation demandée/)).toBeVisible();
  await page.getByRole("button", { name: "Annuler l’anonymisation" }).click();
  await expect(page.getByText(/Ce contact sera anonymisé définitivement le/)).toBeHidden();
});

test("3.3.1 la poubelle, à droite de la fiche, supprime l'opportunité", async ({ page, openAs, api, word }) => {
  const { opportunity } = await newSale(api, word);
  await openAs("admin", `/opportunites/${opportunity.id}`);
  await page.getByRole("button", { name: "Supprimer", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Supprimer" }).click();
  await expect(page).toHaveURL(/\/opportunites$/);
  await page.goto(`/opportunites/${opportunity.id}`);
  await expect(page.getByRole("heading", { name: "Opportunité introuvable" })).toBeVisible();
  await page.goto("/outils/corbeille?onglet=opportunites");
  await page.getByRole("button", { name: `Restaurer Vente ${word}` }).click();
  await expect(page.getByText(`« Vente ${word} » est restauré.`)).toBeVisible();
  await page.goto(`/opportunites/${opportunity.id}`);
  await expect(page.getByRole("heading", { name: `Vente ${word}` }).first()).toBeVisible();
});

test("les consentements se lisent et se changent sur la fiche ; réinscrire demande une preuve", async ({
  page,
  openAs,
  api,
  word,
}) => {
  const contact = await newContact(api, word);
  await openAs("admin", `/contacts/${contact.id}`);
  const section = page.getByRole("region", { name: "Consentements" });
  await section.getByRole("button", { name: "Modifier le consentement E-mail" }).click();
  await page.getByRole("radio", { name: "Désinscrit(e)" }).check();
  await page.getByRole("dialog").getByRole("button", { name: "Valider" }).click();
  await expect(section.getByText("Désinscrit(e)").first()).toBeVisible();
  await section.getByRole("button", { name: "Modifier le consentement E-mail" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Valider" }).click();
  await expect(page.getByLabel("Preuve")).toBeFocused();
  await page.getByLabel("Preuve").fill("Courrier reçu");
  await page.getByRole("dialog").getByRole("button", { name: "Valider" }).click();
  await expect(section.getByText("Inscrit(e)", { exact: true }).first()).toBeVisible();
});
