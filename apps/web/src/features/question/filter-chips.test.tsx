import { contactApi, questionApi, selectionApi, userApi } from "@crm/contract";
import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { contactScreens, yann } from "../../test/contact-screens.tsx";
import { FilterChips } from "./filter-chips.tsx";

const [gone, list] = ["019d0000-0000-7000-8000-0000000000f1", "019d0000-0000-7000-8000-0000000000f2"];

test("a user and a list of contacts that are gone are said; what no longer applies is taken off at once", async () => {
  const { answer, queriesOf, open } = await contactScreens((state) => <FilterChips record="contact" {...state} />);
  answer(userApi.directory, () => [yann]);
  answer(selectionApi.list, () => []);
  answer(questionApi.list, () => []);
  const { person } = open(`/contacts?ownerId=${gone}&selectionId=${list}&emailValidity=valid`);
  const chips = await screen.findByRole("list", { name: "Filtres actifs" });
  await within(chips).findByText("Ne s’applique plus : Suivi par : supprimé");
  await within(chips).findByText("Ne s’applique plus : Liste de sélection : supprimé");
  expect(queriesOf(contactApi.list).at(-1)).toMatchObject({ ownerId: gone, selectionId: list });
  await person.click(screen.getByRole("button", { name: "Retirer ce qui ne s’applique plus" }));
  await waitFor(() => expect(queriesOf(contactApi.list).at(-1)).toEqual({ sort: "createdAt", emailValidity: "valid" }));
  expect(within(chips).queryByText(/supprimé/)).toBeNull();
});
