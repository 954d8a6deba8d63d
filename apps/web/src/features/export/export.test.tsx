import { type ExportView, exportApi, exportTemplateApi } from "@crm/contract";
import { queryOptions } from "@tanstack/react-query";
import { configure, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { chooseLocale } from "../../lib/i18n.ts";
import { fakeApi, refuse, renderScreen } from "../../test/render-screen.tsx";
import { ExportListPage } from "./export-list-page.tsx";
import { ExportPage } from "./export-page.tsx";
import { ExportSelection } from "./export-selection.tsx";
import { fileSize } from "./export-words.ts";

configure({ asyncUtilTimeout: 8_000 });
beforeEach(() => chooseLocale("fr"));

const id = (n: number) => `019d0000-0000-7000-8000-${String(n).padStart(12, "0")}`;
const view = (over: Partial<ExportView> = {}): ExportView => ({
  ...{ id: id(1), record: "contact", status: "done", selected: "all", format: "xlsx", template: null },
  ...{ total: 1234, done: 1234, file: { name: "contacts-2026-03-02.xlsx", size: 84_000 }, failure: null, details: {} },
  ...{ createdAt: "2026-03-02T09:00:00.000Z", finishedAt: "2026-03-02T09:01:00.000Z" },
  ...{ expiresAt: "2026-04-01T09:01:00.000Z", can: { download: true, cancel: false } },
  ...over,
});
const waiting = { status: "waiting", done: 0, file: null, can: { download: false, cancel: true } } as const;

/** The page of contacts with three of them found, and a template. */
function openPage(over: { record?: ExportView["record"]; count?: number; filter?: object } = {}) {
  const api = fakeApi();
  const template = {
    ...{ id: id(7), record: "contact", kind: "classic", name: "Mailing", shared: false, size: 3, version: 1 },
    ...{ owner: { id: id(2), name: "Nora Petit" }, createdAt: "2026-03-02T09:00:00.000Z", can: { update: true } },
  };
  api.answer(exportTemplateApi.list, () => [template] as never);
  const counting = queryOptions({
    queryKey: ["count"],
    queryFn: async () => ({ value: over.count ?? 3, capped: false }),
  });
  const page = (
    <ExportPage
      record={over.record ?? "contact"}
      title="Exporter les contacts vers Excel"
      action="Exporter vers Excel"
      filters={null}
      filter={over.filter ?? {}}
      counting={counting}
      email="nora@exemple.fr"
    />
  );
  return { api, ...renderScreen([{ path: "/", element: page }], "/") };
}

test("4.1.1 what is asked for are the filter, the template, the format and the language of the mail; then what becomes of it", async () => {
  const { api, person } = openPage({ filter: { search: "le denmat" } });
  let now = view({ ...waiting, total: 0 });
  api.answer(exportApi.create, () => now);
  api.answer(exportApi.show, () => now);
  expect(await screen.findByText("À exporter : 3 contacts")).toBeTruthy();
  await person.click(await screen.findByRole("combobox", { name: "Modèle d'export" }));
  expect((await screen.findAllByRole("option")).map(({ textContent }) => textContent)).toEqual([
    "Export standard",
    "Mailing",
  ]);
  await person.click(screen.getByRole("option", { name: "Mailing" }));
  await person.click(screen.getByText("CSV (.csv)"));
  await person.click(screen.getByRole("button", { name: "Exporter vers Excel" }));
  expect(api.bodiesOf(exportApi.create)).toEqual([
    { record: "contact", format: "csv", locale: "fr", templateId: id(7), filter: { search: "le denmat" } },
  ]);
  expect(await screen.findByText(/Vous recevrez l’export par e-mail à nora@exemple.fr/)).toBeTruthy();
  expect(screen.getByRole("progressbar", { name: "Export" })).toBeTruthy();
  now = view({ total: 3 });
  expect(await screen.findByText(/L’export est prêt : 3 contacts/)).toBeTruthy();
  expect(screen.getByRole("link", { name: "Mes exports" }).getAttribute("href")).toBe("/outils/mes-exports");
});

test("a CSV is made for Excel, unless a person asks for the texts as they are", async () => {
  const { api, person } = openPage();
  const now = view({ format: "csv-raw", file: { name: "contacts-2026-03-02.csv", size: 9000 } });
  api.answer(exportApi.create, () => now);
  api.answer(exportApi.show, () => now);
  api.answer(exportApi.list, () => ({ rows: [now], next: null }));
  await screen.findByText("À exporter : 3 contacts");
  expect(screen.queryByRole("radiogroup", { name: "Contenu du CSV" })).toBeNull();
  await person.click(screen.getByText("CSV (.csv)"));
  const kinds = within(screen.getByRole("radiogroup", { name: "Contenu du CSV" }));
  expect(kinds.getByRole<HTMLInputElement>("radio", { name: "Pour Excel" }).checked).toBe(true);
  await person.click(kinds.getByText("Brut"));
  expect(screen.getByText(/N’ouvrez pas ce fichier dans Excel/)).toBeTruthy();
  await person.click(screen.getByRole("button", { name: "Exporter vers Excel" }));
  expect(api.bodiesOf(exportApi.create)).toEqual([{ record: "contact", format: "csv-raw", locale: "fr", filter: {} }]);
  renderScreen([{ path: "/", element: <ExportListPage /> }], "/");
  expect(await screen.findByText(/CSV brut \(.csv\)/)).toBeTruthy();
});

test("1.2.11 submissions have one kind of table: no template is chosen, and none is asked for", async () => {
  const { api, person } = openPage({ record: "submission", filter: { formId: id(9) } });
  const now = view({ record: "submission", total: 3, file: { name: "enregistrements-2026-03-02.xlsx", size: 9000 } });
  api.answer(exportApi.create, () => now);
  api.answer(exportApi.show, () => now);
  api.answer(exportApi.list, () => ({ rows: [now], next: null }));
  expect(await screen.findByText("À exporter : 3 enregistrements")).toBeTruthy();
  expect(screen.queryByRole("combobox", { name: "Modèle d'export" })).toBeNull();
  expect(api.queriesOf(exportTemplateApi.list)).toEqual([]);
  await person.click(screen.getByRole("button", { name: "Exporter vers Excel" }));
  expect(api.bodiesOf(exportApi.create)).toEqual([
    { record: "submission", format: "xlsx", locale: "fr", filter: { formId: id(9) } },
  ]);
  expect(await screen.findByText(/L’export est prêt : 3 enregistrements/)).toBeTruthy();
  renderScreen([{ path: "/", element: <ExportListPage /> }], "/");
  expect(await screen.findByText("3 enregistrements · Tous les enregistrements · Excel (.xlsx) · 8,8 Ko")).toBeTruthy();
});

test("nothing is asked for when no record is found", async () => {
  openPage({ count: 0 });
  expect(await screen.findByText("À exporter : aucun contact")).toBeTruthy();
  expect(screen.getByRole<HTMLButtonElement>("button", { name: "Exporter vers Excel" }).disabled).toBe(true);
});

test("a refusal is told", async () => {
  const { api, person } = openPage();
  api.answer(exportApi.create, () => refuse(404, "NOT_FOUND"));
  await screen.findByText("À exporter : 3 contacts");
  await person.click(screen.getByRole("button", { name: "Exporter vers Excel" }));
  expect(await screen.findByRole("alert")).toBeTruthy();
});

test("4.2.2 « Mes exports » tells each export, how far it is, why it failed, what was cut; it is stopped or deleted", async () => {
  const api = fakeApi();
  let rows = [
    view({ ...waiting, id: id(1), status: "running", done: 400, total: 1000 }),
    view({ id: id(2), details: { cut: 2 }, template: { id: id(7), name: "Mailing" }, selected: "filter" }),
    view({ id: id(3), status: "failed", failure: "NOT_ALLOWED", file: null, can: { download: false, cancel: false } }),
    view({ id: id(4), file: null, can: { download: false, cancel: false }, record: "opportunity" }),
  ];
  api.answer(exportApi.list, () => ({ rows, next: null }));
  api.answer(exportApi.cancel, () => view({ id: id(1), status: "cancelled", file: null }));
  api.answer(exportApi.remove, () => new Response(null, { status: 204 }));
  const { person } = renderScreen([{ path: "/", element: <ExportListPage /> }], "/");
  const list = await screen.findByRole("list", { name: "Mes exports" });
  const [running, done, failed, expired] = within(list)
    .getAllByRole("listitem")
    .map((item) => within(item)) as [
    ReturnType<typeof within>,
    ReturnType<typeof within>,
    ReturnType<typeof within>,
    ReturnType<typeof within>,
  ];
  expect(running.getByRole("progressbar", { name: "Export en cours" }).getAttribute("aria-valuenow")).toBe("40");
  expect(done.getByText(/1 234 contacts · Filtrés · Mailing · Excel \(.xlsx\) · 82 Ko/)).toBeTruthy();
  expect(done.getByText(/disponible jusqu’au 01\/04\/2026/)).toBeTruthy();
  expect(done.getByText(/2 cellules dépassent/)).toBeTruthy();
  expect(done.getByRole("button", { name: "Télécharger" })).toBeTruthy();
  expect(failed.getByText("Échec")).toBeTruthy();
  expect(expired.getByText("Expiré")).toBeTruthy();
  expect(expired.queryByRole("button", { name: "Télécharger" })).toBeNull();

  await person.click(running.getByRole("button", { name: "Arrêter" }));
  expect(api.queriesOf(exportApi.cancel)).toHaveLength(1);
  rows = rows.slice(0, 3);
  await person.click(expired.getByRole("button", { name: "Supprimer" }));
  await person.click(await within(await screen.findByRole("dialog")).findByRole("button", { name: "Supprimer" }));
  await waitFor(() => expect(within(list).getAllByRole("listitem")).toHaveLength(3));
});

test("« Mes exports » tells of a file that is longer than what one import reads", async () => {
  const api = fakeApi();
  const many = { total: 450_000, done: 450_000 };
  api.answer(exportApi.list, () => ({
    rows: [view({ id: id(1), ...many }), view({ id: id(2), ...many, format: "csv" })],
    next: null,
  }));
  renderScreen([{ path: "/", element: <ExportListPage /> }], "/");
  expect(await screen.findByText(/Plus de 200.000 lignes : le classeur a 3 feuilles/)).toBeTruthy();
  expect(screen.getByText(/exportez-les vers Excel, qui les répartit en feuilles/)).toBeTruthy();
});

test("« Mes exports » without any says what to do", async () => {
  const api = fakeApi();
  api.answer(exportApi.list, () => ({ rows: [], next: null }));
  renderScreen([{ path: "/", element: <ExportListPage /> }], "/");
  expect(await screen.findByText("Aucun export")).toBeTruthy();
});

test("a selection is asked for by its ids, or by the filter but for some", async () => {
  const api = fakeApi();
  api.answer(exportTemplateApi.list, () => []);
  api.answer(exportApi.create, () => view({ ...waiting, total: 0 }));
  const target = { filter: { search: "x" }, except: [id(5)] };
  const { person } = renderScreen(
    [{ path: "/", element: <ExportSelection record="contact" count={2} target={target} /> }],
    "/",
  );
  await person.click(await screen.findByRole("button", { name: "Exporter vers Excel" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Exporter 2 contacts vers Excel" }));
  await person.click(await dialog.findByRole("button", { name: "Exporter vers Excel" }));
  await waitFor(() =>
    expect(api.bodiesOf(exportApi.create)).toEqual([
      { record: "contact", format: "xlsx", locale: "fr", filter: { search: "x" }, except: [id(5)] },
    ]),
  );
});

test.each([
  [900, "900 octets"],
  [1536, "1,5 Ko"],
  [84_000, "82 Ko"],
  [5_300_000, "5,1 Mo"],
])("%i bytes are %s", (bytes, told) => {
  expect(fileSize(bytes)).toBe(told);
});
