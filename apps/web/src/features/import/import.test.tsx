import { fileApi, importApi } from "@crm/contract";
import { configure, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { chooseLocale } from "../../lib/i18n.ts";
import { button, ended, file, given, id, nora, openImport, view } from "../../test/import-screen.tsx";
import { refuse } from "../../test/render-screen.tsx";

configure({ asyncUtilTimeout: 8_000 });
beforeEach(() => chooseLocale("fr"));

test("1.2.11 « Import/export (lab) » leads to the import", async () => {
  const { router, person } = openImport();
  await router.navigate("/outils/import-export");
  await person.click(await screen.findByRole("link", { name: /Importer des contacts/ }));
  expect(router.state.location.pathname).toBe("/outils/importer-contacts");
});

test("1.2.12 a file is chosen, sent and read at once; its import is then in the address, at its columns", async () => {
  const { api, router, person } = openImport();
  api.answer(fileApi.upload, () => file);
  api.answer(importApi.create, () => view());
  expect((await screen.findByText("Fichier")).closest("[aria-current=step]")).toBeTruthy();
  await person.upload(
    await screen.findByLabelText("Fichier à importer", { selector: "input" }),
    new File(["x"], "contacts.xlsx"),
  );
  await waitFor(() => expect(router.state.location.search).toBe(`?import=${id(9)}`));
  expect(api.bodiesOf(importApi.create)).toEqual([{ fileId: file.id, record: "contact", options: { language: "fr" } }]);
  expect(api.queriesOf(fileApi.upload)).toEqual([{ name: "contacts.xlsx", purpose: "import" }]);
  await waitFor(() => expect(screen.getByText("Colonnes").closest("[aria-current=step]")).toBeTruthy());
});

test("each column says its first values, what it fills and how that was found; nothing changed is not checked twice", async () => {
  const { api, router, person } = openImport(`?import=${id(9)}`);
  const lines = within(await screen.findByRole("list", { name: "Colonnes du fichier" })).getAllByRole("listitem");
  // Without the choices of the list that is folded.
  expect(lines.map((line) => line.textContent?.replace(/Ne pas importer.*?(?=par |Non)/, ""))).toEqual([
    "NOMVidepar son code",
    "courrielpetit@exemple.fr · durand@exemple.frpar un autre nom",
    "Âge41Non reconnue",
  ]);
  const fields = screen.getAllByRole("combobox", { name: /^Champ de la colonne/ });
  expect(fields.map((field) => (field as HTMLInputElement).value)).toEqual(["Nom", "E-mail", "Ne pas importer"]);
  await person.click(await button("Vérifier le fichier"));
  await waitFor(() => expect(router.state.location.search).toBe(`?import=${id(9)}&etape=verification`));
  expect(api.bodiesOf(importApi.change)).toEqual([]);
});

test("several columns may fill the lists of selection, no other field twice", async () => {
  const lists = { sample: ["VIP"], header: "Labels", index: 1, code: "LISTES", label: "Listes de sélection" };
  const columns = [...view().columns.filter(({ index }) => index !== 1), { ...lists, by: "alias" as const }];
  const { api, person } = openImport(`?import=${id(9)}`, view({ columns }));
  api.answer(importApi.targets, () => [
    { code: "LISTES", label: "Listes de sélection", required: false },
    { code: "NOM", label: "Nom", required: false },
  ]);
  api.answer(importApi.change, () => view());
  await person.click(await screen.findByRole("combobox", { name: "Champ de la colonne « Âge »" }));
  expect(await screen.findByRole("option", { name: "Nom – colonne « NOM »" })).toBeTruthy();
  await person.click(screen.getByRole("option", { name: "Listes de sélection" }));
  await person.click(await button("Vérifier le fichier"));
  await waitFor(() => expect(api.bodiesOf(importApi.change)).toMatchObject([{ mapping: { 2: "LISTES" } }]));
});

test("a column matched by hand and other options are sent, and checked before anything can be imported", async () => {
  const { api, state, router, person } = openImport(`?import=${id(9)}`);
  api.answer(importApi.change, () => {
    state.view = view({
      status: "checking",
      total: 0,
      done: 500,
      can: { run: false, cancel: true, edit: false, undo: false },
    });
    return state.view;
  });
  await person.click(await screen.findByRole("combobox", { name: "Champ de la colonne « Âge »" }));
  const taken = await screen.findByRole("option", { name: "Nom – colonne « NOM »" });
  expect(taken.hasAttribute("data-combobox-disabled")).toBe(true);
  await person.click(screen.getByRole("option", { name: "Ville" }));
  expect(screen.getByText("à la main")).toBeTruthy();
  await person.click(screen.getByRole("radio", { name: "Créer seulement" }));
  await person.click(screen.getByRole("radio", { name: "Effacer la valeur de la fiche" }));
  await person.click(screen.getByRole("radio", { name: "Ajouter le choix à la question" }));
  await person.click(screen.getByRole("combobox", { name: "Nouveaux contacts suivis par" }));
  await person.click(await screen.findByRole("option", { name: /Nora Petit/ }));
  await person.click(await button("Vérifier le fichier"));
  await waitFor(() => expect(router.state.location.search).toContain("etape=verification"));
  expect(api.bodiesOf(importApi.change)).toEqual([
    {
      options: { mode: "create", empty: "erase", unknownChoices: "add", ownerId: nora.id, language: "fr" },
      mapping: { 2: "VILLE" },
    },
  ]);
  expect(await screen.findByText("500 lignes lues. Rien n’est encore importé.")).toBeTruthy();
});

test("what is missing is told, and another sheet or row of headers is read at once", async () => {
  const { api, state, person } = openImport(
    `?import=${id(9)}`,
    view({
      missing: ["EMAIL"],
      sheets: ["Mode d’emploi", "Contacts"],
      details: { sheet: "Mode d’emploi", headerRow: 1 },
    }),
  );
  state.view.columns = state.view.columns.filter(({ code }) => code !== "EMAIL");
  expect(await screen.findByText(/Il manque : E-mail/)).toBeTruthy();
  expect(await button("Vérifier le fichier")).toHaveProperty("disabled", true);
  api.answer(importApi.change, () => view());
  await person.click(screen.getByRole("combobox", { name: "Feuille" }));
  await person.click(await screen.findByRole("option", { name: "Contacts" }));
  await waitFor(() =>
    expect(api.bodiesOf(importApi.change)).toEqual([{ options: { ...given("both"), sheet: "Contacts" }, mapping: {} }]),
  );
});

test("2.5.6 the headers that a file may carry are told, with the values of choices", async () => {
  const config = { choices: [{ value: "APL", label: "Appel entrant" }] };
  const question = { id: id(5), code: "ORIGINE_CONTACT", label: "Origine du contact", type: "single-choice", config };
  openImport("", view(), { questions: [question] });
  const table = await screen.findByRole("table", { name: "Codes des champs" });
  expect(
    await within(table).findByRole("row", { name: "ORIGINE_CONTACT Origine du contact APL (Appel entrant)" }),
  ).toBeTruthy();
  expect(within(table).getByRole("row", { name: "EMAIL E-mail obligatoire" })).toBeTruthy();
  expect(within(table).queryByText("DATE_CREATION")).toBeNull();
});

test("an import under way is stopped only once that is confirmed", async () => {
  const { api, state, person } = openImport(
    `?import=${id(9)}`,
    view({ status: "running", done: 500, can: { run: false, cancel: true, edit: false, undo: false } }),
  );
  api.answer(importApi.cancel, () => {
    state.view = view({ status: "cancelled", done: 500, can: ended });
    return state.view;
  });
  await person.click(await button("Annuler"));
  const dialog = await screen.findByRole("dialog", { name: "Arrêter l’import ?" });
  expect(api.bodiesOf(importApi.cancel)).toEqual([]);
  await person.click(within(dialog).getByRole("button", { name: "Arrêter l’import" }));
  expect(await screen.findByText("L’import a été arrêté. Les fiches déjà importées restent.")).toBeTruthy();
});

test("the end says what was done, and leads to the contacts", async () => {
  openImport(`?import=${id(9)}`, view({ status: "done", can: ended }));
  expect(await screen.findByText("1 859 contacts créés, 12 mis à jour.")).toBeTruthy();
  expect(screen.getByRole("link", { name: "Voir les contacts" })).toHaveProperty("pathname", "/contacts");
});

test("« Annuler cet import » says what it will do, and afterwards what it had to leave and why", async () => {
  const { api, state, person } = openImport(`?import=${id(9)}`, view({ status: "done", can: ended }));
  const kept = { id: id(40), code: "C-000040", name: "Yann Kervella", reason: "EDIT_CONFLICT" as const };
  api.answer(importApi.undo, () => {
    state.view = view({
      ...{ status: "undone", undo: { restored: 1870, kept: 1 }, keptRecords: [kept] },
      can: { ...ended, undo: false },
    });
    return state.view;
  });
  await person.click(await button("Annuler cet import"));
  const dialog = await screen.findByRole("dialog", { name: "Annuler cet import ?" });
  expect(within(dialog).getByText("1 859 contacts créés : suppression définitive.")).toBeTruthy();
  expect(within(dialog).getByText("12 mis à jour : chaque valeur redevient ce qu’elle était.")).toBeTruthy();
  expect(api.bodiesOf(importApi.undo)).toEqual([]);
  await person.click(within(dialog).getByRole("button", { name: "Annuler cet import" }));
  expect(await screen.findByText("Cet import est annulé.")).toBeTruthy();
  expect(screen.getByText(/1 870 fiches remises comme avant/)).toBeTruthy();
  const left = within(screen.getByRole("list", { name: "Fiches laissées telles quelles" })).getByRole("listitem");
  expect(left.textContent).toBe("Yann Kervella (C-000040)modifié depuis l’import");
});

test("a file of opportunities is told in their words, whichever address leads to it", async () => {
  const { router } = openImport("", view({ record: "opportunity", status: "done", created: 1, can: ended }));
  await router.navigate(`/outils/importer-opportunites?import=${id(9)}`);
  expect(await screen.findByText("1 opportunité créée, 12 mises à jour.")).toBeTruthy();
  expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("Importer des opportunités");
});

test.each([
  ["FILE_ENCRYPTED", {}, /protégé par un mot de passe/],
  ["HEADER_DUPLICATE", { header: "Âge", columns: ["A", "C"] }, /Deux colonnes portent le même nom \(Âge\)/],
  ["TOO_MANY_ROWS", { limit: 200_000 }, /200 000 au plus/],
  ["JOB_FAILED", {}, /s’est interrompu/],
] as const)("%s is told in a sentence, with a way on", async (failure, details, sentence) => {
  openImport(
    `?import=${id(9)}`,
    view({ status: "failed", failure, details, columns: [], done: 0, refused: 0, refusedRows: [] }),
  );
  expect(await screen.findByText(sentence)).toBeTruthy();
  expect(screen.getByRole("link", { name: "Choisir un autre fichier" })).toBeTruthy();
});

test("past imports say where they stand and lead back to it; one that is gone is told", async () => {
  const { api, person } = openImport("", view(), { past: [view({ status: "failed", failure: "NO_ROWS" })] });
  api.answer(importApi.show, () => refuse(404, "NOT_FOUND"));
  const link = await screen.findByRole("link", { name: /contacts\.xlsx Échec Ce fichier ne contient aucune ligne/ });
  await person.click(link);
  expect(await screen.findByText("Impossible d’afficher cet import")).toBeTruthy();
});

test("a check that was stopped begins again, with what one chooses meanwhile", async () => {
  const { api, router, person } = openImport(
    `?import=${id(9)}`,
    view({ status: "cancelled", can: { ...ended, edit: true, undo: false } }),
  );
  api.answer(importApi.change, () => view());
  await person.click(await button("Vérifier le fichier"));
  await waitFor(() => expect(router.state.location.search).toContain("etape=verification"));
  expect(api.bodiesOf(importApi.change)).toEqual([{ options: given("both"), mapping: {} }]);
});

test("while the file is checked, that check is stopped before the columns change", async () => {
  const busy = { run: false, cancel: true, edit: false, undo: false };
  const { api, person } = openImport(`?import=${id(9)}`, view({ status: "checking", can: busy }));
  api.answer(importApi.cancel, () => view({ status: "cancelled" }));
  api.answer(importApi.change, () => view());
  await person.click(await screen.findByRole("radio", { name: "Créer seulement" }));
  await person.click(await button("Vérifier le fichier"));
  await waitFor(() => expect(api.bodiesOf(importApi.change)).toEqual([{ options: given("create"), mapping: {} }]));
  expect(api.bodiesOf(importApi.cancel)).toHaveLength(1);
});

test("two columns of one name: both are told, and one of them is left out by hand", async () => {
  const twin = { sample: [], header: "NOM", index: 1, code: "NOM", label: "Nom", by: "code" as const };
  const failed = view({
    status: "failed",
    failure: "HEADER_DUPLICATE",
    details: { header: "NOM", columns: ["A", "B"] },
  });
  failed.columns = failed.columns.map((column) => (column.index === 1 ? twin : column));
  const { api, person } = openImport(`?import=${id(9)}`, { ...failed, can: { ...ended, edit: true, undo: false } });
  api.answer(importApi.change, () => view());
  expect(await screen.findByText(/Deux colonnes portent le même nom/)).toBeTruthy();
  expect(await button("Vérifier le fichier")).toHaveProperty("disabled", true);
  const fields = screen.getAllByRole("combobox", { name: "Champ de la colonne « NOM »" });
  expect(fields.map((field) => (field as HTMLInputElement).value)).toEqual(["Nom", "Nom"]);
  await person.click(fields[1] as HTMLElement);
  await person.click((await screen.findAllByRole("option", { name: "Ne pas importer" })).at(-1) as HTMLElement);
  await person.click(await button("Vérifier le fichier"));
  await waitFor(() =>
    expect(api.bodiesOf(importApi.change)).toEqual([{ options: given("both"), mapping: { 1: null } }]),
  );
});
