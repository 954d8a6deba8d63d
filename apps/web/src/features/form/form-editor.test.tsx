import { type FormView, formApi, questionApi, userApi } from "@crm/contract";
import { configure, screen, waitFor, within } from "@testing-library/react";
import { beforeAll, expect, test, vi } from "vitest";
import { chooseLocale } from "../../lib/i18n.ts";
import { fakeApi, refuse, renderScreen } from "../../test/render-screen.tsx";
import { FormListPage } from "./form-list-page.tsx";
import { FormPage } from "./form-page.tsx";

configure({ asyncUtilTimeout: 8_000 });
// The sentences of refusals.
beforeAll(() => chooseLocale("fr"));

const id = (last: number) => `019d0000-0000-7000-8000-0000000000${String(last).padStart(2, "0")}`;
const question = {
  ...{ id: id(30), record: "contact" as const, label: "Secteur", help: "Le vôtre", code: "SECTEUR", type: "text" },
  ...{ config: {}, required: false, defaultAnswer: null, inSearch: false, inReports: false, personal: false },
  ...{ tab: "both" as const, condition: null, position: 1, btocPosition: null, archivedAt: null, version: 1 },
};
const file = { ...question, id: id(31), label: "Plan", type: "file", code: "PLAN" };
const field = (key: string, required = false) => ({ key, required, label: "", help: "" });
const form: FormView = {
  ...{ id: id(1), name: "Devis", slug: "devis", address: "http://localhost/f/devis", title: "", intro: "" },
  fields: [field("email", true), field("lastName"), field("message")],
  ...{ button: "", thanks: "", redirectUrl: null, emailConsent: "", smsConsent: "", owner: null, active: true },
  ...{ archivedAt: null, submissions: 3, lastAt: "2026-03-02T09:00:00.000Z", version: 4, can: { update: true } },
};

const routes = (canWrite: boolean) => [
  { path: "formulaires", element: <FormListPage canWrite={canWrite} /> },
  { path: "formulaires/nouveau", element: <FormPage canWrite={canWrite} /> },
  { path: "formulaires/:id", element: <FormPage canWrite={canWrite} /> },
];

function open(address: string, shown: FormView = form) {
  sessionStorage.clear(); // drafts of the test before
  // Where each thing stands, for a list that is put in order by keyboard: jsdom lays nothing out.
  vi.spyOn(Element.prototype, "getBoundingClientRect").mockImplementation(function (this: Element) {
    const item = this.closest("ol > li");
    const top = item?.parentElement ? [...item.parentElement.children].indexOf(item) * 50 : 0;
    return new DOMRect(0, top, 300, 44);
  });
  vi.spyOn(Element.prototype, "scrollIntoView").mockImplementation(() => undefined);
  const api = fakeApi();
  api.answer(formApi.list, () => [shown]);
  api.answer(formApi.show, () => shown);
  api.answer(formApi.create, () => form);
  api.answer(formApi.update, () => form);
  api.answer(formApi.remove, () => ({ outcome: "archived" as const, submissions: 3 }));
  api.answer(formApi.restore, () => form);
  api.answer(questionApi.list, () => [question, file]);
  api.answer(userApi.directory, () => []);
  return { api, ...renderScreen(routes(shown.can.update), `/formulaires${address}`) };
}
const button = (name: string) => screen.findByRole("button", { name });
const chosen = () =>
  within(screen.getByRole("list", { name: "Champs du formulaire" }))
    .getAllByRole("button", { name: /^Déplacer / })
    .map((handle) => handle.getAttribute("aria-label")?.replace("Déplacer ", ""));

test("a new form: the address follows the name, « + » and « - » choose the fields, each required, named and helped", async () => {
  const { api, person, router } = open("/nouveau");
  const region = within(await screen.findByRole("region", { name: "Formulaire" }));
  await person.type(region.getByRole("textbox", { name: "Nom" }), "Été à l’Œuvre");
  expect(region.getByRole("textbox", { name: "Adresse" })).toHaveProperty("value", "ete-a-l-oeuvre");
  await person.click(await button("Retirer Message"));
  expect(screen.queryByRole("button", { name: "Ajouter Plan" })).toBeNull();
  await person.click(await button("Ajouter Mobile"));
  await person.click(await button("Ajouter Secteur"));
  expect(chosen()).toEqual(["E-mail", "Nom", "Prénom", "Mobile", "Secteur"]);
  expect(screen.queryByRole("button", { name: "Retirer E-mail" })).toBeNull();
  await person.click(screen.getByRole("checkbox", { name: "Obligatoire : Secteur" }));
  await person.click(await button("Libellé et aide : Secteur"));
  await person.type(screen.getByRole("textbox", { name: "Libellé de Secteur" }), "Votre secteur");

  // The preview is the public page itself: the new label, and the help of the question.
  const preview = within(screen.getByRole("region", { name: "Aperçu" }));
  expect(await preview.findByRole("heading", { name: "Été à l’Œuvre" })).toBeDefined();
  expect(await preview.findByRole("textbox", { name: /^Votre secteur/ })).toBeDefined();
  expect(preview.getByText("Le vôtre")).toBeDefined();

  await person.click(await button("Valider"));
  await waitFor(() => expect(router.state.location.pathname).toBe("/formulaires"));
  const [sent] = api.bodiesOf(formApi.create) as [{ slug: string; fields: object[] }];
  expect(sent.slug).toBe("ete-a-l-oeuvre");
  expect(sent.fields).toEqual([
    field("email", true),
    field("lastName"),
    field("firstName"),
    field("mobile"),
    { key: question.id, required: true, label: "Votre secteur", help: "" },
  ]);
}, 30_000);

test("fields are put in order by keyboard alone", async () => {
  const { api, person } = open(`/${form.id}`);
  const handle = await button("Déplacer Message");
  handle.focus();
  await person.keyboard(" ");
  await screen.findByText(/« Message » (saisi,|en) position 3 sur 3\./);
  await person.keyboard("{ArrowUp}");
  await screen.findByText("« Message » en position 2 sur 3.");
  await person.keyboard(" ");
  await waitFor(() => expect(chosen()).toEqual(["E-mail", "Message", "Nom"]));
  await person.click(await button("Valider"));
  await waitFor(() => expect(api.bodiesOf(formApi.update)).toHaveLength(1));
  const [{ version, input }] = api.bodiesOf(formApi.update) as [{ version: number; input: FormView }];
  expect(version).toBe(4);
  expect(input.fields.map(({ key }) => key)).toEqual(["email", "message", "lastName"]);
}, 30_000);

test("what is wrong is told where it is, before and after it is sent", async () => {
  const { api, person } = open(`/${form.id}`);
  const region = within(await screen.findByRole("region", { name: "Formulaire" }));
  const slug = region.getByRole("textbox", { name: "Adresse" });
  await person.clear(slug);
  await person.type(slug, "Pas Bon");
  await person.click((await button("Proposer un texte : Case pour les SMS")) as HTMLElement);
  await person.click(await button("Valider"));
  expect(await screen.findByText(/L’adresse s’écrit en minuscules/)).toBeDefined();
  expect(screen.getByText("Pour écrire par SMS, demandez aussi le mobile.")).toBeDefined();
  expect(api.bodiesOf(formApi.update)).toHaveLength(0);
  await person.click(await button("Ajouter Mobile"));
  await person.clear(slug);
  await person.type(slug, "salon");
  expect(screen.getByText(/L’adresse actuelle, .*\/f\/devis, ne mènera plus à ce formulaire\./)).toBeDefined();
  api.answer(formApi.update, () =>
    refuse(409, "CODE_TAKEN", { code: "salon" }, [
      { path: "body/input/slug", rule: "taken", params: {}, message: "Pris." },
    ]),
  );
  await person.click(await button("Valider"));
  expect(await screen.findByText("Un autre formulaire a déjà cette adresse. Choisissez-en une autre.")).toBeDefined();
  expect(document.activeElement).toBe(slug);
}, 30_000);

test("another one saved first: both versions are shown, mine is saved over theirs once I say so", async () => {
  const { api, person, router } = open(`/${form.id}`);
  const region = within(await screen.findByRole("region", { name: "Formulaire" }));
  await person.type(region.getByRole("textbox", { name: "Titre" }), "Le mien");
  api.answer(formApi.update, ({ body }) =>
    (body as { version: number }).version === 4
      ? refuse(409, "EDIT_CONFLICT", { current: { ...form, title: "Le leur", version: 5 } })
      : form,
  );
  await person.click(await button("Valider"));
  const dialog = within(await screen.findByRole("dialog"));
  expect(dialog.getAllByRole("row").map((row) => row.textContent)).toEqual([
    "ChampMa versionLeur version",
    "TitreLe mienLe leur",
  ]);
  await person.click(dialog.getByRole("button", { name: "Garder la mienne" }));
  await waitFor(() => expect(router.state.location.pathname).toBe("/formulaires"));
  expect(api.bodiesOf(formApi.update)).toHaveLength(2);
}, 30_000);

test("the bin says how many submissions stay; the list shows the address, and what came of it", async () => {
  const { api, person } = open("");
  expect(await screen.findByRole("link", { name: "3 enregistrements" })).toHaveProperty(
    "href",
    expect.stringContaining(`/formulaires/enregistrements?formId=${form.id}`),
  );
  expect(screen.getByRole("link", { name: "Ouvrir la page de Devis : /f/devis" })).toHaveProperty("href", form.address);
  await person.click(await button("Supprimer Devis"));
  const dialog = within(await screen.findByRole("dialog", { name: "Archiver « Devis » ?" }));
  expect(dialog.getByText(/Ses 3 enregistrements sont gardés/)).toBeDefined();
  await person.click(dialog.getByRole("button", { name: "Archiver" }));
  await waitFor(() => expect(api.bodiesOf(formApi.remove)).toHaveLength(1));
});

test("who may not write forms reads them; without any, he is told whom to ask", async () => {
  const { api, router } = open(`/${form.id}`, { ...form, can: { update: false } });
  expect(await screen.findByRole("heading", { level: 1, name: "Devis" })).toBeDefined();
  expect(screen.queryByRole("button", { name: "Valider" })).toBeNull();
  expect(screen.getByRole("region", { name: "Aperçu" })).toBeDefined();
  api.answer(formApi.list, () => []);
  await router.navigate("/formulaires");
  expect(await screen.findByText("Demandez à un gestionnaire d’en créer un.")).toBeDefined();
  expect(screen.queryByRole("link", { name: "Nouveau formulaire" })).toBeNull();
});

test("an archived form is found on demand, and brought back", async () => {
  const { api, person } = open("", { ...form, archivedAt: "2026-03-02T09:00:00.000Z" });
  await screen.findByText("Aucun formulaire");
  await person.click(screen.getByRole("switch", { name: "Afficher les formulaires archivés" }));
  await person.click(await button("Restaurer Devis"));
  await waitFor(() => expect(api.bodiesOf(formApi.restore)).toHaveLength(1));
});
