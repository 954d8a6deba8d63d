import { type CsvText, importApi } from "@crm/contract";
import { configure, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { chooseLocale } from "../../lib/i18n.ts";
import { given, id, openImport, view } from "../../test/import-screen.tsx";

configure({ asyncUtilTimeout: 8_000 });
beforeEach(() => chooseLocale("fr"));

const text: CsvText = {
  ...{ encoding: "macintosh", delimiter: ";" },
  samples: { macintosh: "Lefèvre Zoé", "windows-1252": "Lef\u008Fvre ZoŽ", cp850: "LefÅvre ZoÄ" },
  doubtful: { count: 2, lines: [3, 12] },
};
const csv = (over: Partial<CsvText> = {}) =>
  view({ sheets: [], details: { headerRow: 1, text: { ...text, ...over } } });

test("how a CSV was read is told, and another encoding is chosen by its words", async () => {
  const { api, person } = openImport(`?import=${id(9)}`, csv());
  api.answer(importApi.change, () => csv({ encoding: "cp850" }));
  const encoding = await screen.findByRole("combobox", { name: "Codage des lettres" });
  expect((encoding as HTMLInputElement).value).toBe("Mac Roman");
  expect(screen.getAllByText("Reconnu dans le fichier.")).toHaveLength(2);
  expect(screen.getByText("2 lignes du fichier semblent écrites dans un autre codage : lignes 3, 12.")).toBeTruthy();
  await person.click(encoding);
  const dos = await screen.findByRole("option", { name: /CP850/ });
  expect(within(dos).getByText("LefÅvre ZoÄ")).toBeTruthy();
  await person.click(dos);
  await waitFor(() =>
    expect(api.bodiesOf(importApi.change)).toEqual([{ options: { ...given("both"), encoding: "cp850" }, mapping: {} }]),
  );
});

test("what parts the cells is chosen; a file without accents has no encoding to choose", async () => {
  const { api, person } = openImport(
    `?import=${id(9)}`,
    csv({ encoding: "utf-8", samples: {}, doubtful: { count: 0, lines: [] } }),
  );
  api.answer(importApi.change, () => csv());
  const mark = await screen.findByRole("combobox", { name: "Séparateur des colonnes" });
  expect((mark as HTMLInputElement).value).toBe("Point-virgule ( ; )");
  expect(screen.getByRole("textbox", { name: "Ligne des en-têtes" })).toBeTruthy();
  expect(screen.queryByRole("combobox", { name: "Codage des lettres" })).toBeNull();
  expect(screen.queryByText(/autre codage/)).toBeNull();
  await person.click(mark);
  await person.click(await screen.findByRole("option", { name: "Tabulation" }));
  await waitFor(() =>
    expect(api.bodiesOf(importApi.change)).toEqual([{ options: { ...given("both"), delimiter: "\t" }, mapping: {} }]),
  );
});

test("a workbook has neither", async () => {
  openImport(`?import=${id(9)}`);
  expect(await screen.findByLabelText("Ligne des en-têtes")).toBeTruthy();
  expect(screen.queryByRole("combobox", { name: "Séparateur des colonnes" })).toBeNull();
});

test("of cards, the encoding alone can be chosen: their headers and columns are the reader's", async () => {
  openImport(`?import=${id(9)}`, csv({ delimiter: null }));
  expect(await screen.findByRole("combobox", { name: "Codage des lettres" })).toBeTruthy();
  expect(screen.queryByRole("combobox", { name: "Séparateur des colonnes" })).toBeNull();
  expect(screen.queryByRole("textbox", { name: "Ligne des en-têtes" })).toBeNull();
});
