import { fileApi, type ImportView, importApi, questionApi, userApi } from "@crm/contract";
import { configure, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { chooseLocale } from "../../lib/i18n.ts";
import { fakeApi, refuse, renderScreen } from "../../test/render-screen.tsx";
import { ImportHubPage } from "./import-hub-page.tsx";
import { ImportPage } from "./import-page.tsx";

configure({ asyncUtilTimeout: 8_000 });

const id = (n: number) => `019d0000-0000-7000-8000-${String(n).padStart(12, "0")}`;
const me = { id: id(1), name: "Chloé Martin", active: true, photoId: null };
const nora = { id: id(2), name: "Nora Petit", active: true, photoId: null };
const file = { id: id(3), name: "contacts.xlsx", mediaType: "x", size: 10, createdAt: "2026-03-02T09:00:00.000Z" };

const ended = { run: false, cancel: false, edit: false, undo: true };
const given = (mode: "create" | "both") => ({ mode, empty: "keep", unknownChoices: "refuse" }) as const;
const read = { sample: [] };

const view = (over: Partial<ImportView> = {}): ImportView => ({
  id: id(9),
  status: "checked",
  file,
  record: "contact",
  options: given("both"),
  sheets: ["Feuille 1"],
  missing: [],
  columns: [
    { ...read, header: "NOM", index: 0, code: "NOM", label: "Nom", by: "code" },
    {
      sample: ["petit@exemple.fr", "durand@exemple.fr"],
      header: "courriel",
      index: 1,
      code: "EMAIL",
      label: "E-mail",
      by: "alias",
    },
    { sample: ["41"], header: "Âge", index: 2, code: null, label: null, by: null },
  ],
  total: 2000,
  done: 2000,
  created: 1859,
  updated: 12,
  unchanged: 0,
  refused: 129,
  skipped: 0,
  duplicates: 0,
  similar: 0,
  undo: null,
  keptRecords: [],
  can: { run: true, cancel: true, edit: true, undo: false },
  refusedRows: [
    { row: 7, reasons: [{ column: "courriel", index: 1, message: "Cette adresse e-mail n’est pas valable." }] },
  ],
  failure: null,
  details: {},
  createdAt: "2026-03-02T09:00:00.000Z",
  finishedAt: null,
  ...over,
});

const targets = [
  { code: "EMAIL", label: "E-mail", required: true },
  { code: "NOM", label: "Nom", required: false },
  { code: "VILLE", label: "Ville", required: false },
  { code: "ORIGINE_CONTACT", label: "Origine du contact", required: false },
];
const bad = "Cette adresse e-mail n’est pas valable.";
const rowsOf = (refused: boolean) => {
  const rows = [
    { row: 6, cells: ["Petit", "petit@exemple.fr", "41"], edited: [], outcome: "new" as const, issues: [] },
    {
      row: 7,
      cells: ["Kervella", "pas-une-adresse", "38"],
      edited: [],
      outcome: "refused" as const,
      issues: [{ column: 1, message: bad }],
    },
  ].filter(({ outcome }) => !refused || outcome === "refused");
  return { rows, total: refused ? 129 : 2000 };
};

const routes = [
  { path: "/outils/importer-contacts", element: <ImportPage record="contact" myId={me.id} canConfigure /> },
  {
    path: "/outils/importer-opportunites",
    element: <ImportPage record="opportunity" myId={me.id} canConfigure={false} />,
  },
  { path: "/outils/import-export", element: <ImportHubPage /> },
];

function open(
  address = "",
  current = view(),
  { past = [], questions = [] }: { past?: ImportView[]; questions?: object[] } = {},
) {
  const api = fakeApi();
  const state = { view: current };
  api.answer(importApi.list, () => past);
  api.answer(importApi.show, () => state.view);
  api.answer(importApi.targets, () => targets);
  api.answer(importApi.rows, ({ query }) => rowsOf(query.get("only") === "refused"));
  api.answer(userApi.directory, () => [me, nora]);
  api.answer(questionApi.list, () => questions as never);
  return { api, state, ...renderScreen(routes, `/outils/importer-contacts${address}`) };
}
const button = (name: string) => screen.findByRole("button", { name });

beforeEach(() => chooseLocale("fr"));

test("1.2.11 « Import/export (lab) » leads to the import", async () => {
  const { router, person } = open();
  await router.navigate("/outils/import-export");
  await person.click(await screen.findByRole("link", { name: /Importer des contacts/ }));
  expect(router.state.location.pathname).toBe("/outils/importer-contacts");
});

test("1.2.12 a file is chosen, sent and read at once; its import is then in the address, at its columns", async () => {
  const { api, router, person } = open();
  api.answer(fileApi.upload, () => file);
  api.answer(importApi.create, () => view());
  expect((await screen.findByText("Fichier")).closest("[aria-current=step]")).toBeTruthy();
  await person.upload(
    await screen.findByLabelText("Fichier à importer", { selector: "input" }),
    new File(["x"], "contacts.xlsx"),
  );
  await waitFor(() => expect(router.state.location.search).toBe(`?import=${id(9)}`));
  expect(api.bodiesOf(importApi.create)).toEqual([{ fileId: file.id, record: "contact" }]);
  expect(api.queriesOf(fileApi.upload)).toEqual([{ name: "contacts.xlsx", purpose: "import" }]);
  await waitFor(() => expect(screen.getByText("Colonnes").closest("[aria-current=step]")).toBeTruthy());
});

test("each column says its first values, what it fills and how that was found; nothing changed is not checked twice", async () => {
  const { api, router, person } = open(`?import=${id(9)}`);
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

test("a column matched by hand and other options are sent, and checked before anything can be imported", async () => {
  const { api, state, router, person } = open(`?import=${id(9)}`);
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
      options: { mode: "create", empty: "erase", unknownChoices: "add", ownerId: nora.id },
      mapping: { 2: "VILLE" },
    },
  ]);
  expect(await screen.findByText("500 lignes lues. Rien n’est encore importé.")).toBeTruthy();
});

test("what is missing is told, and another sheet or row of headers is read at once", async () => {
  const { api, state, person } = open(
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
  open("", view(), { questions: [question] });
  const table = await screen.findByRole("table", { name: "Codes des champs" });
  expect(
    await within(table).findByRole("row", { name: "ORIGINE_CONTACT Origine du contact APL (Appel entrant)" }),
  ).toBeTruthy();
  expect(within(table).getByRole("row", { name: "EMAIL E-mail obligatoire" })).toBeTruthy();
  expect(within(table).queryByText("DATE_CREATION")).toBeNull();
});

test("the dry run says what the import will do; « Importer » runs it", async () => {
  const { api, state, person } = open(`?import=${id(9)}&etape=verification`);
  api.answer(importApi.run, () => {
    state.view = view({
      ...{ status: "running", done: 500, created: 480, updated: 0, refused: 20, refusedRows: [] },
      can: { run: false, cancel: true, edit: false, undo: false },
    });
    return state.view;
  });
  for (const [label, value] of [
    ["Nouveaux", "1 859"],
    ["Mis à jour", "12"],
    ["Inchangés", "0"],
    ["Refusés", "129"],
  ]) {
    expect((await screen.findByText(label ?? "", { selector: "dt" })).nextSibling?.textContent).toBe(value);
  }
  await person.click(await button("Importer"));
  expect(await screen.findByRole("progressbar", { name: "contacts.xlsx" })).toHaveProperty("ariaValueNow", "25");
});

test("a bad cell says why; it is corrected by keyboard, Escape leaves it, and the file is checked again", async () => {
  const { api, person } = open(`?import=${id(9)}&etape=verification`);
  api.answer(importApi.edit, () => view({ refused: 128, finishedAt: "2026-03-02T09:01:00.000Z" }));
  const grid = await screen.findByRole("grid", { name: "Lignes du fichier" });
  // The refused rows only, at first; one stands on the first cell at fault.
  expect(within(grid).getAllByRole("row")).toHaveLength(2);
  expect(await screen.findByText(`Ligne 7, courriel : ${bad}`)).toBeTruthy();
  const cell = within(grid).getByRole("cell", { name: "pas-une-adresse" });
  expect(cell.getAttribute("aria-invalid")).toBe("true");
  cell.focus();
  await person.keyboard("{Enter}rien{Escape}");
  expect(cell.textContent).toBe("pas-une-adresse");
  expect(document.activeElement).toBe(cell);
  expect(await button("Vérifier à nouveau")).toHaveProperty("disabled", true);
  await person.keyboard("{Enter}yann@exemple.fr{Enter}");
  expect(cell.textContent).toBe("yann@exemple.fr");
  expect(within(grid).getByText("À vérifier")).toBeTruthy();
  expect(await button("Importer")).toHaveProperty("disabled", true);
  await person.keyboard("{ArrowLeft}");
  expect(document.activeElement?.textContent).toBe("Kervella");
  await person.click(await button("Vérifier à nouveau"));
  await waitFor(() =>
    expect(api.bodiesOf(importApi.edit)).toEqual([{ edits: [{ row: 7, column: 1, value: "yann@exemple.fr" }] }]),
  );
  await waitFor(async () => expect(await button("Importer")).toHaveProperty("disabled", false));
});

test("all rows or the refused ones alone, fifty at a time", async () => {
  const { api, person } = open(`?import=${id(9)}&etape=verification`);
  await person.click(await screen.findByRole("switch", { name: "Lignes refusées seulement" }));
  expect(await screen.findByText("petit@exemple.fr")).toBeTruthy();
  expect(await screen.findByText("1 à 50 sur 2 000")).toBeTruthy();
  await person.click(await button("Lignes suivantes"));
  await waitFor(() => expect(api.queriesOf(importApi.rows).at(-1)).toEqual({ from: "50", size: "50" }));
});

test("an import under way is stopped only once that is confirmed", async () => {
  const { api, state, person } = open(
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
  open(`?import=${id(9)}`, view({ status: "done", can: ended }));
  expect(await screen.findByText("1 859 contacts créés, 12 mis à jour.")).toBeTruthy();
  expect(screen.getByRole("link", { name: "Voir les contacts" })).toHaveProperty("pathname", "/contacts");
});

test("« Annuler cet import » says what it will do, and afterwards what it had to leave and why", async () => {
  const { api, state, person } = open(`?import=${id(9)}`, view({ status: "done", can: ended }));
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
  const { router } = open("", view({ record: "opportunity", status: "done", created: 1, can: ended }));
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
  open(
    `?import=${id(9)}`,
    view({ status: "failed", failure, details, columns: [], done: 0, refused: 0, refusedRows: [] }),
  );
  expect(await screen.findByText(sentence)).toBeTruthy();
  expect(screen.getByRole("link", { name: "Choisir un autre fichier" })).toBeTruthy();
});

test("the report is downloaded under its name", async () => {
  const { api, person } = open(`?import=${id(9)}&etape=verification`);
  const saved: string[] = [];
  vi.stubGlobal("URL", Object.assign(URL, { createObjectURL: () => "blob:x", revokeObjectURL: () => undefined }));
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
    saved.push(this.download);
  });
  api.answer(
    importApi.report,
    () =>
      new Response("x", {
        headers: { "content-disposition": `attachment; filename*=UTF-8''Lignes%20refus%C3%A9es.xlsx` },
      }),
  );
  await person.click(await button("Télécharger le rapport"));
  await waitFor(() => expect(saved).toEqual(["Lignes refusées.xlsx"]));
});

test("past imports say where they stand and lead back to it; one that is gone is told", async () => {
  const { api, person } = open("", view(), { past: [view({ status: "failed", failure: "NO_ROWS" })] });
  api.answer(importApi.show, () => refuse(404, "NOT_FOUND"));
  const link = await screen.findByRole("link", { name: /contacts\.xlsx Échec Ce fichier ne contient aucune ligne/ });
  await person.click(link);
  expect(await screen.findByText("Impossible d’afficher cet import")).toBeTruthy();
});
