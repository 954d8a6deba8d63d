import { contactApi } from "@crm/contract";
import { cleanup, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { card, contactScreens, id, questionId, row, yannId } from "../../test/contact-screens.tsx";
import { refuse, type renderScreen } from "../../test/render-screen.tsx";

// A contenteditable is no place for jsdom: what is tried here is what becomes of the text.
vi.mock("../../ui/rich-text.tsx", () => ({
  RichText: ({ label, value, onChange }: { label: string; value: string; onChange: (html: string) => void }) => (
    <textarea aria-label={label} value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)} />
  ),
}));

const search = (router: ReturnType<typeof renderScreen>["router"]) =>
  Object.fromEntries(new URLSearchParams(router.state.location.search));

describe("the list (guide 2.1)", () => {
  it("asks for what the address says, and marks what was found", async () => {
    const { queriesOf, open } = await contactScreens();
    open(
      `/contacts?search=etienne&ownerId=${yannId}&emailValidity=valid&sort=name&direction=desc&answers=${JSON.stringify([{ questionId, operator: "filled" }])}`,
    );
    const link = await screen.findByRole("link", { name: "Étienne Le Denmat" });
    expect(link.getAttribute("href")).toBe(`/contacts/${id}`);
    expect(within(link).getByText("Étienne").tagName).toBe("MARK");
    expect(queriesOf(contactApi.list).at(-1)).toEqual({
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
    const { queriesOf, open } = await contactScreens();
    open("/contacts?sort=n'importe&emailValidity=bof&answers=[{&ownerId=moi");
    await screen.findByRole("link", { name: "Étienne Le Denmat" });
    expect(queriesOf(contactApi.list).at(-1)).toEqual({ sort: "createdAt" });
  });

  it("writes search, filters and sort into the address; the back button takes a filter off", async () => {
    const { open } = await contactScreens();
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
    const { open } = await contactScreens();
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
    const { answer, open } = await contactScreens();
    let releaseOld = () => {};
    answer(contactApi.list, async ({ query }) => {
      const text = query.get("search");
      if (text === "le") await new Promise<void>((resolve) => (releaseOld = resolve));
      return { rows: [{ ...row, firstName: text ?? "tous" }], next: null, count: { value: 1, capped: false } };
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
    const { answer, open } = await contactScreens();
    answer(contactApi.count, () => ({ value: 12_345, capped: false }));
    const { person } = open("/contacts");
    await screen.findByText("10 000+ contacts");
    await person.click(screen.getByRole("button", { name: "Compter exactement" }));
    await screen.findByText("12 345 contacts");
  });

  it("says what to do when there is no contact, or none that matches", async () => {
    const { answer, open } = await contactScreens();
    answer(contactApi.list, () => ({ rows: [], next: null, count: { value: 0, capped: false } }));
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
    const { answer, bodiesOf, open } = await contactScreens();
    answer(contactApi.create, () => card);
    const { router, person } = open("/contacts/nouveau");
    await person.type(await screen.findByRole("textbox", { name: "Nom" }), "Le Denmat");
    await person.click(screen.getByRole("button", { name: "Valider" }));
    const email = screen.getByRole("textbox", { name: "E-mail" });
    await waitFor(() => expect(document.activeElement).toBe(email));
    expect(email.getAttribute("aria-invalid")).toBe("true");
    expect(bodiesOf(contactApi.create)).toEqual([]);
    await person.type(email, "etienne@helium.fr");
    await person.click(screen.getByRole("button", { name: "Valider" }));
    await waitFor(() => expect(router.state.location.pathname).toBe(`/contacts/${id}`));
    expect(bodiesOf(contactApi.create)).toMatchObject([{ email: "etienne@helium.fr", lastName: "Le Denmat" }]);
  });

  it("keeps what was typed: a refusal on its field, a guard, a draft", async () => {
    const { answer, open } = await contactScreens();
    answer(contactApi.create, () =>
      refuse(422, "VALIDATION_FAILED", {}, [
        { path: "body/city", rule: "too_big", params: { maximum: 120, origin: "string" }, message: "" },
      ]),
    );
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
