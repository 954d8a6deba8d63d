import { type OpportunityCard, opportunityApi, pipelineApi, userApi } from "@crm/contract";
import { configure, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test, vi } from "vitest";
import { today } from "../../lib/format.ts";
import { fakeApi, refuse, renderScreen } from "../../test/render-screen.tsx";
import { OpportunityCardPage } from "./opportunity-card-page.tsx";

configure({ asyncUtilTimeout: 8_000 });

const id = (last: number) => `019d0000-0000-7000-8000-0000000000${String(last).padStart(2, "0")}`;
const stages = ["Piste", "Découverte besoins", "Signature"].map((label, i) => ({
  id: id(i + 1),
  label,
  colour: "blue" as const,
  probability: 10,
  staleDays: 30,
  archived: false,
}));
const [piste, besoins] = [id(1), id(2)];
const camille = { id: id(20), name: "Camille Durand", active: true, photoId: null };
const opportunity: OpportunityCard = {
  id: id(30),
  code: "O-000001",
  title: "Refonte du site",
  status: "open",
  statusOn: "2026-01-05",
  contact: { id: id(40), name: "Audrey Le Denmat" },
  pipelineId: id(50),
  stageId: piste,
  amount: 1234.5,
  expectedOn: "2026-09-30",
  owner: camille,
  answers: {},
  createdAt: "2026-01-05T09:00:00.000Z",
  notes: "",
  statusReason: "",
  remindOn: null,
  reached: [{ stageId: piste, reachedOn: "2026-03-02" }],
  nextStageId: besoins,
  version: 3,
  updatedAt: "2026-01-05T09:00:00.000Z",
  can: { update: true },
  timeline: { rows: [], next: null },
};

/** The card of an opportunity that the API keeps; each command answers with it, changed. */
async function open(over: Partial<OpportunityCard> = {}) {
  sessionStorage.clear(); // drafts of the test before
  const api = fakeApi();
  let kept = { ...opportunity, ...over };
  api.answer(pipelineApi.list, () => [{ id: id(50), name: "Vente", archived: false, version: 1, stages }]);
  api.answer(userApi.directory, () => [camille, { ...camille, id: id(21), name: "Nora Petit" }]);
  api.answer(opportunityApi.show, () => kept);
  const change = (part: Partial<OpportunityCard>) => {
    kept = { ...kept, ...part };
    return kept;
  };
  api.answer(opportunityApi.reachStage, ({ body }) =>
    change({ reached: [...kept.reached, body], stageId: besoins, nextStageId: id(3) }),
  );
  api.answer(opportunityApi.stepBack, () => change({ reached: [], stageId: null, nextStageId: piste }));
  api.answer(opportunityApi.changeStatus, ({ body: { status, on } }: { body: { status: "won"; on: string } }) =>
    change({ status, statusOn: on }),
  );
  api.answer(opportunityApi.duplicate, () => ({ ...kept, id: id(31), title: `[Copie] ${kept.title}` }));
  api.answer(opportunityApi.update, ({ body }: { body: object }) => change({ ...body, version: kept.version + 1 }));
  api.answer(opportunityApi.assign, () => change({ owner: { ...camille, id: id(21), name: "Nora Petit" } }));
  const { person, router } = renderScreen(
    [
      { path: "/opportunites/:id", element: <OpportunityCardPage answers={() => null} /> },
      { path: "*", element: <p>ailleurs</p> },
    ],
    `/opportunites/${opportunity.id}`,
  );
  await screen.findByRole("heading", { name: opportunity.title });
  await screen.findByRole("list", { name: "Étapes" });
  return { api, person, router, change };
}

const button = (name: string) => screen.findByRole("button", { name });
const segment = (label: string) => {
  const item = screen.getByText(label, { selector: "li *" }).closest("li");
  if (!item) throw new Error(`no segment ${label}`);
  return item;
};
const retype = async (person: Awaited<ReturnType<typeof open>>["person"], field: HTMLElement, text: string) => {
  await person.clear(field);
  await person.type(field, text);
};

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
    expect(api.bodiesOf(opportunityApi.stepBack)).toHaveLength(1);
    expect((await button("Reculer d'une étape")).hasAttribute("disabled")).toBe(true);
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
      { status: "won", on: today(), reason: "", remindOn: null },
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
    await retype(person, reminder, "01/09/2999");
    await person.click(within(dialog).getByRole("radio", { name: "Sans suite" }));
    expect(within(dialog).queryByLabelText("Date de rappel")).toBeNull();
    await person.click(within(dialog).getByRole("radio", { name: "Ajourné" }));
    await person.click(within(dialog).getByRole("button", { name: "Valider" }));
    await waitFor(() =>
      expect(api.bodiesOf(opportunityApi.changeStatus)).toEqual([
        { status: "postponed", on: today(), reason: "Décision reportée", remindOn: "2999-09-01" },
      ]),
    );
  });

  test("what it says is read beside it; corrected, its date stays", async () => {
    const { api, person } = await open({ status: "postponed", statusReason: "Budget", remindOn: "2999-09-01" });
    expect(screen.getByText("Budget · Rappel le 01/09/2999")).toBeDefined();
    await person.click(await button("Ajourné"));
    const dialog = await screen.findByRole("dialog");
    expect((within(dialog).getByLabelText("Date") as HTMLInputElement).value).toBe("05/01/2026");
    await retype(person, within(dialog).getByLabelText("Motif", { selector: "input" }), "Budget 2027");
    await person.click(within(dialog).getByRole("button", { name: "Valider" }));
    await waitFor(() =>
      expect(api.bodiesOf(opportunityApi.changeStatus)).toEqual([
        { status: "postponed", on: "2026-01-05", reason: "Budget 2027", remindOn: "2999-09-01" },
      ]),
    );
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
  expect(api.bodiesOf(opportunityApi.assign)).toEqual([{ ownerId: id(21) }]);
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
