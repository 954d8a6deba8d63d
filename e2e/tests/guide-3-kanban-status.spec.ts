import { opportunityApi } from "@crm/contract";
import { expect, test } from "../fixtures/app.ts";
import { boardOf, card, column } from "../fixtures/board.ts";

test("kanban : pendant qu’une carte glisse, « Gagné », « Sans suite » et « Ajourné » l’accueillent ; rien n’est écrit avant « Valider »", async ({
  page,
  openAs,
  api,
  word,
}) => {
  const { address, rows } = await boardOf(api, word, 3);
  const statusNow = async (n: number) => {
    const { status, statusReason } = await api.call(opportunityApi.show, { params: { id: rows[n]?.id ?? "" } });
    return [status, statusReason];
  };
  await openAs("admin", address);
  const before = column(page, "Avant la première étape");
  await expect(card(before, "Affaire 1")).toBeVisible();
  const foot = page.getByRole("region", { name: "Déposer pour changer l’état" });
  await expect(foot).toHaveCount(0);

  // Carried over one of them, in small steps: they only stand there meanwhile.
  const carry = async (title: string, onto: string) => {
    const from = await card(before, title).boundingBox();
    if (!from) throw new Error("nothing to drag");
    const [x, y] = [from.x + 20, from.y + from.height - 14];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 12, y + 4, { steps: 4 });
    for (const name of ["Gagné", "Sans suite", "Ajourné"]) await expect(foot.getByText(name)).toBeVisible();
    const to = await foot.getByText(onto).boundingBox();
    if (!to) throw new Error("nowhere to drop");
    await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 12 });
    await page.waitForTimeout(100);
    await page.mouse.up();
    await expect(foot).toHaveCount(0);
  };
  const dialog = page.getByRole("dialog", { name: "Statut de l’opportunité" });

  await carry("Affaire 1", "Gagné");
  await expect(dialog.getByRole("radio", { name: "Gagné" })).toBeChecked();
  await dialog.getByRole("button", { name: "Annuler" }).click();
  await expect(dialog).toBeHidden();
  expect(await statusNow(0)).toEqual(["open", ""]);
  await expect(card(before, "Affaire 1")).toBeVisible();

  await carry("Affaire 2", "Sans suite");
  await expect(dialog.getByRole("radio", { name: "Sans suite" })).toBeChecked();
  await dialog.getByRole("combobox", { name: "Motif" }).or(dialog.getByLabel("Motif")).first().fill("Trop loin");
  await dialog.getByRole("button", { name: "Valider" }).click();
  await expect(dialog).toBeHidden();
  expect(await statusNow(1)).toEqual(["lost", "Trop loin"]);

  // The same by keyboard, from the card's menu.
  await page.getByRole("button", { name: `Changer l’état de ${rows[2]?.title}` }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitem", { name: "Ajourné" })).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await page.getByRole("menuitem", { name: "Ajourné" }).focus();
  await page.keyboard.press("Enter");
  await expect(dialog.getByRole("radio", { name: "Ajourné" })).toBeChecked();
  await dialog.getByRole("button", { name: "Valider" }).click();
  await expect(dialog).toBeHidden();
  expect(await statusNow(2)).toEqual(["postponed", ""]);
});
