import { type Endpoint, fileApi, organisationApi, type Response as Answer, userApi, type UserView } from "@crm/contract";
import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, configure, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { createMemoryRouter, RouterProvider } from "react-router";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { userRoutes } from "../../app/routes/user.tsx";
import { keepAccessToken } from "../../lib/api.ts";
import { chooseLocale } from "../../lib/i18n.ts";

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

configure({ asyncUtilTimeout: 8_000 }); // pages are fetched when they are first shown

type Refused = { status: number; code: string; details?: object; issues?: object[] };
type Handler = (sent: { url: URL; body: unknown }) => { ok: unknown } | Refused;
let handlers: { endpoint: Endpoint; handler: Handler }[] = [];
/** What was asked of the API, in order. */
let asked: { what: string; url: URL; body: unknown }[] = [];

const answer = <E extends Endpoint>(endpoint: E, handler: (sent: { url: URL; body: never }) => { ok: Answer<E> } | Refused) =>
  handlers.unshift({ endpoint, handler: handler as Handler });

beforeEach(async () => {
  await chooseLocale("fr");
  handlers = [];
  asked = [];
  keepAccessToken("token");
  answer(organisationApi.list, () => ({ ok: organisations }));
  answer(userApi.show, () => ({ ok: elodie }));
  vi.stubGlobal("fetch", async (address: string, init: { method: string; body: unknown }) => {
    const url = new URL(address, "http://localhost");
    const body: unknown = typeof init.body === "string" ? JSON.parse(init.body) : init.body;
    const known = handlers.find(({ endpoint }) => endpoint.method === init.method && new RegExp(`^/api${endpoint.url.replace(/:\w+/g, "[^/]+")}$`).test(url.pathname));
    if (!known) throw new Error(`nobody answers ${init.method} ${url.pathname}`);
    asked.push({ what: `${init.method} ${url.pathname.replace("/api", "")}`, url, body });
    const reply = known.handler({ url, body });
    return "ok" in reply ? Response.json(reply.ok) : Response.json({ details: {}, issues: [], ...reply }, { status: reply.status });
  });
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

function open(address: string) {
  const router = createMemoryRouter(userRoutes, { initialEntries: [`/configuration/utilisateurs${address}`] });
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <I18nProvider i18n={i18n}>
      <MantineProvider env="test">
        <QueryClientProvider client={client}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </MantineProvider>
    </I18nProvider>,
  );
  return { router, person: userEvent.setup() };
}

const field = (label: string | RegExp) => screen.findByLabelText(label);
const button = (name: string) => screen.findByRole("button", { name });
const sent = (what: string) => asked.filter((request) => request.what === what).map(({ body }) => body);

async function fillIn(person: ReturnType<typeof userEvent.setup>) {
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
  answer(userApi.create, () => ({ ok: elodie }));
  const { router, person } = open("/nouveau");
  await fillIn(person);
  await person.click(await button("Valider"));
  await waitFor(() => expect(router.state.location.pathname).toBe(`/configuration/utilisateurs/${elodie.id}`));
  expect(sent("POST /users")).toEqual([
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
  const { person } = open("/nouveau");
  await person.click(await button("Valider"));
  await waitFor(() => expect(document.activeElement?.getAttribute("name")).toBe("firstName"));
  for (const label of [/^Prénom/, /^Nom/, /^Email/, /^Mot de passe/]) expect((await field(label)).getAttribute("aria-invalid")).toBe("true");
  expect(await screen.findByText("Choisissez une organisation.")).toBeTruthy();
  expect(sent("POST /users")).toEqual([]);
});

test("two passwords that differ are told, even while other fields are at fault", async () => {
  const { person } = open("/nouveau");
  await person.type(await field(/^Mot de passe/), "un mot de passe sûr");
  await person.type(await field(/^Confirmation du mot de passe/), "un autre");
  await person.click(await button("Valider"));
  expect(await screen.findByText("Les deux mots de passe ne sont pas identiques.")).toBeTruthy();
});

test("an e-mail that is taken is told at its field, and what was typed stays", async () => {
  const issues = [{ path: "body/email", rule: "taken", params: {}, message: "Un utilisateur a déjà cette adresse e-mail." }];
  answer(userApi.create, () => ({ status: 409, code: "EMAIL_TAKEN", issues }));
  const { person } = open("/nouveau");
  await fillIn(person);
  await person.click(await button("Valider"));
  expect(await screen.findByText("Cette adresse e-mail est déjà utilisée. Choisissez-en une autre.")).toBeTruthy();
  await waitFor(() => expect(document.activeElement?.getAttribute("name")).toBe("email"));
  expect(await field(/^Mot de passe/)).toHaveProperty("value", "un mot de passe sûr");
});

test("an organisation is added on the way, and chosen", async () => {
  const added = { id: "019d0000-0000-7000-8000-000000000003", name: "Net Hélium" };
  answer(organisationApi.create, () => {
    organisations.push(added);
    return { ok: added };
  });
  const { person } = open("/nouveau");
  await person.click(await button("Ajouter une organisation"));
  await person.type(await screen.findByLabelText(/^Nom de l’organisation/), "Net Hélium{Enter}");
  await waitFor(() => expect(screen.getByRole("combobox", { name: /^Organisation/ })).toHaveProperty("value", "Net Hélium"));
  expect(sent("POST /organisations")).toEqual([{ name: "Net Hélium" }]);
  expect(sent("POST /users")).toEqual([]);
  organisations.pop();
});

test("a change sends no password when the field stays empty", async () => {
  answer(userApi.update, () => ({ ok: { ...elodie, jobTitle: "Commerciale", version: 2 } }));
  const { person } = open(`/${elodie.id}`);
  await person.type(await field("Fonction"), "Commerciale");
  await person.click(await button("Valider"));
  await waitFor(() => expect(sent(`PATCH /users/${elodie.id}`)).toHaveLength(1));
  const [body] = sent(`PATCH /users/${elodie.id}`);
  expect(body).toMatchObject({ jobTitle: "Commerciale", version: 1 });
  expect(body).not.toHaveProperty("password");
  expect(body).not.toHaveProperty("confirmation");
});

test("a conflict shows both versions; « Garder la mienne » saves over the one that was seen", async () => {
  const current = { ...elodie, jobTitle: "Directrice", version: 5 };
  answer(userApi.update, ({ body }: { body: { version: number } }) =>
    body.version === 5 ? { ok: { ...current, jobTitle: "Commerciale", version: 6 } } : { status: 409, code: "EDIT_CONFLICT", details: { current } },
  );
  const { person } = open(`/${elodie.id}`);
  await person.type(await field("Fonction"), "Commerciale");
  await person.click(await button("Valider"));
  const row = await screen.findByRole("row", { name: /Fonction/ });
  expect(within(row).getAllByRole("cell").map(({ textContent }) => textContent)).toEqual(["Commerciale", "Directrice"]);
  await person.click(await button("Garder la mienne"));
  await waitFor(() => expect(sent(`PATCH /users/${elodie.id}`)).toHaveLength(2));
  expect(sent(`PATCH /users/${elodie.id}`)[1]).toMatchObject({ jobTitle: "Commerciale", version: 5 });
});

test("5.4 a photo is chosen, loaded, and given to the user", async () => {
  vi.stubGlobal("URL", Object.assign(URL, { createObjectURL: () => "blob:photo", revokeObjectURL: () => undefined }));
  const file = { id: "019d0000-0000-7000-8000-0000000000ff", name: "elodie.png", mediaType: "image/png", size: 3, createdAt: elodie.createdAt };
  answer(fileApi.upload, () => ({ ok: file }));
  answer(userApi.setPhoto, () => ({ ok: elodie }));
  const { person } = open(`/${elodie.id}`);
  await person.click(await screen.findByRole("tab", { name: "Photo" }));
  expect(await button("Parcourir")).toBeTruthy();
  expect(await button("Charger la photo")).toHaveProperty("disabled", true);
  await person.upload(await field("Fichier de la photo"), new File(["png"], "elodie.png", { type: "image/png" }));
  expect(await screen.findByAltText("Aperçu de la photo choisie")).toBeTruthy();
  await person.click(await button("Charger la photo"));
  await waitFor(() => expect(sent(`PUT /users/${elodie.id}/photo`)).toEqual([{ fileId: file.id }]));
  const upload = asked.find(({ what }) => what === "POST /files");
  expect(Object.fromEntries(upload?.url.searchParams ?? [])).toEqual({ name: "elodie.png", purpose: "photo" });
});

test("deactivating asks first, and shows why it was refused", async () => {
  answer(userApi.setActive, () => ({ status: 409, code: "OWN_ACCOUNT" }));
  const { person } = open(`/${elodie.id}`);
  await person.click(await button("Désactiver"));
  const dialog = await screen.findByRole("dialog", { name: "Désactiver Élodie Kervella ?" });
  expect(sent(`PUT /users/${elodie.id}/active`)).toEqual([]);
  await person.click(within(dialog).getByRole("button", { name: "Désactiver" }));
  expect(await within(dialog).findByText(/votre propre compte/)).toBeTruthy();
  expect(sent(`PUT /users/${elodie.id}/active`)).toEqual([{ active: false }]);
});

test("the list's search and filter live in the address", async () => {
  // A list shows the rows that there is room for, and jsdom has none.
  vi.spyOn(Element.prototype, "clientHeight", "get").mockReturnValue(640);
  answer(userApi.list, () => ({ ok: { rows: [elodie], count: { value: 1, capped: false } } }));
  const { router, person } = open("?active=true");
  expect(await screen.findByRole("link", { name: /Élodie Kervella/ })).toHaveProperty("pathname", `/configuration/utilisateurs/${elodie.id}`);
  expect(asked[0]?.url.searchParams.get("active")).toBe("true");
  await person.type(await screen.findByRole("searchbox", { name: "Rechercher" }), "elodie");
  await waitFor(() => expect(router.state.location.search).toBe("?search=elodie&active=true"));
  await waitFor(() => expect(asked.at(-1)?.url.search).toBe("?search=elodie&active=true"));
  await person.selectOptions(await screen.findByLabelText("État"), "Tous les états");
  await waitFor(() => expect(router.state.location.search).toBe("?search=elodie"));
});
