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
const search = (router: ReturnType<typeof open>["router"]) =>
  Object.fromEntries(new URLSearchParams(router.state.location.search));
const lastList = () =>
  Object.fromEntries(asked.findLast(({ what }) => what === "GET /contacts")?.url.searchParams ?? []);

describe("the list (guide 2.1)", () => {
  it("asks for what the address says, and marks what was found", async () => {
    open(
      `/contacts?search=etienne&ownerId=${yannId}&emailValidity=valid&sort=name&direction=desc&answers=${JSON.stringify([{ questionId, operator: "filled" }])}`,
    );
    const link = await screen.findByRole("link", { name: "Étienne Le Denmat" });
    expect(link.getAttribute("href")).toBe(`/contacts/${id}`);
    expect(within(link).getByText("Étienne").tagName).toBe("MARK");
    expect(lastList()).toEqual({
      search: "etienne",
      ownerId: yannId,
      emailValidity: "valid",
      sort: "name",
      direction: "desc",
      answers: JSON.stringify([{ questionId, operator: "filled" }]),
    });
    expect(screen.getByRole("button", { name: "Plus de filtres" }).getAttribute("aria-expanded")).toBe("true");
  });

  it("opens an address that nobody can read", async () => {
    open("/contacts?sort=n'importe&emailValidity=bof&answers=[{&ownerId=moi");
    await screen.findByRole("link", { name: "Étienne Le Denmat" });
    expect(lastList()).toEqual({ sort: "createdAt" });
  });

  it("writes search, filters and sort into the address; the back button takes a filter off", async () => {
    const { router, person } = open("/contacts");
    await person.type(await screen.findByRole("searchbox", { name: "Rechercher" }), "le den");
    await waitFor(() => expect(search(router)).toEqual({ search: "le den" }));
    await person.click(screen.getByRole("button", { name: "Plus de filtres" }));
    await person.click(screen.getByRole("button", { name: "Filtrer (0)" }));
    await waitFor(() =>
      expect(JSON.parse(search(router)["answers"] ?? "[]")).toEqual([{ questionId, operator: "is", value: "APL" }]),
    );
    await person.click(screen.getByRole("button", { name: "Organisation" }));
    await waitFor(() => expect(search(router)).toMatchObject({ search: "le den", sort: "company", direction: "asc" }));
    await router.navigate(-2);
    await waitFor(() => expect(search(router)).toEqual({ search: "le den" }));
  });

  it("turns into a list that sorts by name, company, date and validity, and remembers it", async () => {
    const { router, person } = open("/contacts");
    await person.click(await screen.findByRole("button", { name: "Affichage liste" }));
    const sort = screen.getByRole("combobox", { name: "Trier par" });
    expect(
      within(sort)
        .getAllByRole("option")
        .slice(0, 4)
        .map(({ textContent }) => textContent),
    ).toEqual(["Nom", "Organisation", "Date de création", "Validité d’e-mail"]);
    await person.selectOptions(sort, "Validité d’e-mail");
    await waitFor(() => expect(search(router)["sort"]).toBe("emailValidity"));
    expect(localStorage.getItem("crm-contacts-display")).toBe('"list"');
    await person.click(screen.getByRole("button", { name: "Affichage tableau" }));
    expect(screen.getByRole("table", { name: "Contacts" })).toBeDefined();
  });

  it("never shows an older answer over a newer one", async () => {
    let releaseOld = () => {};
    answer(contactApi.list, async ({ url }) => {
      const text = url.searchParams.get("search");
      if (text === "le") await new Promise<void>((resolve) => (releaseOld = resolve));
      return { ok: { rows: [{ ...row, firstName: text ?? "tous" }], next: null, count: { value: 1, capped: false } } };
    });
    const { person } = open("/contacts?search=le");
    const field = await screen.findByRole("searchbox", { name: "Rechercher" });
    await person.clear(field);
    await person.type(field, "denmat");
    await screen.findByRole("link", { name: "denmat Le Denmat" });
    releaseOld();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(screen.queryByRole("link", { name: "le Le Denmat" })).toBeNull();
  });

  it("counts exactly on demand beyond 10 000", async () => {
    answer(contactApi.count, () => ({ ok: { value: 12_345, capped: false } }));
    const { person } = open("/contacts");
    await screen.findByText("10 000+ contacts");
    await person.click(screen.getByRole("button", { name: "Compter exactement" }));
    await screen.findByText("12 345 contacts");
  });

  it("says what to do when there is no contact, or none that matches", async () => {
    answer(contactApi.list, () => ({ ok: { rows: [], next: null, count: { value: 0, capped: false } } }));
    const { router, person } = open("/contacts?search=zzz");
    await person.click(await screen.findByRole("button", { name: "Effacer la recherche et les filtres" }));
    await screen.findByText("Aucun contact pour l’instant");
    expect(search(router)).toEqual({});
    expect((await screen.findByRole("link", { name: "Importer des contacts" })).getAttribute("href")).toBe(
      "/outils/importer-contacts",
    );
  });
});

describe("a new contact (guide 2.2)", () => {
  it("demands the e-mail only, then opens the card", async () => {
    answer(contactApi.create, () => ({ ok: card }));
    const { router, person } = open("/contacts/nouveau");
    await person.type(await screen.findByRole("textbox", { name: "Nom" }), "Le Denmat");
    await person.click(screen.getByRole("button", { name: "Valider" }));
    const email = screen.getByRole("textbox", { name: "E-mail" });
    await waitFor(() => expect(document.activeElement).toBe(email));
    expect(email.getAttribute("aria-invalid")).toBe("true");
    expect(bodies("POST /contacts")).toEqual([]);
    await person.type(email, "etienne@helium.fr");
    await person.click(screen.getByRole("button", { name: "Valider" }));
    await waitFor(() => expect(router.state.location.pathname).toBe(`/contacts/${id}`));
    expect(bodies("POST /contacts")).toMatchObject([{ email: "etienne@helium.fr", lastName: "Le Denmat" }]);
  });

  it("keeps what was typed: a refusal on its field, a guard, a draft", async () => {
    answer(contactApi.create, () => ({
      status: 422,
      code: "VALIDATION_FAILED",
      issues: [{ path: "body/city", rule: "too_big", params: { maximum: 120, origin: "string" }, message: "" }],
    }));
    const { router, person } = open("/contacts/nouveau");
    await person.type(await screen.findByRole("textbox", { name: "E-mail" }), "etienne@helium.fr");
    await person.click(screen.getByRole("button", { name: "Valider" }));
    await screen.findByText("120 caractères au plus.");
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole("textbox", { name: "Ville" })));
    await person.click(screen.getByRole("link", { name: "Annuler" }));
    await screen.findByText("Quitter sans enregistrer ?");
    await person.click(screen.getByRole("button", { name: "Continuer la saisie" }));
    expect(router.state.location.pathname).toBe("/contacts/nouveau");
    cleanup();
    open("/contacts/nouveau");
    expect((await screen.findByRole<HTMLInputElement>("textbox", { name: "E-mail" })).value).toBe("etienne@helium.fr");
  });
});
