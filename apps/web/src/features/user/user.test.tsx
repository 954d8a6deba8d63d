import { fileApi, handoverApi, type Me, organisationApi, sessionApi, type UserView, userApi } from "@crm/contract";
import { configure, screen, waitFor, within } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { userRoutes } from "../../app/routes/user.tsx";
import { chooseLocale } from "../../lib/i18n.ts";
import { fakeApi, refuse, renderScreen } from "../../test/render-screen.tsx";

const organisations = [
  { id: "019d0000-0000-7000-8000-000000000001", name: "Briconett" },
  { id: "019d0000-0000-7000-8000-000000000002", name: "Roger" },
];
const [briconett, roger] = organisations as [(typeof organisations)[0], (typeof organisations)[0]];
const elodie: UserView = {
  id: "019d0000-0000-7000-8000-0000000000aa",
  firstName: "Élodie",
  lastName: "Kervella",
  email: "elodie@briconett.fr",
  phone: "",
  jobTitle: "",
  profile: "salesperson",
  crmAccess: true,
  organisation: briconett,
  photoId: null,
  active: true,
  version: 1,
  createdAt: "2026-03-02T09:00:00.000Z",
};

const yann = { id: "019d0000-0000-7000-8000-0000000000bb", name: "Yann Le Bihan", active: true, photoId: null };
const me: Me = {
  ...{ id: "019d0000-0000-7000-8000-0000000000cc", email: "g@briconett.fr", firstName: "Gwen", lastName: "Le Gall" },
  ...{ profile: "admin", organisation: briconett, permissions: ["user:write", "contact:write"], photoId: null },
};

configure({ asyncUtilTimeout: 8_000 }); // pages are fetched when they are first shown
beforeEach(() => chooseLocale("fr"));
afterEach(() => void vi.restoreAllMocks());

/** The user screens at an address, with an API that knows Élodie and the organisations. */
function open(address: string) {
  const api = fakeApi();
  api.answer(sessionApi.refresh, () => ({ accessToken: "token", user: me }));
  api.answer(handoverApi.show, () => ({ contacts: 0, opportunities: 0, actions: 0 }));
  api.answer(organisationApi.list, () => organisations);
  api.answer(userApi.show, () => elodie);
  api.answer(userApi.directory, () => [yann]);
  api.answer(userApi.list, () => ({ rows: [elodie], count: { value: 1, capped: false } }));
  return { ...api, ...renderScreen(userRoutes, `/configuration/utilisateurs${address}`) };
}

const field = (label: string | RegExp) => screen.findByLabelText(label);
const button = (name: string) => screen.findByRole("button", { name });

async function fillIn(person: UserEvent) {
  await person.type(await field(/^Prénom/), "Élodie");
  await person.type(await field(/^Nom/), "Kervella");
  await person.type(await field(/^Email/), "elodie@briconett.fr");
  await person.click(await field("Administrateur"));
  await person.type(await field(/^Mot de passe/), "un mot de passe sûr");
  await person.type(await field(/^Confirmation du mot de passe/), "un mot de passe sûr");
  await person.click(await screen.findByRole("combobox", { name: /^Organisation/ }));
  await person.click(await screen.findByRole("option", { name: "Roger" }));
}

test("5.1 a new user is sent as filled in, then shown with his tabs", async () => {
  const { router, person, answer, bodiesOf } = open("/nouveau");
  answer(userApi.create, () => elodie);
  await fillIn(person);
  await person.click(await button("Valider"));
  await waitFor(() => expect(router.state.location.pathname).toBe(`/configuration/utilisateurs/${elodie.id}`));
  expect(bodiesOf(userApi.create)).toEqual([
    {
      firstName: "Élodie",
      lastName: "Kervella",
      email: "elodie@briconett.fr",
      phone: "",
      jobTitle: "",
      crmAccess: true,
      profile: "salesperson",
      organisationId: roger.id,
      password: "un mot de passe sûr",
    },
  ]);
  expect((await screen.findAllByRole("tab")).map(({ textContent }) => textContent)).toEqual(["Informations", "Photo"]);
});

test("an empty form says at once all that is missing, focuses the first, and sends nothing", async () => {
  const { person, bodiesOf } = open("/nouveau");
  await person.click(await button("Valider"));
  await waitFor(() => expect(document.activeElement?.getAttribute("name")).toBe("firstName"));
  for (const label of [/^Prénom/, /^Nom/, /^Email/, /^Mot de passe/])
    expect((await field(label)).getAttribute("aria-invalid")).toBe("true");
  expect(await screen.findByText("Choisissez une organisation.")).toBeTruthy();
  expect(bodiesOf(userApi.create)).toEqual([]);
});

test("two passwords that differ are told, even while other fields are at fault", async () => {
  const { person } = open("/nouveau");
  await person.type(await field(/^Mot de passe/), "un mot de passe sûr");
  await person.type(await field(/^Confirmation du mot de passe/), "un autre");
  await person.click(await button("Valider"));
  expect(await screen.findByText("Les deux mots de passe ne sont pas identiques.")).toBeTruthy();
});

test("an e-mail that is taken is told at its field, and what was typed stays", async () => {
  const { person, answer } = open("/nouveau");
  const issues = [
    { path: "body/email", rule: "taken", params: {}, message: "Un utilisateur a déjà cette adresse e-mail." },
  ];
  answer(userApi.create, () => refuse(409, "EMAIL_TAKEN", {}, issues));
  await fillIn(person);
  await person.click(await button("Valider"));
  expect(await screen.findByText("Cette adresse e-mail est déjà utilisée. Choisissez-en une autre.")).toBeTruthy();
  await waitFor(() => expect(document.activeElement?.getAttribute("name")).toBe("email"));
  expect(await field(/^Mot de passe/)).toHaveProperty("value", "un mot de passe sûr");
});

test("an organisation is added on the way, and chosen", async () => {
  const { person, answer, bodiesOf } = open("/nouveau");
  const added = { id: "019d0000-0000-7000-8000-000000000003", name: "Net Hélium" };
  answer(organisationApi.create, () => {
    organisations.push(added);
    return added;
  });
  await person.click(await button("Ajouter une organisation"));
  await person.type(await screen.findByLabelText(/^Nom de l’organisation/), "Net Hélium{Enter}");
  await waitFor(() =>
    expect(screen.getByRole("combobox", { name: /^Organisation/ })).toHaveProperty("value", "Net Hélium"),
  );
  expect(bodiesOf(organisationApi.create)).toEqual([{ name: "Net Hélium" }]);
  expect(bodiesOf(userApi.create)).toEqual([]);
  organisations.pop();
});

test("a change sends no password when the field stays empty", async () => {
  const { person, answer, bodiesOf } = open(`/${elodie.id}`);
  answer(userApi.update, () => ({ ...elodie, jobTitle: "Commerciale", version: 2 }));
  await person.type(await field("Fonction"), "Commerciale");
  await person.click(await button("Valider"));
  await waitFor(() => expect(bodiesOf(userApi.update)).toHaveLength(1));
  const [body] = bodiesOf(userApi.update);
  expect(body).toMatchObject({ jobTitle: "Commerciale", version: 1 });
  expect(body).not.toHaveProperty("password");
  expect(body).not.toHaveProperty("confirmation");
});

test("one's own new password goes with the current one, which others' accounts don't ask", async () => {
  const { person, answer, bodiesOf } = open(`/${me.id}`);
  answer(userApi.show, () => ({ ...elodie, id: me.id }));
  answer(userApi.update, () => ({ ...elodie, id: me.id, version: 2 }));
  await person.type(await field("Mot de passe"), "un mot de passe sûr");
  await person.type(await field(/^Confirmation/), "un mot de passe sûr");
  await person.type(await field("Mot de passe actuel"), "celui d’avant");
  await person.click(await button("Valider"));
  await waitFor(() => expect(bodiesOf(userApi.update)).toHaveLength(1));
  expect(bodiesOf(userApi.update)[0]).toMatchObject({ password: "un mot de passe sûr", current: "celui d’avant" });
});

test("what a password is to be stands beside the field; nobody else's current one is asked", async () => {
  open("/nouveau");
  expect((await screen.findAllByText(/^12 caractères au moins/)).length).toBe(1);
  expect(screen.queryByLabelText("Mot de passe actuel")).toBeNull();
});

test("a conflict shows both versions; « Garder la mienne » saves over the one that was seen", async () => {
  const { person, answer, bodiesOf } = open(`/${elodie.id}`);
  const current = { ...elodie, jobTitle: "Directrice", version: 5 };
  answer(userApi.update, ({ body }: { body: { version: number } }) =>
    body.version === 5
      ? { ...current, jobTitle: "Commerciale", version: 6 }
      : refuse(409, "EDIT_CONFLICT", { current }),
  );
  await person.type(await field("Fonction"), "Commerciale");
  await person.click(await button("Valider"));
  const row = await screen.findByRole("row", { name: /Fonction/ });
  expect(
    within(row)
      .getAllByRole("cell")
      .map(({ textContent }) => textContent),
  ).toEqual(["Commerciale", "Directrice"]);
  await person.click(await button("Garder la mienne"));
  await waitFor(() => expect(bodiesOf(userApi.update)).toHaveLength(2));
  expect(bodiesOf(userApi.update)[1]).toMatchObject({ jobTitle: "Commerciale", version: 5 });
});

test("5.4 a photo is chosen, loaded, and given to the user", async () => {
  const { person, answer, bodiesOf, queriesOf } = open(`/${elodie.id}`);
  vi.stubGlobal("URL", Object.assign(URL, { createObjectURL: () => "blob:photo", revokeObjectURL: () => undefined }));
  const file = {
    id: "019d0000-0000-7000-8000-0000000000ff",
    name: "elodie.png",
    mediaType: "image/png",
    size: 3,
    createdAt: elodie.createdAt,
  };
  answer(fileApi.upload, () => file);
  answer(userApi.setPhoto, () => elodie);
  await person.click(await screen.findByRole("tab", { name: "Photo" }));
  expect(await button("Parcourir")).toBeTruthy();
  expect(await button("Charger la photo")).toHaveProperty("disabled", true);
  await person.upload(await field("Fichier de la photo"), new File(["png"], "elodie.png", { type: "image/png" }));
  expect(await screen.findByAltText("Aperçu de elodie.png")).toBeTruthy();
  await person.click(await button("Charger la photo"));
  await waitFor(() => expect(bodiesOf(userApi.setPhoto)).toEqual([{ fileId: file.id }]));
  expect(queriesOf(fileApi.upload)[0]).toEqual({ name: "elodie.png", purpose: "photo" });
});

test("deactivating asks first, and shows why it was refused", async () => {
  const { person, answer, bodiesOf } = open(`/${elodie.id}`);
  answer(userApi.setActive, () => refuse(409, "OWN_ACCOUNT"));
  await person.click(await button("Désactiver"));
  const dialog = await screen.findByRole("dialog", { name: "Désactiver Élodie Kervella ?" });
  expect(bodiesOf(userApi.setActive)).toEqual([]);
  const confirm = within(dialog).getByRole("button", { name: "Désactiver" });
  await waitFor(() => expect(confirm).toHaveProperty("disabled", false));
  await person.click(confirm);
  expect(await within(dialog).findByText(/votre propre compte/)).toBeTruthy();
  expect(bodiesOf(userApi.setActive)).toEqual([{ active: false }]);
});

test("deactivating asks to whom goes what the person follows and has to do", async () => {
  const { person, answer, bodiesOf } = open(`/${elodie.id}`);
  answer(handoverApi.show, () => ({ contacts: 2, opportunities: 500, actions: 1 }));
  answer(handoverApi.run, () => null);
  await person.click(await button("Désactiver"));
  const dialog = await screen.findByRole("dialog", { name: "Désactiver Élodie Kervella ?" });
  expect(await within(dialog).findByText(/2 contacts, 500 opportunités, 1 action à traiter/)).toBeTruthy();
  await person.click(within(dialog).getByRole("button", { name: "Désactiver" }));
  expect(await within(dialog).findByText("Choisissez un utilisateur.")).toBeTruthy();
  await person.click(within(dialog).getByRole("combobox", { name: "Confier à" }));
  await person.click(await screen.findByRole("option", { name: /Yann Le Bihan/ }));
  await person.click(within(dialog).getByRole("button", { name: "Désactiver" }));
  await waitFor(() => expect(bodiesOf(handoverApi.run)).toEqual([{ toId: yann.id }]));
  expect(bodiesOf(userApi.setActive)).toEqual([]);
});

test("the list's search and filter live in the address", async () => {
  // A list shows the rows that there is room for, and jsdom has none.
  vi.spyOn(Element.prototype, "clientHeight", "get").mockReturnValue(640);
  const { router, person, queriesOf } = open("?active=true");
  expect(await screen.findByRole("link", { name: /Élodie Kervella/ })).toHaveProperty(
    "pathname",
    `/configuration/utilisateurs/${elodie.id}`,
  );
  expect(queriesOf(userApi.list)).toEqual([{ active: "true" }]);
  await person.type(await screen.findByRole("searchbox", { name: "Rechercher" }), "elodie");
  await waitFor(() => expect(router.state.location.search).toBe("?search=elodie&active=true"));
  await waitFor(() => expect(queriesOf(userApi.list).at(-1)).toEqual({ search: "elodie", active: "true" }));
  await person.selectOptions(await screen.findByLabelText("État"), "Tous les états");
  await waitFor(() => expect(router.state.location.search).toBe("?search=elodie"));
});
