import { opportunityApi, statusOf } from "@crm/contract";
import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import { today } from "../../lib/format.ts";
import { button, id, openCard as open, opportunity, retype } from "../../test/opportunity-card.tsx";
import { refuse } from "../../test/render-screen.tsx";

describe("the status window", () => {
  test("opens from the status, today by default, and changes it", async () => {
    const { api, person } = await open();
    await person.click(await button("Ouvert"));
    const window = await screen.findByRole("dialog");
    expect(
      within(window)
        .getAllByRole("radio")
        .map((radio) => (radio as HTMLInputElement).labels?.[0]?.textContent),
    ).toEqual(["Ouvert", "Gagné", "Sans suite", "Ajourné", "Autre"]);
    expect((within(window).getByRole("radio", { name: "Ouvert" }) as HTMLInputElement).checked).toBe(true);
    await person.click(within(window).getByRole("radio", { name: "Gagné" }));
    await person.click(within(window).getByRole("button", { name: "Valider" }));
    expect(await button("Gagné")).toBeDefined();
    expect(api.bodiesOf(opportunityApi.changeStatus)).toEqual([
      { from: statusOf(opportunity), status: "won", on: today(), reason: "", remindOn: null },
    ]);
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });

  test("« ajourné » asks why and when to come back to it, « gagné » does not", async () => {
    const { api, person } = await open();
    await person.click(await button("Ouvert"));
    const dialog = await screen.findByRole("dialog");
    expect(within(dialog).queryByLabelText("Motif", { selector: "input" })).toBeNull();
    await person.click(within(dialog).getByRole("radio", { name: "Ajourné" }));
    await person.type(within(dialog).getByLabelText("Motif", { selector: "input" }), "Décision reportée");
    const reminder = within(dialog).getByLabelText("Date de rappel");
    await person.type(reminder, "01/01/2020");
    expect(await within(dialog).findByText(/Cette date de rappel est passée/)).toBeDefined();
    await person.click(within(dialog).getByRole("button", { name: "Valider" }));
    expect(api.bodiesOf(opportunityApi.changeStatus)).toEqual([]);
    await retype(person, reminder, "01/09/2099");
    await person.click(within(dialog).getByRole("radio", { name: "Sans suite" }));
    expect(within(dialog).queryByLabelText("Date de rappel")).toBeNull();
    await person.click(within(dialog).getByRole("radio", { name: "Ajourné" }));
    await person.click(within(dialog).getByRole("button", { name: "Valider" }));
    await waitFor(() =>
      expect(api.bodiesOf(opportunityApi.changeStatus)).toEqual([
        {
          from: statusOf(opportunity),
          status: "postponed",
          on: today(),
          reason: "Décision reportée",
          remindOn: "2099-09-01",
        },
      ]),
    );
  });

  test("what it says is read beside it; corrected, its date stays", async () => {
    const { api, person } = await open({ status: "postponed", statusReason: "Budget", remindOn: "2099-09-01" });
    expect(screen.getByText("Budget · Rappel le 01/09/2099")).toBeDefined();
    await person.click(await button("Ajourné"));
    const dialog = await screen.findByRole("dialog");
    expect((within(dialog).getByLabelText("Date") as HTMLInputElement).value).toBe("05/01/2026");
    await retype(person, within(dialog).getByLabelText("Motif", { selector: "input" }), "Budget 2027");
    await person.click(within(dialog).getByRole("button", { name: "Valider" }));
    await waitFor(() =>
      expect(api.bodiesOf(opportunityApi.changeStatus)).toEqual([
        {
          from: { status: "postponed", on: "2026-01-05", reason: "Budget", remindOn: "2099-09-01" },
          ...{ status: "postponed", on: "2026-01-05", reason: "Budget 2027", remindOn: "2099-09-01" },
        },
      ]),
    );
  });

  test("changed by somebody else meanwhile, both are shown, and nothing is overwritten unseen", async () => {
    const { api, person, change } = await open();
    await person.click(await button("Ouvert"));
    const window = await screen.findByRole("dialog");
    await person.click(within(window).getByRole("radio", { name: "Gagné" }));
    const theirs = change({ status: "lost", statusReason: "Trop cher" });
    api.answer(opportunityApi.changeStatus, () => refuse(409, "EDIT_CONFLICT", { current: theirs }));
    await person.click(within(window).getByRole("button", { name: "Valider" }));
    const both = await screen.findByRole("dialog", { name: "Cette fiche a été modifiée entre-temps" });
    const row = within(both).getByRole("row", { name: /Nouvel état/ });
    expect(row.textContent).toBe("Nouvel étatGagnéSans suite");
    expect(within(both).getByRole("row", { name: /Motif/ }).textContent).toBe("Motif—Trop cher");
    api.answer(opportunityApi.changeStatus, () => change({ status: "won", statusReason: "" }));
    await person.click(within(both).getByRole("button", { name: "Garder la mienne" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect((api.bodiesOf(opportunityApi.changeStatus) as { from: object }[]).map(({ from }) => from)).toEqual([
      statusOf(opportunity),
      statusOf(theirs),
    ]);
  });

  test("a refusal stays in the window, and the status as it was", async () => {
    const { api, person } = await open();
    api.answer(opportunityApi.changeStatus, () => refuse(422, "DATE_IN_FUTURE"));
    await person.click(await button("Ouvert"));
    const window = await screen.findByRole("dialog");
    await person.click(within(window).getByRole("radio", { name: "Autre" }));
    await person.click(within(window).getByRole("button", { name: "Valider" }));
    expect(await within(window).findByText(/dans le futur/)).toBeDefined();
    await person.click(within(window).getByRole("button", { name: "Annuler" }));
    expect(await button("Ouvert")).toBeDefined();
  });
});

test("« Dupliquer » opens the copy", async () => {
  const { person, router, api } = await open();
  await person.click(await button("Dupliquer"));
  await waitFor(() => expect(router.state.location.pathname).toBe(`/opportunites/${id(31)}`));
  expect(api.bodiesOf(opportunityApi.duplicate)).toHaveLength(1);
});

test("the expected date is changed alone", async () => {
  const { person, api } = await open();
  await person.click(await button("Modifier le montant et la date prévue"));
  await retype(person, await screen.findByLabelText("Date prévue"), "15/10/2026");
  await person.click(await button("Valider"));
  await waitFor(() => expect(api.bodiesOf(opportunityApi.update)).toEqual([{ version: 3, expectedOn: "2026-10-15" }]));
});
