import {
  type Response as Answer,
  type ContactCard,
  type ContactRow,
  contactApi,
  type Endpoint,
  pipelineApi,
  userApi,
} from "@crm/contract";
import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, configure, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { createMemoryRouter, RouterProvider } from "react-router";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { keepAccessToken } from "../../lib/api.ts";
import { chooseLocale } from "../../lib/i18n.ts";
import { noSlots } from "../../test/list-slots.ts";
import { ContactCardPage } from "./contact-card-page.tsx";
import { ContactCreatePage } from "./contact-create-page.tsx";
import { ContactListPage } from "./contact-list-page.tsx";

// A contenteditable is no place for jsdom: what is tried here is what becomes of the text.
vi.mock("../../ui/rich-text.tsx", () => ({
  RichText: ({ label, value, onChange }: { label: string; value: string; onChange: (html: string) => void }) => (
    <textarea aria-label={label} value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)} />
  ),
}));

const [id, yannId, questionId] = [
  "019d0000-0000-7000-8000-000000000001",
  "019d0000-0000-7000-8000-0000000000aa",
  "019d0000-0000-7000-8000-0000000000cc",
];
const yann = { id: yannId, name: "Yann Kervella", active: true, photoId: null };
const row: ContactRow = {
  ...{
    id,
    code: "C-000001",
    title: "Mme",
    lastName: "Le Denmat",
    firstName: "Étienne",
    company: "Net Hélium",
    email: "etienne@helium.fr",
    emailValidity: "valid",
  },
  ...{
    phone: "+33299001010",
    mobile: "",
    city: "Rennes",
    owner: null,
    answers: {},
    createdAt: "2026-03-02T09:00:00.000Z",
  },
};
const card: ContactCard = {
  ...row,
  ...{
    address: "",
    postalCode: "",
    country: "",
    notes: "<p>Avant</p>",
    ...({ emailConsent: "unknown", smsConsent: "unknown", anonymiseAt: null, anonymisedAt: null } as const),
    version: 3,
    updatedAt: row.createdAt,
    can: { update: true },
  },
  opportunities: [],
  timeline: { rows: [], next: null },
};

type Refused = { status: number; code: string; details?: object; issues?: object[] };
type Handler = (sent: { url: URL; body: never }) => { ok: unknown } | Refused | Promise<{ ok: unknown }>;
let handlers: { endpoint: Endpoint; handler: Handler }[] = [];
/** What was asked of the API, in order. */
let asked: { what: string; url: URL; body: unknown }[] = [];
const answer = <E extends Endpoint>(
  endpoint: E,
  handler: (sent: { url: URL; body: never }) => { ok: Answer<E> } | Refused | Promise<{ ok: Answer<E> }>,
) => handlers.unshift({ endpoint, handler });
const bodies = (what: string) => asked.filter((one) => one.what === what).map(({ body }) => body);

configure({ asyncUtilTimeout: 8_000 });
beforeEach(async () => {
  await chooseLocale("fr");
  // Only rows in sight exist, and jsdom has no sight.
  vi.spyOn(Element.prototype, "clientHeight", "get").mockReturnValue(640);
  vi.spyOn(Element.prototype, "clientWidth", "get").mockReturnValue(1024);
  sessionStorage.clear();
  localStorage.clear();
  handlers = [];
  asked = [];
  keepAccessToken("token");
  answer(userApi.directory, () => ({ ok: [yann] }));
  answer(pipelineApi.list, () => ({ ok: [] }));
  answer(contactApi.show, () => ({ ok: card }));
  answer(contactApi.list, () => ({ ok: { rows: [row], next: null, count: { value: 10_000, capped: true } } }));
  vi.stubGlobal(
    "fetch",
    async (address: string, init: { method: string; body: string | null; signal: AbortSignal | null }) => {
      const url = new URL(address, "http://localhost");
      const body: unknown = init.body ? JSON.parse(init.body) : undefined;
      const known = handlers.find(
        ({ endpoint }) =>
          endpoint.method === init.method &&
          new RegExp(`^/api${endpoint.url.replace(/:\w+/g, "[0-9a-f-]{36}")}$`).test(url.pathname),
      );
      if (!known) throw new Error(`nobody answers ${init.method} ${url.pathname}`);
      asked.push({ what: `${init.method} ${url.pathname.replace("/api", "").replace(id, ":id")}`, url, body });
      const reply = await known.handler({ url, body: body as never });
      if (init.signal?.aborted) throw new DOMException("aborted", "AbortError");
      return "ok" in reply
        ? Response.json(reply.ok)
        : Response.json({ details: {}, issues: [], ...reply }, { status: reply.status });
    },
  );
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

function open(address: string) {
  const routes = [
    {
      path: "/contacts",
      element: (
        <ContactListPage
          {...noSlots}
          answerFilters={(value, onChange) => (
            <button type="button" onClick={() => onChange([{ questionId, operator: "is", value: "APL" }])}>
              Filtrer ({value.length})
            </button>
          )}
        />
      ),
    },
    { path: "/contacts/nouveau", element: <ContactCreatePage /> },
    { path: "/contacts/:id", element: <ContactCardPage answers={() => null} actions={() => null} /> },
    { path: "*", element: <p>ailleurs</p> },
  ];
  const router = createMemoryRouter(routes, { initialEntries: [address] });
  render(
    <I18nProvider i18n={i18n}>
      <MantineProvider env="test">
        <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </MantineProvider>
    </I18nProvider>,
  );
  return { router, person: userEvent.setup() };
}
const _search = (router: ReturnType<typeof open>["router"]) =>
  Object.fromEntries(new URLSearchParams(router.state.location.search));
const _lastList = () =>
  Object.fromEntries(asked.findLast(({ what }) => what === "GET /contacts")?.url.searchParams ?? []);

describe("the card", () => {
  const conflict = (current: Partial<ContactCard>) => ({
    status: 409,
    code: "EDIT_CONFLICT",
    details: { current: { ...card, version: 4, ...current } },
  });

  it("reaches people: the e-mail and the phone are links", async () => {
    open(`/contacts/${id}`);
    expect((await screen.findByRole("link", { name: "etienne@helium.fr" })).getAttribute("href")).toBe(
      "mailto:etienne@helium.fr",
    );
    expect(screen.getByRole("link", { name: "02 99 00 10 10" }).getAttribute("href")).toBe("tel:+33299001010");
  });

  it("a conflict on the same field shows both versions; mine is saved over the one I saw", async () => {
    let tries = 0;
    answer(contactApi.update, () =>
      tries++ === 0
        ? conflict({ lastName: "Martin", city: "Brest" })
        : { ok: { ...card, lastName: "Durand", version: 5 } },
    );
    const { person } = open(`/contacts/${id}`);
    await person.click(await screen.findByRole("button", { name: "Modifier les informations essentielles" }));
    const name = screen.getByRole("textbox", { name: "Nom" });
    await person.clear(name);
    await person.type(name, "Durand");
    await person.click(screen.getByRole("button", { name: "Valider" }));
    const dialog = await screen.findByRole("dialog", { name: "Cette fiche a été modifiée entre-temps" });
    expect(
      within(dialog)
        .getAllByRole("row")
        .map(({ textContent }) => textContent),
    ).toEqual(["ChampMa versionLeur version", "NomDurandMartin"]);
    await person.click(within(dialog).getByRole("button", { name: "Garder la mienne" }));
    await screen.findByRole("button", { name: "Modifier les informations essentielles" });
    expect(bodies("PATCH /contacts/:id")).toEqual([
      { lastName: "Durand", version: 3 },
      { lastName: "Durand", version: 4 },
    ]);
  });

  it("taking theirs closes the form on what they saved", async () => {
    answer(contactApi.update, () => conflict({ lastName: "Martin" }));
    const { person } = open(`/contacts/${id}`);
    await person.click(await screen.findByRole("button", { name: "Modifier les informations essentielles" }));
    await person.type(screen.getByRole("textbox", { name: "Nom" }), " x");
    answer(contactApi.show, () => ({ ok: { ...card, lastName: "Martin", version: 4 } }));
    await person.click(screen.getByRole("button", { name: "Valider" }));
    await person.click(await screen.findByRole("button", { name: "Prendre la leur" }));
    await screen.findByRole("heading", { level: 1, name: "Étienne Martin" });
    expect(bodies("PATCH /contacts/:id")).toHaveLength(1);
  });

  it("somebody's change of another field is no conflict, and stays", async () => {
    let tries = 0;
    answer(contactApi.update, () =>
      tries++ === 0 ? conflict({ city: "Brest" }) : { ok: { ...card, lastName: "Durand", city: "Brest", version: 5 } },
    );
    const { person } = open(`/contacts/${id}`);
    await person.click(await screen.findByRole("button", { name: "Modifier les informations essentielles" }));
    await person.type(screen.getByRole("textbox", { name: "Nom" }), " x");
    await person.click(screen.getByRole("button", { name: "Valider" }));
    await screen.findByRole("button", { name: "Modifier les informations essentielles" });
    expect(bodies("PATCH /contacts/:id")).toEqual([
      { lastName: "Le Denmat x", version: 3 },
      { lastName: "Le Denmat x", version: 4 },
    ]);
  });

  it("notes are saved by « Enregistrer »; a draft comes back, over the version it was written on", async () => {
    answer(contactApi.update, () => ({ ok: { ...card, notes: "<p>Après</p>", version: 4 } }));
    const { person } = open(`/contacts/${id}`);
    await person.click(await screen.findByRole("button", { name: "Modifier le carnet de notes" }));
    await person.clear(screen.getByRole("textbox", { name: "Carnet de notes" }));
    await person.type(screen.getByRole("textbox", { name: "Carnet de notes" }), "<p>Après</p>");
    cleanup();

    // The tab was closed; meanwhile somebody else wrote.
    answer(contactApi.show, () => ({ ok: { ...card, notes: "<p>Autre</p>", version: 4 } }));
    answer(contactApi.update, () => conflict({ notes: "<p>Autre</p>" }));
    const again = open(`/contacts/${id}`);
    expect((await screen.findByRole<HTMLTextAreaElement>("textbox", { name: "Carnet de notes" })).value).toBe(
      "<p>Après</p>",
    );
    await again.person.click(screen.getByRole("button", { name: "Enregistrer" }));
    const dialog = await screen.findByRole("dialog", { name: "Cette fiche a été modifiée entre-temps" });
    expect(within(dialog).getByText("Après")).toBeDefined();
    expect(within(dialog).getByText("Autre")).toBeDefined();
    answer(contactApi.update, () => ({ ok: { ...card, notes: "<p>Après</p>", version: 5 } }));
    await again.person.click(within(dialog).getByRole("button", { name: "Garder la mienne" }));
    await screen.findByRole("button", { name: "Modifier le carnet de notes" });
    expect(bodies("PATCH /contacts/:id")).toEqual([
      { notes: "<p>Après</p>", version: 3 },
      { notes: "<p>Après</p>", version: 4 },
    ]);
    expect(sessionStorage).toHaveLength(0);
  });

  it("is assigned with the icon, a user and « Choisir »; who loses sight of it can't edit it", async () => {
    answer(contactApi.assign, () => ({ ok: { ...card, owner: yann, can: { update: false } } }));
    const { person } = open(`/contacts/${id}`);
    await person.click(await screen.findByRole("button", { name: "Affecter" }));
    const dialog = await screen.findByRole("dialog", { name: "Affecter le contact" });
    await person.click(within(dialog).getByRole("combobox", { name: "Utilisateur" }));
    await person.click(await screen.findByRole("option", { name: /Yann Kervella/ }));
    await person.click(within(dialog).getByRole("button", { name: "Choisir" }));
    await screen.findByText("Yann Kervella", { selector: "span" });
    expect(bodies("PUT /contacts/:id/owner")).toEqual([{ ownerId: yannId }]);
    await waitFor(() => expect(screen.queryByRole("button", { name: /^Modifier/ })).toBeNull());
    // It is not read again: it would be refused.
    expect(asked.filter(({ what }) => what === "GET /contacts/:id")).toHaveLength(1);
  });

  it("is told to have gone when it has", async () => {
    answer(contactApi.show, () => ({ status: 404, code: "NOT_FOUND" }));
    open(`/contacts/${id}`);
    await screen.findByRole("heading", { name: "Contact introuvable" });
  });

  it("tells its history in sentences, with the values before and after, and fetches the rest on demand", async () => {
    const event = (n: number, over: object) => ({
      id: `019d0000-0000-7000-8000-00000000010${n}`,
      at: row.createdAt,
      kind: "contact.changed" as const,
      actor: { id: yannId, name: "Yann Kervella" },
      opportunity: null,
      changes: [],
      data: {},
      ...over,
    });
    const first = event(1, {
      changes: [
        { field: "lastName", from: "Durand", to: "Le Denmat" },
        { field: "city", from: null, to: "Rennes" },
      ],
    });
    answer(contactApi.show, () => ({ ok: { ...card, timeline: { rows: [first], next: first.id } } }));
    answer(contactApi.timeline, () => ({ ok: { rows: [event(0, { kind: "contact.created" })], next: null } }));
    const { person } = open(`/contacts/${id}`);
    const history = await screen.findByRole("region", { name: "Historique" });
    expect(
      within(history)
        .getAllByRole("listitem")
        .map(({ textContent }) => textContent)
        .slice(1),
    ).toEqual(["NomDurandLe Denmat", "VillevideRennes"]);
    await person.click(within(history).getByRole("button", { name: "Afficher la suite" }));
    await within(history).findByText("Contact créé");
    expect(within(history).queryByRole("button", { name: "Afficher la suite" })).toBeNull();
  });
});
