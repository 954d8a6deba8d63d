import { type ContactCard, contactApi } from "@crm/contract";
import { cleanup, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { card, contactScreens, id, row, yann, yannId } from "../../test/contact-screens.tsx";
import { refuse } from "../../test/render-screen.tsx";

// A contenteditable is no place for jsdom: what is tried here is what becomes of the text.
vi.mock("../../ui/rich-text.tsx", () => ({
  RichText: ({ label, value, onChange }: { label: string; value: string; onChange: (html: string) => void }) => (
    <textarea aria-label={label} value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)} />
  ),
}));

describe("the card", () => {
  const conflict = (current: Partial<ContactCard>) =>
    refuse(409, "EDIT_CONFLICT", { current: { ...card, version: 4, ...current } });

  it("reaches people: the e-mail and the phone are links", async () => {
    const { open } = await contactScreens();
    open(`/contacts/${id}`);
    expect((await screen.findByRole("link", { name: "etienne@helium.fr" })).getAttribute("href")).toBe(
      "mailto:etienne@helium.fr",
    );
    expect(screen.getByRole("link", { name: "02 99 00 10 10" }).getAttribute("href")).toBe("tel:+33299001010");
  });

  it("a conflict on the same field shows both versions; mine is saved over the one I saw", async () => {
    const { answer, bodiesOf, open } = await contactScreens();
    let tries = 0;
    answer(contactApi.update, () =>
      tries++ === 0 ? conflict({ lastName: "Martin", city: "Brest" }) : { ...card, lastName: "Durand", version: 5 },
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
    expect(bodiesOf(contactApi.update)).toEqual([
      { lastName: "Durand", version: 3 },
      { lastName: "Durand", version: 4 },
    ]);
  });

  it("taking theirs closes the form on what they saved", async () => {
    const { answer, bodiesOf, open } = await contactScreens();
    answer(contactApi.update, () => conflict({ lastName: "Martin" }));
    const { person } = open(`/contacts/${id}`);
    await person.click(await screen.findByRole("button", { name: "Modifier les informations essentielles" }));
    await person.type(screen.getByRole("textbox", { name: "Nom" }), " x");
    answer(contactApi.show, () => ({ ...card, lastName: "Martin", version: 4 }));
    await person.click(screen.getByRole("button", { name: "Valider" }));
    await person.click(await screen.findByRole("button", { name: "Prendre la leur" }));
    await screen.findByRole("heading", { level: 1, name: "Étienne Martin" });
    expect(bodiesOf(contactApi.update)).toHaveLength(1);
  });

  it("somebody's change of another field is no conflict, and stays", async () => {
    const { answer, bodiesOf, open } = await contactScreens();
    let tries = 0;
    answer(contactApi.update, () =>
      tries++ === 0 ? conflict({ city: "Brest" }) : { ...card, lastName: "Durand", city: "Brest", version: 5 },
    );
    const { person } = open(`/contacts/${id}`);
    await person.click(await screen.findByRole("button", { name: "Modifier les informations essentielles" }));
    await person.type(screen.getByRole("textbox", { name: "Nom" }), " x");
    await person.click(screen.getByRole("button", { name: "Valider" }));
    await screen.findByRole("button", { name: "Modifier les informations essentielles" });
    expect(bodiesOf(contactApi.update)).toEqual([
      { lastName: "Le Denmat x", version: 3 },
      { lastName: "Le Denmat x", version: 4 },
    ]);
  });

  it("notes are saved by « Enregistrer »; a draft comes back, over the version it was written on", async () => {
    const { answer, bodiesOf, open } = await contactScreens();
    answer(contactApi.update, () => ({ ...card, notes: "<p>Après</p>", version: 4 }));
    const { person } = open(`/contacts/${id}`);
    await person.click(await screen.findByRole("button", { name: "Modifier le carnet de notes" }));
    await person.clear(screen.getByRole("textbox", { name: "Carnet de notes" }));
    await person.type(screen.getByRole("textbox", { name: "Carnet de notes" }), "<p>Après</p>");
    cleanup();

    // The tab was closed; meanwhile somebody else wrote.
    answer(contactApi.show, () => ({ ...card, notes: "<p>Autre</p>", version: 4 }));
    answer(contactApi.update, () => conflict({ notes: "<p>Autre</p>" }));
    const again = open(`/contacts/${id}`);
    expect((await screen.findByRole<HTMLTextAreaElement>("textbox", { name: "Carnet de notes" })).value).toBe(
      "<p>Après</p>",
    );
    await again.person.click(screen.getByRole("button", { name: "Enregistrer" }));
    const dialog = await screen.findByRole("dialog", { name: "Cette fiche a été modifiée entre-temps" });
    expect(within(dialog).getByText("Après")).toBeDefined();
    expect(within(dialog).getByText("Autre")).toBeDefined();
    answer(contactApi.update, () => ({ ...card, notes: "<p>Après</p>", version: 5 }));
    await again.person.click(within(dialog).getByRole("button", { name: "Garder la mienne" }));
    await screen.findByRole("button", { name: "Modifier le carnet de notes" });
    expect(bodiesOf(contactApi.update)).toEqual([
      { notes: "<p>Après</p>", version: 3 },
      { notes: "<p>Après</p>", version: 4 },
    ]);
    expect(sessionStorage).toHaveLength(0);
  });

  it("is assigned with the icon, a user and « Choisir »; who loses sight of it can't edit it", async () => {
    const { answer, bodiesOf, open } = await contactScreens();
    answer(contactApi.assign, () => ({ ...card, owner: yann, can: { update: false } }));
    const { person } = open(`/contacts/${id}`);
    await person.click(await screen.findByRole("button", { name: "Affecter" }));
    const dialog = await screen.findByRole("dialog", { name: "Affecter le contact" });
    await person.click(within(dialog).getByRole("combobox", { name: "Utilisateur" }));
    await person.click(await screen.findByRole("option", { name: /Yann Kervella/ }));
    await person.click(within(dialog).getByRole("button", { name: "Choisir" }));
    await screen.findByText("Yann Kervella", { selector: "span" });
    expect(bodiesOf(contactApi.assign)).toEqual([{ from: card.owner?.id ?? null, ownerId: yannId }]);
    await waitFor(() => expect(screen.queryByRole("button", { name: /^Modifier/ })).toBeNull());
    // It is not read again: it would be refused.
    expect(bodiesOf(contactApi.show)).toHaveLength(1);
  });

  it("is told to have gone when it has", async () => {
    const { answer, open } = await contactScreens();
    answer(contactApi.show, () => refuse(404, "NOT_FOUND"));
    open(`/contacts/${id}`);
    await screen.findByRole("heading", { name: "Contact introuvable" });
  });

  it("tells its history in sentences, with the values before and after, and fetches the rest on demand", async () => {
    const { answer, open } = await contactScreens();
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
    answer(contactApi.show, () => ({ ...card, timeline: { rows: [first], next: first.id } }));
    answer(contactApi.timeline, () => ({ rows: [event(0, { kind: "contact.created" })], next: null }));
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
