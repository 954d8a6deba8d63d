import { fileApi, type ImportView, importApi, questionApi, userApi } from "@crm/contract";
import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { chooseLocale } from "../../lib/i18n.ts";
import { fakeApi, refuse, renderScreen } from "../../test/render-screen.tsx";
import { ImportHubPage } from "./import-hub-page.tsx";
import { ImportPage } from "./import-page.tsx";

const id = (n: number) => `019d0000-0000-7000-8000-${String(n).padStart(12, "0")}`;
const me = { id: id(1), name: "Chloé Martin", active: true, photoId: null };
const nora = { id: id(2), name: "Nora Petit", active: true, photoId: null };
const file = { id: id(3), name: "contacts.xlsx", mediaType: "x", size: 10, createdAt: "2026-03-02T09:00:00.000Z" };

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
    { ...read, header: "courriel", index: 1, code: "EMAIL", label: "E-mail", by: "alias" },
    { ...read, header: "Âge", index: 2, code: null, label: null, by: null },
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

const routes = [
  { path: "/outils/importer-contacts", element: <ImportPage myId={me.id} /> },
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

test("1.2.12 a file is chosen, sent and checked; its import is then in the address", async () => {
  const { api, router, person } = open();
  api.answer(fileApi.upload, () => file);
  api.answer(importApi.create, () => view({ status: "checking", total: 0, done: 500, created: 500, refused: 0 }));
  expect(await button("Vérifier le fichier")).toHaveProperty("disabled", true);
  await person.upload(
    await screen.findByLabelText("Fichier à importer", { selector: "input" }),
    new File(["x"], "contacts.xlsx"),
  );
  expect(await screen.findByText(/contacts\.xlsx \(1 ko\)/)).toBeTruthy();
  await person.click(screen.getByRole("radio", { name: "Le laisser tel quel" }));
  await person.click(await screen.findByRole("combobox", { name: "Nouveaux contacts suivis par" }));
  await person.click(await screen.findByRole("option", { name: /Nora Petit/ }));
  await person.click(await button("Vérifier le fichier"));
  await waitFor(() => expect(router.state.location.search).toBe(`?import=${id(9)}`));
  expect(api.bodiesOf(importApi.create)).toEqual([
    { fileId: file.id, record: "contact", options: { ...given("create"), ownerId: nora.id } },
  ]);
  expect(api.queriesOf(fileApi.upload)).toEqual([{ name: "contacts.xlsx", purpose: "import" }]);
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

test("the dry run says what the import will do, which columns it reads, which rows it refuses and why", async () => {
  const { api, state, person } = open(`?import=${id(9)}`);
  api.answer(importApi.run, () => {
    state.view = view({ status: "running", done: 500, created: 480, updated: 0, refused: 20, refusedRows: [] });
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
  expect(screen.getByText("courriel → E-mail")).toBeTruthy();
  expect(screen.getByText("Colonnes ignorées").nextSibling?.textContent).toBe("Âge");
  expect(screen.getByRole("row", { name: "7 courriel – Cette adresse e-mail n’est pas valable." })).toBeTruthy();
  expect(screen.getByText("Et 128 autres lignes, dans le rapport.")).toBeTruthy();
  await person.click(await button("Importer"));
  expect(await screen.findByRole("progressbar", { name: "contacts.xlsx" })).toHaveProperty("ariaValueNow", "25");
});

test("other options are counted anew before anything can be imported", async () => {
  const { api, router, person } = open(`?import=${id(9)}`);
  api.answer(importApi.create, () => view({ id: id(10), options: given("create") }));
  await person.click(await screen.findByRole("radio", { name: "Le laisser tel quel" }));
  expect(screen.queryByRole("button", { name: "Importer" })).toBeNull();
  await person.click(await button("Vérifier de nouveau"));
  await waitFor(() => expect(router.state.location.search).toBe(`?import=${id(10)}`));
  expect(api.bodiesOf(importApi.create)).toEqual([{ fileId: file.id, record: "contact", options: given("create") }]);
});

test("an import under way is stopped only once that is confirmed", async () => {
  const { api, state, person } = open(`?import=${id(9)}`, view({ status: "running", done: 500 }));
  api.answer(importApi.cancel, () => {
    state.view = view({ status: "cancelled", done: 500 });
    return state.view;
  });
  await person.click(await button("Annuler"));
  const dialog = await screen.findByRole("dialog", { name: "Arrêter l’import ?" });
  expect(api.bodiesOf(importApi.cancel)).toEqual([]);
  await person.click(within(dialog).getByRole("button", { name: "Arrêter l’import" }));
  expect(await screen.findByText("L’import a été arrêté. Les contacts déjà importés restent.")).toBeTruthy();
});

test("the end says what was done, and leads to the contacts", async () => {
  open(`?import=${id(9)}`, view({ status: "done" }));
  expect(await screen.findByText("1 859 contacts créés, 12 mis à jour.")).toBeTruthy();
  expect(screen.getByRole("link", { name: "Voir les contacts" })).toHaveProperty("pathname", "/contacts");
});

test.each([
  ["FILE_ENCRYPTED", {}, /protégé par un mot de passe/],
  ["HEADER_DUPLICATE", { header: "Âge", columns: ["A", "C"] }, /Deux colonnes portent le même nom \(Âge\)/],
  ["TOO_MANY_ROWS", { limit: 200_000 }, /200 000 au plus/],
  ["JOB_FAILED", {}, /s’est interrompu/],
] as const)("%s is told in a sentence, with a way on", async (failure, details, sentence) => {
  open(`?import=${id(9)}`, view({ status: "failed", failure, details, done: 0, refused: 0, refusedRows: [] }));
  expect(await screen.findByText(sentence)).toBeTruthy();
  expect(screen.getByRole("link", { name: "Choisir un autre fichier" })).toBeTruthy();
});

test("the report is downloaded under its name", async () => {
  const { api, person } = open(`?import=${id(9)}`);
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
