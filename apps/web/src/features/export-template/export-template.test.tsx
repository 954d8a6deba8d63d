import {
  type ExportColumn,
  type ExportColumns,
  type ExportTemplate,
  exportApi,
  exportTemplateApi,
} from "@crm/contract";
import type { RecordName } from "@crm/fields";
import { configure, screen, waitFor, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { fakeApi, refuse, renderScreen } from "../../test/render-screen.tsx";
import { TemplateListPage } from "./template-list-page.tsx";
import { TemplatePage } from "./template-page.tsx";

configure({ asyncUtilTimeout: 8_000 });

const id = (last: number) => `019d0000-0000-7000-8000-0000000000${String(last).padStart(2, "0")}`;
const me = { id: id(1), name: "Audrey Le Denmat" };
const column = (ref: string, label: string, code: string, archived = false): ExportColumn => ({
  ref,
  label,
  code,
  archived,
});
const [code, name, email] = [
  column("contact.code", "Code contact", "CODE_CONTACT"),
  column("contact.lastName", "Nom", "NOM"),
  column("contact.email", "E-mail", "EMAIL"),
];
const sector = column(`contactQuestions.${id(9)}`, "Secteur", "SECTEUR");
const old = column(`contactQuestions.${id(8)}`, "Ancien code", "ANCIEN", true);
const title = column("opportunity.title", "Nom de l’opportunité", "TITRE");
const seller = column("user.email", "E-mail de l’utilisateur", "SUIVI_PAR_EMAIL");

const template: ExportTemplate = {
  id: id(20),
  record: "contact",
  name: "Prospects",
  kind: "classic",
  shared: true,
  columns: [name.ref, `contactQuestions.${id(7)}`, old.ref],
  resolved: [name, old],
  owner: me,
  version: 3,
  createdAt: "2026-03-02T09:00:00.000Z",
  can: { update: true },
};
const theirs = {
  ...template,
  id: id(21),
  name: "Salon",
  owner: { id: id(2), name: "Camille Durand" },
  can: { update: false },
};
const rowOf = ({ columns, resolved: _, ...row }: ExportTemplate) => ({ ...row, size: columns.length });

const columnsOf: Record<RecordName, ExportColumns> = {
  contact: {
    panels: [
      { panel: "contact", columns: [code, name, email] },
      { panel: "contactQuestions", columns: [sector, old] },
      { panel: "user", columns: [seller] },
    ],
    standard: [code.ref, name.ref, email.ref, sector.ref],
  },
  opportunity: {
    panels: [
      { panel: "opportunity", columns: [title] },
      { panel: "contact", columns: [{ ...name, code: "CONTACT_NOM" }] },
    ],
    standard: [title.ref],
  },
};

const routes = [
  { path: "configuration/modeles-export", element: <TemplateListPage myId={me.id} /> },
  { path: "configuration/modeles-export/nouveau", element: <TemplatePage /> },
  { path: "configuration/modeles-export/:id", element: <TemplatePage /> },
];

function open(address = "", shown = template) {
  sessionStorage.clear(); // drafts of the test before
  vi.spyOn(Element.prototype, "scrollIntoView").mockImplementation(() => undefined);
  const api = fakeApi();
  api.answer(exportTemplateApi.list, () => [rowOf(template), rowOf(theirs)]);
  api.answer(exportTemplateApi.show, () => shown);
  api.answer(exportTemplateApi.columns, ({ query }) => columnsOf[query.get("record") as RecordName]);
  api.answer(exportTemplateApi.create, () => template);
  api.answer(exportTemplateApi.update, () => template);
  api.answer(exportApi.preview, () => ({ header: ["CODE_CONTACT", "NOM"], rows: [["C-000001", "Kervella"]] }));
  return { api, ...renderScreen(routes, `/configuration/modeles-export${address}`) };
}
const button = (label: string) => screen.findByRole("button", { name: label });
const chosen = () =>
  screen.queryAllByRole("button", { name: /^Retirer / }).map((minus) => minus.getAttribute("aria-label"));

test("a new template: open a panel, « + » moves to the right, « - » back, « Valider » saves what is there in order", async () => {
  const { api, person, router } = open("/nouveau");
  await person.type(await screen.findByRole("textbox", { name: /^Nom/ }), "Courrier");
  expect(screen.getByRole("radio", { name: "Contacts" })).toHaveProperty("checked", true);
  expect(screen.getByRole("combobox", { name: "Type" })).toHaveProperty("value", "Classique");
  await person.click(await button("Ajouter Nom"));
  expect(screen.queryByRole("button", { name: "Ajouter Nom" })).toBeNull();
  // The keyboard goes on with the next criterion.
  expect(document.activeElement?.getAttribute("aria-label")).toBe("Ajouter E-mail");
  await person.click(await button("Questions"));
  await person.click(await button("Ajouter Secteur"));
  await person.click(await button("Utilisateur"));
  await person.click(await button("Ajouter E-mail de l’utilisateur"));
  expect(chosen()).toEqual(["Retirer Nom", "Retirer Secteur", "Retirer E-mail de l’utilisateur"]);
  await person.click(await button("Retirer Secteur"));
  expect(document.activeElement?.getAttribute("aria-label")).toBe("Retirer E-mail de l’utilisateur");
  await person.click(await button("Questions"));
  expect(await button("Ajouter Secteur")).toBeDefined();
  expect(await screen.findByText("Kervella")).toBeDefined();
  await person.click(await button("Valider"));
  await waitFor(() => expect(router.state.location.pathname).toBe("/configuration/modeles-export"));
  expect(api.bodiesOf(exportTemplateApi.create)).toEqual([
    { name: "Courrier", record: "contact", kind: "classic", shared: false, columns: [name.ref, seller.ref] },
  ]);
});

test("a search looks through every panel; what nobody is called is told", async () => {
  const { person } = open("/nouveau");
  const field = await screen.findByRole("searchbox", { name: "Rechercher un critère" });
  await person.type(field, "mail");
  expect(screen.getAllByRole("button", { name: /^Ajouter / }).map((plus) => plus.getAttribute("aria-label"))).toEqual([
    "Ajouter E-mail",
    "Ajouter E-mail de l’utilisateur",
  ]);
  await person.clear(field);
  await person.type(field, "zzz{Enter}");
  expect(await screen.findByText("Aucun critère ne correspond à cette recherche.")).toBeDefined();
});

test("what opportunities do not have goes when the template becomes one of opportunities", async () => {
  const { person } = open("/nouveau");
  await person.click(await button("Partir de l’export standard"));
  expect(chosen()).toHaveLength(4);
  await person.click(screen.getByRole("radio", { name: "Opportunités" }));
  await waitFor(() => expect(chosen()).toEqual(["Retirer Nom"]));
});

test("a name and one criterion are needed; a name already used is told on its field", async () => {
  const { api, person } = open("/nouveau");
  await person.click(await button("Valider"));
  expect(await screen.findByText("Ajoutez au moins un critère.")).toBeDefined();
  const field = await screen.findByRole("textbox", { name: /^Nom/ });
  expect(field.getAttribute("aria-invalid")).toBe("true");
  expect(api.bodiesOf(exportTemplateApi.create)).toEqual([]);
  api.answer(exportTemplateApi.create, () =>
    refuse(409, "NAME_TAKEN", { name: "Prospects" }, [{ path: "body/name", rule: "taken", params: {}, message: "" }]),
  );
  await person.type(field, "Prospects");
  await person.click(await button("Ajouter Nom"));
  await person.click(await button("Valider"));
  expect(await screen.findByText(/« Prospects » est déjà utilisé/)).toBeDefined();
  expect((field as HTMLInputElement).value).toBe("Prospects");
});

test("an existing one tells what is archived and what is gone, and saves what is left over its version", async () => {
  const { api, person } = open(`/${template.id}`);
  expect(await screen.findByText("Archivée")).toBeDefined();
  expect(screen.getByText(/1 critère de ce modèle n’existe plus/)).toBeDefined();
  await person.click(await button("Ajouter Code contact"));
  await person.click(await button("Valider"));
  await waitFor(() =>
    expect(api.bodiesOf(exportTemplateApi.update)).toEqual([
      { name: "Prospects", kind: "classic", shared: true, columns: [name.ref, old.ref, code.ref], version: 3 },
    ]),
  );
});

test("somebody else saved first: both are shown, one's own can be kept over theirs", async () => {
  const { api, person } = open(`/${template.id}`);
  const current = { ...template, name: "Le leur", version: 4 };
  api.answer(exportTemplateApi.update, () => refuse(409, "EDIT_CONFLICT", { current }));
  await person.click(await button("Ajouter E-mail"));
  await person.click(await button("Valider"));
  const dialog = await screen.findByRole("dialog");
  expect(within(dialog).getByText("Le leur")).toBeDefined();
  api.answer(exportTemplateApi.update, () => template);
  await person.click(within(dialog).getByRole("button", { name: "Garder la mienne" }));
  await waitFor(() => expect(api.bodiesOf(exportTemplateApi.update).at(-1)).toMatchObject({ version: 4 }));
});

test("the list says whose, for what, how many columns; a colleague's is read and copied, not changed", async () => {
  const { person, router } = open("", theirs);
  const lines = await screen.findAllByRole("listitem");
  expect(lines.map((line) => line.textContent)).toEqual([
    "ProspectsContacts3 colonnesÀ moiPartagé",
    "SalonContacts3 colonnesCamille DurandPartagé",
  ]);
  expect(screen.queryByRole("link", { name: "Modifier Salon" })).toBeNull();
  await person.type(screen.getByRole("searchbox", { name: "Rechercher" }), "camille");
  await waitFor(() => expect(router.state.location.search).toBe("?search=camille"));
  expect(screen.getAllByRole("listitem")).toHaveLength(1);
  await person.click(screen.getByRole("link", { name: "Salon" }));
  expect(await screen.findByText("Partagé par Camille Durand")).toBeDefined();
  expect(screen.queryByRole("button", { name: "Valider" })).toBeNull();
  await person.click(screen.getByRole("link", { name: "Dupliquer" }));
  expect(await screen.findByRole("textbox", { name: /^Nom/ })).toHaveProperty("value", "Copie de Salon");
});

test("deleting asks once, says what it does, and is sent", async () => {
  const { api, person } = open();
  api.answer(exportTemplateApi.remove, () => new Response(null, { status: 204 }));
  await person.click(await button("Supprimer Prospects"));
  const dialog = await screen.findByRole("dialog");
  expect(within(dialog).getByText(/ne pourront plus le choisir/)).toBeDefined();
  await person.click(within(dialog).getByRole("button", { name: "Supprimer" }));
  await waitFor(() => expect(api.queriesOf(exportTemplateApi.remove)).toHaveLength(1));
});
