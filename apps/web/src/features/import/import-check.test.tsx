import { importApi } from "@crm/contract";
import { configure, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { chooseLocale } from "../../lib/i18n.ts";
import { bad, button, id, openImport, view } from "../../test/import-screen.tsx";

configure({ asyncUtilTimeout: 8_000 });
beforeEach(() => chooseLocale("fr"));

test("the dry run says what the import will do; « Importer » runs it", async () => {
  const { api, state, person } = openImport(`?import=${id(9)}&etape=verification`);
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
  const { api, person } = openImport(`?import=${id(9)}&etape=verification`);
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
  const { api, person } = openImport(`?import=${id(9)}&etape=verification`);
  await person.click(await screen.findByRole("switch", { name: "Lignes refusées seulement" }));
  expect(await screen.findByText("petit@exemple.fr")).toBeTruthy();
  expect(await screen.findByText("1 à 50 sur 2 000")).toBeTruthy();
  await person.click(await button("Lignes suivantes"));
  await waitFor(() => expect(api.queriesOf(importApi.rows).at(-1)).toEqual({ from: "50", size: "50" }));
});

test("the report is downloaded under its name", async () => {
  const { api, person } = openImport(`?import=${id(9)}&etape=verification`);
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

test("in English, what is wrong with a cell is told in English, and the file of refused rows is asked for in it", async () => {
  await chooseLocale("en");
  const { api, person } = openImport(`?import=${id(9)}&etape=verification`);
  expect(await screen.findByText("Row 7, courriel : This email address is not valid.")).toBeTruthy();
  api.answer(importApi.change, () => view());
  await person.click(await screen.findByRole("link", { name: "Back to the columns" }));
  await person.click(await screen.findByRole("radio", { name: /^Create only/ }));
  await person.click(await screen.findByRole("button", { name: "Check the file" }));
  await waitFor(() => expect(api.bodiesOf(importApi.change)).toMatchObject([{ options: { language: "en" } }]));
});

test("the lists that a file names are told with how many contacts each gets, and which are new", async () => {
  const lists = [
    { name: "Clients", contacts: 3, created: false },
    { name: "Salon 2024", contacts: 1, created: true },
  ];
  openImport(`?import=${id(9)}&etape=verification`, view({ details: { lists } }));
  expect(await screen.findByText("Listes de sélection, dont 1 nouvelle, non partagée :")).toBeTruthy();
  const told = within(screen.getByRole("list", { name: "Listes de sélection" })).getAllByRole("listitem");
  expect(told.map(({ textContent }) => textContent?.replace(/\s/g, " "))).toEqual([
    "Clients : 3 contacts ajoutés",
    "Salon 2024 (nouvelle) : 1 contact ajouté",
  ]);
});
