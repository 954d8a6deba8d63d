import { type OpportunityCard, opportunityApi, pipelineApi, userApi } from "@crm/contract";
import { configure, screen } from "@testing-library/react";
import { OpportunityCardPage } from "../features/opportunity/opportunity-card-page.tsx";
import { fakeApi, renderScreen } from "./render-screen.tsx";

configure({ asyncUtilTimeout: 8_000 });

export const id = (last: number) => `019d0000-0000-7000-8000-0000000000${String(last).padStart(2, "0")}`;
export const stages = ["Piste", "Découverte besoins", "Signature"].map((label, i) => ({
  id: id(i + 1),
  label,
  colour: "blue" as const,
  probability: 10,
  staleDays: 30,
  archived: false,
}));
const piste = id(1);
export const besoins = id(2);
const camille = { id: id(20), name: "Camille Durand", active: true, photoId: null };
export const opportunity: OpportunityCard = {
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
export async function openCard(over: Partial<OpportunityCard> = {}) {
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

export const button = (name: string) => screen.findByRole("button", { name });
export const segment = (label: string) => {
  const item = screen.getByText(label, { selector: "li *" }).closest("li");
  if (!item) throw new Error(`no segment ${label}`);
  return item;
};
export const retype = async (
  person: Awaited<ReturnType<typeof openCard>>["person"],
  field: HTMLElement,
  text: string,
) => {
  await person.clear(field);
  await person.type(field, text);
};
