import { expect, test } from "../fixtures/app.ts";
import { isSound } from "../fixtures/axe.ts";
import { mails } from "../fixtures/outbox.ts";

const funnel = "/opportunites/entonnoir";

test("rapports enregistrés : enregistrer, rouvrir, programmer, « Envoyer maintenant »", async ({
  page,
  openAs,
  word,
}) => {
  const name = `Ventes ${word}`;
  await openAs("manager", funnel);
  await page.getByRole("button", { name: "Mois dernier" }).click();
  await expect(page).toHaveURL(/period=lastMonth/);

  await page.getByRole("button", { name: "Rapports enregistrés" }).click();
  await page.getByRole("menuitem", { name: "Enregistrer ce rapport…" }).click();
  await page.getByRole("dialog").getByLabel("Nom du rapport").fill(name);
  await page.getByRole("dialog").getByRole("button", { name: "Enregistrer", exact: true }).click();
  const open = page.getByRole("button", { name: `Rapports enregistrés : ${name}` });
  await expect(open).toBeVisible();

  // Opened again from elsewhere, with its days: they still move with today.
  await page.goto(funnel);
  await page.getByRole("button", { name: "Rapports enregistrés" }).click();
  await page.getByRole("menuitem", { name: new RegExp(name) }).click();
  await expect(page).toHaveURL(/period=lastMonth.*saved=/);
  await expect(page.getByRole("button", { name: "Mois dernier" })).toHaveAttribute("aria-pressed", "true");
  await expect(page.getByRole("table", { name: "Chiffres de l’entonnoir" })).toBeVisible();

  await open.click();
  await page.getByRole("menuitem", { name: "Envoyer par e-mail…" }).click();
  const dialog = page.getByRole("dialog", { name: `Envoyer « ${name} » par e-mail` });
  await expect(dialog.getByText("Chacun reçoit les chiffres de ce qu’il voit")).toBeVisible();
  await isSound(page, "« Envoyer par e-mail »");
  await dialog.getByRole("combobox", { name: "Fréquence" }).click();
  await page.getByRole("option", { name: "Chaque mois" }).click();
  await dialog.getByRole("combobox", { name: "Jour" }).click();
  await page.getByRole("option", { name: "Dernier jour du mois" }).click();
  await dialog.getByRole("button", { name: "Envoyer maintenant" }).click();
  await expect.poll(async () => (await mails()).filter((mail) => mail.includes(`Rapport : ${name}`)).length).toBe(1);
  const mail = (await mails()).find((mail) => mail.includes(`Rapport : ${name}`)) ?? "";
  expect(mail).toMatch(/Content-Type: application\/pdf/);
  expect(mail).toMatch(/filename="?ventes-[a-z]+-\d{4}-\d\d-\d\d\.pdf/);
  expect(mail).toMatch(/Créées : \d+ \(/);

  await dialog.getByRole("button", { name: "Programmer" }).click();
  await expect(dialog).toHaveCount(0);
  await open.click();
  await page.getByRole("menuitem", { name: "Envoyer par e-mail…" }).click();
  await expect(dialog.getByText("Prochain envoi")).toBeVisible();
  await expect(dialog.getByText("1 envoyé", { exact: false })).toBeVisible();
  await page.keyboard.press("Escape");

  const file = page.waitForEvent("download");
  await page.getByRole("button", { name: "Exporter", exact: true }).click();
  await page.getByRole("menuitem", { name: "En PDF" }).click();
  expect((await file).suggestedFilename()).toBe("entonnoir-des-ventes.pdf");
});
