import { contactApi, type Endpoint, opportunityApi, userApi } from "@crm/contract";
import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import { card, contactScreens } from "../test/contact-screens.tsx";
import { openCard, opportunity } from "../test/opportunity-card.tsx";
import { refuse } from "../test/render-screen.tsx";

type Noun = Record<"assign" | "show", Endpoint>;
const user = (last: number, name: string) => ({
  ...{ id: `019d0000-0000-7000-8000-0000000000b${last}`, name, active: true, photoId: null },
});
const [ann, bob, eve] = [user(1, "Anne Kermarrec"), user(2, "Bruno Morvan"), user(3, "Ève Le Gall")];

async function contact() {
  const { open, ...api } = await contactScreens();
  const record = { ...card, owner: ann };
  api.answer(contactApi.show, () => record);
  return { api, record, ...open(`/contacts/${card.id}`) };
}
async function sale() {
  const record = { ...opportunity, owner: ann };
  return { record, ...(await openCard({ owner: ann })) };
}

describe.each([
  { of: "a contact", opened: contact, noun: contactApi as Noun },
  { of: "an opportunity", opened: sale, noun: opportunityApi as Noun },
])("the owner of $of, whom somebody else changed meanwhile", ({ opened, noun: { assign, show } }) => {
  /** Ann's, given to Bob, when somebody gave it to Eve. */
  async function conflicting() {
    const { api, person, record } = await opened();
    api.answer(userApi.directory, () => [ann, bob, eve]);
    const theirs = { ...record, version: record.version + 1, owner: eve };
    let kept = theirs;
    api.answer(show, () => kept as never);
    api.answer(assign, ({ body: { from } }: { body: { from: string } }) => {
      if (from !== eve.id) return refuse(409, "EDIT_CONFLICT", { current: theirs });
      kept = { ...theirs, owner: bob };
      return kept as never;
    });
    await person.click(await screen.findByRole("button", { name: "Affecter" }));
    const window = await screen.findByRole("dialog", { name: /^Affecter/ });
    await person.click(within(window).getByRole("combobox", { name: "Utilisateur" }));
    await person.click(await screen.findByRole("option", { name: /Bruno Morvan/, hidden: true }));
    await person.click(within(window).getByRole("button", { name: "Choisir" }));
    const both = await screen.findByRole("dialog", { name: "Cette fiche a été modifiée entre-temps" });
    expect(
      within(both)
        .getAllByRole("row")
        .map(({ textContent }) => textContent),
    ).toEqual(["ChampMa versionLeur version", "Suivi parBruno MorvanÈve Le Gall"]);
    const choose = (name: string) => person.click(within(both).getByRole("button", { name }));
    const ended = async (name: string) => {
      await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
      expect(await screen.findByText(name, { selector: "span" })).toBeDefined();
    };
    return { sent: () => api.bodiesOf(assign), choose, ended };
  }
  const mine = { from: ann.id, ownerId: bob.id };

  test("mine is kept over the one that was shown", async () => {
    const { sent, choose, ended } = await conflicting();
    await choose("Garder la mienne");
    await ended("Bruno Morvan");
    expect(sent()).toEqual([mine, { from: eve.id, ownerId: bob.id }]);
  });

  test("theirs is taken without another word", async () => {
    const { sent, choose, ended } = await conflicting();
    await choose("Prendre la leur");
    await ended("Ève Le Gall");
    expect(sent()).toEqual([mine]);
  });
});
