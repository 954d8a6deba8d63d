import { expect, test } from "../fixtures/app.ts";
import { isSound } from "../fixtures/axe.ts";
import { bareApp } from "../fixtures/bare-app.ts";

test("d’un dossier vide : le code du terminal ouvre l’installation, qui crée le premier compte et charge la démonstration", async ({
  page,
}) => {
  const { address, code, stop } = await bareApp();
  try {
    await page.goto(`${address}/contacts?search=x`);
    await expect(page).toHaveURL(`${address}/installation`);
    await expect(page.getByRole("heading", { name: "Installation" })).toBeVisible();
    const create = page.getByRole("button", { name: "Créer le compte" });
    await expect(create).toBeVisible();
    await isSound(page, "installation");
    await create.click();
    await expect(page.locator("[aria-invalid=true]").first()).toBeVisible();
    await isSound(page, "installation refusée");

    const fill = (label: RegExp, value: string) => page.getByRole("textbox", { name: label }).fill(value);
    await fill(/^Code d’installation/, "00000-00000");
    await fill(/^Nom de l’entreprise/, "Briconett");
    await fill(/^Prénom/, "Élodie");
    await fill(/^Nom \*|^Nom$/, "Kervella");
    await fill(/^Email/, "elodie@exemple.fr");
    await page.getByLabel(/^Mot de passe/).fill("une phrase de passe assez longue");
    await page.getByLabel(/^Confirmation du mot de passe/).fill("une autre");
    await page.getByRole("checkbox", { name: "Charger les données de démonstration" }).check();
    await create.click();
    await expect(page.getByText("Les deux mots de passe diffèrent.")).toBeVisible();
    await page.getByLabel(/^Confirmation du mot de passe/).fill("une phrase de passe assez longue");
    await create.click();
    await expect(page.getByText("Ce n’est pas le code affiché dans le terminal au dernier démarrage.")).toBeVisible();

    await page.setViewportSize({ width: 390, height: 844 });
    await isSound(page, "installation au téléphone");
    const wider = await page.evaluate(
      () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
    );
    expect(wider).toBe(false);
    await page.setViewportSize({ width: 1440, height: 900 });
    await fill(/^Code d’installation/, code.toLowerCase());
    await create.click();

    await expect(page).toHaveURL(`${address}/`);
    const banner = page.getByRole("complementary", { name: "Démonstration" });
    await expect(banner).toContainText("Des données de démonstration sont présentes.");
    await expect(banner).toContainText("npm run admin -- remove-demo");
    await isSound(page, "accueil avec le bandeau");
    await page.goto(`${address}/contacts`);
    await expect(page.getByText("500 contacts")).toBeVisible();
    await page.goto(`${address}/installation`);
    await expect(page).toHaveURL(`${address}/`);
  } finally {
    await stop();
  }
});
