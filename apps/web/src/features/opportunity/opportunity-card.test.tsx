import { opportunityApi } from "@crm/contract";
import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test, vi } from "vitest";
import { today } from "../../lib/format.ts";
import {
  besoins,
  button,
  id,
  openCard as open,
  opportunity,
  retype,
  segment,
  stages,
} from "../../test/opportunity-card.tsx";
import { fakeApi, refuse, renderScreen } from "../../test/render-screen.tsx";
import { OpportunityCardPage } from "./opportunity-card-page.tsx";

describe("the progress bar", () => {
  test("the double arrow shows the next stage; validated, it is green, on the day given", async () => {
    const { api, person } = await open();
    expect(segment("Piste").dataset["state"]).toBe("done");
    expect(within(segment("Piste")).getByText("02/03/2026")).toBeDefined();
    expect(segment("Découverte besoins").getAttribute("aria-current")).toBe("step");

    await person.click(await button("Étape suivante"));
    const panel = await screen.findByRole("form", { name: "Étape suivante" });
    expect(within(panel).getByText("Découverte besoins")).toBeDefined();
    const date = within(panel).getByLabelText("Date") as HTMLInputElement;
    expect(date.value).toBe(today().split("-").reverse().join("/"));
    await retype(person, date, "04/03/2026");
    await person.click(within(panel).getByRole("button", { name: "Valider" }));

    await waitFor(() => expect(segment("Découverte besoins").dataset["state"]).toBe("done"));
    expect(api.bodiesOf(opportunityApi.reachStage)).toEqual([{ stageId: besoins, reachedOn: "2026-03-04" }]);
    expect(screen.queryByRole("form", { name: "Étape suivante" })).toBeNull();
    await waitFor(() => expect(document.activeElement?.getAttribute("aria-label")).toBe("Étape suivante"));
  });

  test("a day before the stage before, or to come, is refused before it is sent", async () => {
    const { api, person } = await open();
    await person.click(await button("Étape suivante"));
    const date = await screen.findByLabelText("Date");
    await retype(person, date, "01/03/2026");
    expect(await screen.findByText(/L’étape « Piste » a été validée le 02\/03\/2026/)).toBeDefined();
    await retype(person, date, "01/01/2999");
    expect(await screen.findByText(/dans le futur/)).toBeDefined();
    expect((await button("Valider")).hasAttribute("disabled")).toBe(true);
    expect(api.bodiesOf(opportunityApi.reachStage)).toEqual([]);
  });

  test("a refusal takes back what was shown at once, and says why", async () => {
    const { api, person } = await open();
    api.answer(opportunityApi.reachStage, () => refuse(409, "STAGE_ALREADY_REACHED"));
    await person.click(await button("Étape suivante"));
    await person.click(await button("Valider"));
    expect(await screen.findByText(/Cette étape est déjà validée/)).toBeDefined();
    await waitFor(() => expect(segment("Découverte besoins").dataset["state"]).toBe("next"));
  });

  test("validated by somebody else first, it says so, shows it done and offers it no more", async () => {
    const { api, person, change } = await open();
    await person.click(await button("Étape suivante"));
    change({ reached: [...opportunity.reached, { stageId: besoins, reachedOn: "2026-03-03" }], nextStageId: id(3) });
    api.answer(opportunityApi.reachStage, () =>
      refuse(409, "STAGE_ALREADY_REACHED", { stage: "Découverte besoins", on: "2026-03-03" }),
    );
    await person.click(await button("Valider"));
    expect(await screen.findByText(/vient d’être validée par quelqu’un d’autre, au 03\/03\/2026/)).toBeDefined();
    await waitFor(() => expect(segment("Découverte besoins").dataset["state"]).toBe("done"));
    expect(screen.queryByRole("button", { name: "Valider" })).toBeNull();
  });

  test("the little arrow recalls the last stage and its date; « Reculer d'une étape » undoes it", async () => {
    const { person, api } = await open();
    await person.click(await button("Dernière étape validée"));
    expect(screen.getByText("Piste, validée le 02/03/2026")).toBeDefined();
    await person.click(await button("Reculer d'une étape"));
    expect(await screen.findByText("Aucune étape validée pour l’instant.")).toBeDefined();
    expect(segment("Piste").dataset["state"]).toBe("next");
    expect(api.queriesOf(opportunityApi.stepBack)).toEqual([{ stageId: stages[0]?.id }]);
    expect((await button("Reculer d'une étape")).hasAttribute("disabled")).toBe(true);
  });

  test("« Reculer d'une étape » pressed twice by a double click undoes one stage", async () => {
    const reached = stages.slice(0, 2).map((stage) => ({ stageId: stage.id, reachedOn: "2026-03-02" }));
    const { person, api, change } = await open({ reached, stageId: besoins, nextStageId: id(3) });
    api.answer(opportunityApi.stepBack, () => change({ reached: reached.slice(0, 1), stageId: id(1) }));
    await person.dblClick(await button("Reculer d'une étape"));
    await waitFor(() => expect(segment("Découverte besoins").dataset["state"]).not.toBe("done"));
    expect(api.queriesOf(opportunityApi.stepBack)).toEqual([{ stageId: besoins }]);
    expect(segment("Piste").dataset["state"]).toBe("done");
  });

  test("at its end, the double arrow says so", async () => {
    const { person } = await open({
      reached: stages.map((stage) => ({ stageId: stage.id, reachedOn: "2026-03-02" })),
      nextStageId: null,
    });
    await person.click(await button("Étape suivante"));
    expect(screen.getByText("Toutes les étapes sont validées.")).toBeDefined();
  });

  test("who may not change it reads it only", async () => {
    const { person } = await open({ can: { update: false } });
    await person.click(await button("Étape suivante"));
    expect(screen.getByText("Prochaine étape à valider")).toBeDefined();
    for (const name of ["Valider", "Reculer d'une étape", "Ouvert", "Affecter", "Modifier le nom de l'opportunité"])
      expect(screen.queryByRole("button", { name })).toBeNull();
  });
});

describe("the name", () => {
  test("changes by the pencil, which gets the focus back", async () => {
    const { api, person } = await open();
    await person.click(await button("Modifier le nom de l'opportunité"));
    const field = await screen.findByRole("textbox", { name: "Nom de l'opportunité" });
    expect(document.activeElement).toBe(field);
    await retype(person, field, "Extension");
    await person.click(await button("Valider"));
    expect(await screen.findByRole("heading", { name: "Extension" })).toBeDefined();
    expect(api.bodiesOf(opportunityApi.update)).toEqual([{ version: 3, title: "Extension" }]);
    await waitFor(() =>
      expect(document.activeElement?.getAttribute("aria-label")).toBe("Modifier le nom de l'opportunité"),
    );
  });

  test("another's change of the notes is no conflict: it is saved over, untouched", async () => {
    const { api, person, change } = await open();
    api.answer(opportunityApi.update, ({ body }: { body: { version: number; title: string } }) =>
      body.version === 3
        ? refuse(409, "EDIT_CONFLICT", { current: { ...opportunity, notes: "<p>Vu</p>", version: 4 } })
        : change({ title: body.title, notes: "<p>Vu</p>", version: 5 }),
    );
    await person.click(await button("Modifier le nom de l'opportunité"));
    await retype(person, await screen.findByRole("textbox"), "Extension");
    await person.click(await button("Valider"));
    expect(await screen.findByRole("heading", { name: "Extension" })).toBeDefined();
    expect(api.bodiesOf(opportunityApi.update)).toEqual([
      { version: 3, title: "Extension" },
      { version: 4, title: "Extension" },
    ]);
  });

  test("another's change of the name shows both; mine is kept only when I say so", async () => {
    const { api, person, change } = await open();
    api.answer(opportunityApi.update, ({ body }: { body: { version: number; title: string } }) =>
      body.version === 3
        ? refuse(409, "EDIT_CONFLICT", { current: { ...opportunity, title: "La leur", version: 4 } })
        : change({ title: body.title, version: 5 }),
    );
    await person.click(await button("Modifier le nom de l'opportunité"));
    await retype(person, await screen.findByRole("textbox"), "La mienne");
    await person.click(await button("Valider"));
    const dialog = await screen.findByRole("dialog");
    expect(within(dialog).getByText("La leur")).toBeDefined();
    expect(within(dialog).getByText("La mienne")).toBeDefined();
    expect(api.bodiesOf(opportunityApi.update)).toHaveLength(1);
    await person.click(within(dialog).getByRole("button", { name: "Garder la mienne" }));
    expect(await screen.findByRole("heading", { name: "La mienne" })).toBeDefined();
    expect(api.bodiesOf(opportunityApi.update).at(-1)).toEqual({ version: 4, title: "La mienne" });
  });

  test("an empty one is not sent", async () => {
    const { api, person } = await open();
    await person.click(await button("Modifier le nom de l'opportunité"));
    await person.clear(await screen.findByRole("textbox"));
    await person.click(await button("Valider"));
    expect(await screen.findByText("Indiquez un nom.")).toBeDefined();
    expect(api.bodiesOf(opportunityApi.update)).toEqual([]);
  });
});

test.each([
  ["99,90", 99.9],
  ["1 234.56", 1234.56],
  ["12 €", 12],
  ["", null],
])("the amount typed « %s » is %s", async (typed, amount) => {
  const { api, person } = await open();
  await person.click(await button("Modifier le montant et la date prévue"));
  const field = await screen.findByLabelText("Montant");
  await person.clear(field);
  if (typed) await person.type(field, typed);
  await person.click(await button("Valider"));
  await waitFor(() => expect(api.bodiesOf(opportunityApi.update)).toEqual([{ version: 3, amount }]));
});

test.each(["douze", "-5", "1,234"])("the amount « %s » is refused where it is typed", async (typed) => {
  const { api, person } = await open();
  await person.click(await button("Modifier le montant et la date prévue"));
  await retype(person, await screen.findByLabelText("Montant"), typed);
  await person.click(await button("Valider"));
  expect(await screen.findByText(/Indiquez un montant positif/)).toBeDefined();
  expect(api.bodiesOf(opportunityApi.update)).toEqual([]);
});

test("« Affecter », a user, « Choisir »", async () => {
  vi.spyOn(Element.prototype, "scrollIntoView").mockImplementation(() => undefined);
  const { api, person } = await open();
  await person.click(await button("Affecter"));
  await person.click(await screen.findByRole("combobox", { name: "Utilisateur" }));
  await person.click(await screen.findByRole("option", { name: /Nora Petit/, hidden: true }));
  await person.click(await button("Choisir"));
  expect((await screen.findAllByText("Nora Petit")).length).toBeGreaterThan(0);
  expect(api.bodiesOf(opportunityApi.assign)).toEqual([{ from: id(20), ownerId: id(21) }]);
});

test("an opportunity that one does not see is not found", async () => {
  const api = fakeApi();
  api.answer(opportunityApi.show, () => refuse(404, "NOT_FOUND"));
  renderScreen(
    [{ path: "/opportunites/:id", element: <OpportunityCardPage answers={() => null} /> }],
    `/opportunites/${opportunity.id}`,
  );
  expect(await screen.findByRole("heading", { name: "Opportunité introuvable" })).toBeDefined();
});
