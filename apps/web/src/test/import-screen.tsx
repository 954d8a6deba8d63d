import { formApi, type ImportView, importApi, questionApi, userApi } from "@crm/contract";
import { screen } from "@testing-library/react";
import { ImportHubPage } from "../features/import/import-hub-page.tsx";
import { ImportPage } from "../features/import/import-page.tsx";
import { fakeApi, renderScreen } from "./render-screen.tsx";

export const id = (n: number) => `019d0000-0000-7000-8000-${String(n).padStart(12, "0")}`;
const me = { id: id(1), name: "Chloé Martin", active: true, photoId: null };
export const nora = { id: id(2), name: "Nora Petit", active: true, photoId: null };
export const file = {
  id: id(3),
  name: "contacts.xlsx",
  mediaType: "x",
  size: 10,
  createdAt: "2026-03-02T09:00:00.000Z",
};

export const ended = { run: false, cancel: false, edit: false, undo: true };
export const given = (mode: "create" | "both") =>
  ({ mode, empty: "keep", unknownChoices: "refuse", language: "fr" }) as const;
const read = { sample: [] };

export const bad = "Cette adresse e-mail n’est pas valable.";
const noMail = { rule: "invalid_format", params: { format: "email", input: "pas-une-adresse" }, message: bad };

export const view = (over: Partial<ImportView> = {}): ImportView => ({
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
  refusedRows: [{ row: 7, reasons: [{ column: "courriel", index: 1, ...noMail }] }],
  failure: null,
  details: {},
  createdAt: "2026-03-02T09:00:00.000Z",
  finishedAt: null,
  ...over,
});

/** Two forms, one of them put away. */
export const devis = { id: id(20), slug: "devis", name: "Demande de devis", archivedAt: null };
const salon = { id: id(21), slug: "salon", name: "Salon 2024", archivedAt: "2026-01-05T09:00:00.000Z" };

const targets = [
  { code: "EMAIL", label: "E-mail", required: true },
  { code: "NOM", label: "Nom", required: false },
  { code: "VILLE", label: "Ville", required: false },
  { code: "ORIGINE_CONTACT", label: "Origine du contact", required: false },
  { code: "FORMULAIRE", label: "Formulaire", required: true },
];
const rowsOf = (refused: boolean) => {
  const rows = [
    { row: 6, cells: ["Petit", "petit@exemple.fr", "41"], edited: [], outcome: "new" as const, issues: [] },
    {
      row: 7,
      cells: ["Kervella", "pas-une-adresse", "38"],
      edited: [],
      outcome: "refused" as const,
      issues: [{ column: 1, ...noMail }],
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
  { path: "/outils/importer-enregistrements", element: <ImportPage record="submission" myId={me.id} canConfigure /> },
  { path: "/outils/import-export", element: <ImportHubPage /> },
];

/** The import page at an address, with one import behind it. */
export function openImport(
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
  api.answer(formApi.list, ({ query }) => [query.get("archived") === "true" ? salon : devis] as never);
  api.answer(userApi.directory, () => [me, nora]);
  api.answer(questionApi.list, () => questions as never);
  return { api, state, ...renderScreen(routes, `/outils/importer-contacts${address}`) };
}
export const button = (name: string) => screen.findByRole("button", { name });
