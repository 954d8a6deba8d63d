import { type BulkView, bulkApi, type CsvText, fileApi } from "@crm/contract";
import { configure, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { chooseLocale } from "../../lib/i18n.ts";
import { button, file, id } from "../../test/import-screen.tsx";
import { fakeApi, renderScreen } from "../../test/render-screen.tsx";
import { DeletionPage } from "./deletion-page.tsx";

configure({ asyncUtilTimeout: 8_000 });
beforeEach(() => chooseLocale("fr"));

const text: CsvText = {
  ...{ encoding: "macintosh", delimiter: ";" },
  samples: { macintosh: "Lefèvre", cp850: "LefÅvre" },
  doubtful: { count: 1, lines: [3] },
};
const report = { rows: 2, blank: 0, duplicates: 0, unreadable: 0, unreadableRows: [], opportunities: 0, unknown: 0 };
const view = (over: Partial<BulkView> = {}): BulkView => ({
  ...{ id: id(9), record: "contact", kind: "delete", status: "checked", total: 2, done: 0, changed: 0, skipped: 0 },
  ...{ params: { fileId: file.id, fileName: "contacts.csv" }, report: { ...report, contacts: 2, unknownCodes: [] } },
  ...{ failure: null, details: { text }, createdAt: "2026-03-02T09:00:00.000Z", finishedAt: null },
  ...{ can: { cancel: true, undo: false }, ...over },
});

/** The page with a file sent, as the server read it first. */
async function opened(first: BulkView) {
  const api = fakeApi();
  const state = { view: first };
  api.answer(fileApi.upload, () => file);
  api.answer(bulkApi.checkDeletion, () => state.view);
  api.answer(bulkApi.show, () => state.view);
  const path = "/outils/supprimer-contacts";
  const { person, router } = renderScreen([{ path, element: <DeletionPage /> }], path);
  await person.upload(
    await screen.findByLabelText("Fichier des contacts à supprimer", { selector: "input" }),
    new File(["x"], "contacts.csv"),
  );
  await person.click(await button("Vérifier le fichier"));
  await waitFor(() => expect(router.state.location.search).toBe(`?id=${id(9)}`));
  return { api, state, person, router };
}

test("how the file of a deletion was read is told; another encoding sends it again, and the new check is in the address", async () => {
  const { api, state, person, router } = await opened(view());
  const encoding = await screen.findByRole("combobox", { name: "Codage des lettres" });
  expect((encoding as HTMLInputElement).value).toBe("Mac Roman");
  expect(screen.getByText("1 ligne du fichier semble écrite dans un autre codage : ligne 3.")).toBeTruthy();
  const params = { fileId: file.id, fileName: "contacts.csv", encoding: "cp850" };
  state.view = view({ id: id(10), params, details: { text: { ...text, encoding: "cp850" } } });
  await person.click(encoding);
  const dos = await screen.findByRole("option", { name: /CP850/ });
  expect(within(dos).getByText("LefÅvre")).toBeTruthy();
  await person.click(dos);
  await waitFor(() => expect(router.state.location.search).toBe(`?id=${id(10)}`));
  expect(await screen.findByText("Choisi à la main.")).toBeTruthy();
  // What was chosen before goes along with what is chosen next.
  await person.click(await screen.findByRole("combobox", { name: "Séparateur des colonnes" }));
  await person.click(await screen.findByRole("option", { name: "Virgule ( , )" }));
  const [first, ...then] = [{ fileId: file.id }, { encoding: "cp850" }, { encoding: "cp850", delimiter: "," }];
  await waitFor(() =>
    expect(api.bodiesOf(bulkApi.checkDeletion)).toEqual([first, ...then.map((asked) => ({ ...first, ...asked }))]),
  );
  expect(api.queriesOf(fileApi.upload)).toHaveLength(3);
});

test("a file whose column of codes is not found can be read with another delimiter", async () => {
  const { api, person } = await opened(
    view({ status: "failed", failure: "CODE_COLUMN_MISSING", report: null, can: { cancel: false, undo: false } }),
  );
  await person.click(await screen.findByRole("combobox", { name: "Séparateur des colonnes" }));
  await person.click(await screen.findByRole("option", { name: "Tabulation" }));
  await waitFor(() =>
    expect(api.bodiesOf(bulkApi.checkDeletion)).toEqual([{ fileId: file.id }, { fileId: file.id, delimiter: "\t" }]),
  );
});

test("a page that has the file no more tells the doubtful lines still", async () => {
  const api = fakeApi();
  api.answer(bulkApi.show, () => view());
  renderScreen(
    [{ path: "/outils/supprimer-contacts", element: <DeletionPage /> }],
    `/outils/supprimer-contacts?id=${id(9)}`,
  );
  expect(await screen.findByText(/autre codage : ligne 3/)).toBeTruthy();
  expect(screen.queryByRole("combobox")).toBeNull();
});

test("a workbook has neither", async () => {
  await opened(view({ details: {} }));
  expect(await screen.findByText("Résultat de la vérification")).toBeTruthy();
  expect(screen.queryByRole("combobox")).toBeNull();
});
