import { contactApi } from "@crm/contract";
import { expect, test } from "../fixtures/app.ts";

test("le plus juste d'abord, dans la palette et dans la liste ; une faute de frappe est pardonnée, et c'est dit", async ({
  page,
  openAs,
  api,
  word,
}) => {
  const people = [
    { lastName: "D’Almeida", firstName: word },
    { lastName: "Petit", firstName: "Luc", company: `${word} Durand` },
    { lastName: "Le Goff", firstName: "Eva", company: `Maison ${word} et Dubois` },
  ];
  for (const [i, person] of people.entries())
    await api.call(contactApi.create, { body: { email: `p${i}.${word}@exemple.fr`, ...person } });
  await openAs("admin", "/contacts");
  const goTo = page.getByRole("combobox", { name: "Aller à…" });
  await expect(async () => {
    if (!(await goTo.isVisible())) await page.keyboard.press("Control+k");
    await expect(goTo).toBeFocused({ timeout: 3000 });
  }).toPass();
  // Enter straight after the last letter: it waits for what these letters find.
  await page.keyboard.type(`${word} d`);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: /D’Almeida/ })).toBeVisible();

  await page.goto(`/contacts?search=${word}+d`);
  const rows = page.getByRole("row").filter({ hasText: new RegExp(word, "i") });
  await expect(rows).toHaveCount(3);
  await expect(rows.first()).toContainText("D’Almeida");
  await expect(page.locator("th[aria-sort]")).toHaveCount(0);
  // A sort that is chosen is kept to.
  await page.getByRole("button", { name: "Organisation" }).click();
  await expect(rows.last()).toContainText("D’Almeida");

  await page.goto(`/contacts?search=dalmieda+${word}`);
  await expect(
    page.getByRole("status").filter({ hasText: "Aucun résultat exact ; voici ce qui ressemble." }),
  ).toBeVisible();
  await expect(rows).toHaveCount(1);
});
