import { fileApi, importApi } from "@crm/contract";
import { configure, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { chooseLocale } from "../../lib/i18n.ts";
import { button, devis, ended, file, given, id, openImport, view } from "../../test/import-screen.tsx";

configure({ asyncUtilTimeout: 8_000 });
beforeEach(() => chooseLocale("fr"));

const address = "/outils/importer-enregistrements";
const submissions = (over: Parameters<typeof view>[0] = {}) =>
  view({ record: "submission", created: 3, updated: 0, refused: 0, refusedRows: [], ...over });
/** The page with one import of submissions behind it. */
async function openSubmissions(of: ReturnType<typeof view>, search = `?import=${id(9)}`) {
  const opened = openImport("", of);
  await opened.router.navigate(`${address}${search}`);
  return opened;
}

test("1.2.11 « Import/export (lab) » leads to the import of submissions, whose file is read as such", async () => {
  const { api, router, person } = openImport("", submissions());
  await router.navigate("/outils/import-export");
  await person.click(await screen.findByRole("link", { name: /^Importer des enregistrements/ }));
  expect(router.state.location.pathname).toBe(address);
  api.answer(fileApi.upload, () => file);
  api.answer(importApi.create, () => submissions());
  const table = await screen.findByRole("table", { name: "Codes des champs" });
  expect(
    await within(table).findByRole("row", {
      name: "FORMULAIRE Formulaire devis (Demande de devis), ou le formulaire choisi à l’étape suivante",
    }),
  ).toBeTruthy();
  expect(
    within(table).getByRole("row", { name: "EMAIL E-mail obligatoire, sauf avec le code du contact" }),
  ).toBeTruthy();
  expect(screen.getByText(/^Chaque ligne ajoute un enregistrement au contact/)).toBeTruthy();
  await person.upload(
    await screen.findByLabelText("Fichier à importer", { selector: "input" }),
    new File(["x"], "reponses.csv"),
  );
  await waitFor(() => expect(router.state.location.search).toBe(`?import=${id(9)}`));
  expect(api.bodiesOf(importApi.create)).toEqual([
    { fileId: file.id, record: "submission", options: { language: "fr" } },
  ]);
  expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("Importer des enregistrements");
});

test("a file that names no form is given one, archived or not; options that would do nothing are not there", async () => {
  const { api, router, person } = await openSubmissions(submissions({ missing: ["FORMULAIRE"] }));
  expect(
    await screen.findByText(/Il manque : Formulaire\. .*Le formulaire se choisit aussi dans les options/),
  ).toBeTruthy();
  expect(await button("Vérifier le fichier")).toHaveProperty("disabled", true);
  expect(screen.queryByRole("radiogroup", { name: "Cellule vide" })).toBeNull();
  expect(screen.queryByText(/^(Contacts|Opportunités) à importer$/)).toBeNull();
  expect(screen.queryByText(/suivie?s par$/)).toBeNull();
  expect(screen.queryByText("Un contact est reconnu par")).toBeNull();
  await person.click(screen.getByRole("combobox", { name: "Formulaire" }));
  expect(await screen.findByRole("option", { name: "Salon 2024 (archivé)" })).toBeTruthy();
  await person.click(screen.getByRole("option", { name: "Demande de devis" }));
  expect(screen.queryByText(/Il manque/)).toBeNull();
  await person.click(screen.getByRole("radio", { name: "Ajouter le choix à la question" }));
  api.answer(importApi.change, () => submissions());
  await person.click(await button("Vérifier le fichier"));
  await waitFor(() => expect(router.state.location.search).toContain("etape=verification"));
  expect(api.bodiesOf(importApi.change)).toEqual([
    { options: { ...given("both"), unknownChoices: "add", formId: devis.id }, mapping: {} },
  ]);
});

test("a form that was chosen, and is gone since, is asked for again", async () => {
  await openSubmissions(submissions({ missing: ["FORMULAIRE"], options: { ...given("both"), formId: id(29) } }));
  expect(await screen.findByText(/Il manque : Formulaire/)).toBeTruthy();
  expect(await button("Vérifier le fichier")).toHaveProperty("disabled", true);
});

test("the end says how many were created and leads to them; undoing takes them away and leaves contacts alone", async () => {
  const { api, state, person } = await openSubmissions(submissions({ status: "done", can: ended }));
  expect(await screen.findByText("3 enregistrements créés.")).toBeTruthy();
  expect(screen.queryByText("Mis à jour")).toBeNull();
  const link = screen.getByRole("link", { name: "Voir les enregistrements" });
  expect(link.getAttribute("href")).toBe(`/formulaires/enregistrements?importId=${id(9)}`);
  api.answer(importApi.undo, () => {
    state.view = submissions({
      ...{ status: "undone", undo: { restored: 2, kept: 1 } },
      keptRecords: [{ id: id(40), code: "", name: "", reason: "NOT_FOUND" }],
      can: { ...ended, undo: false },
    });
    return state.view;
  });
  await person.click(await button("Annuler cet import"));
  const dialog = await screen.findByRole("dialog", { name: "Annuler cet import ?" });
  expect(within(dialog).getByText("3 enregistrements créés : suppression définitive.")).toBeTruthy();
  expect(within(dialog).getByText("Les contacts et leurs consentements ne changent pas.")).toBeTruthy();
  await person.click(within(dialog).getByRole("button", { name: "Annuler cet import" }));
  expect(await screen.findByText("2 enregistrements retirés. 1 n’existait plus.")).toBeTruthy();
  expect(screen.queryByRole("list", { name: "Fiches laissées telles quelles" })).toBeNull();
});

test("among past imports, one of submissions says so and leads to its own page", async () => {
  openImport("", view(), { past: [submissions({ status: "done", can: ended })] });
  const link = await screen.findByRole("link", { name: /Terminé 3 nouveaux enregistrements, 0 refusé/ });
  expect(link.getAttribute("href")).toBe(`${address}?import=${id(9)}`);
});
