import { type OpportunityRow, opportunityApi, organisationApi, pipelineApi, questionApi, userApi } from "@crm/contract";
import { configure, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { noSlots } from "../../test/list-slots.ts";
import { origin } from "../../test/question-samples.ts";
import { fakeApi, refuse, renderScreen } from "../../test/render-screen.tsx";
import { OpportunityListPage } from "./opportunity-list-page.tsx";

configure({ asyncUtilTimeout: 8_000 });

const id = (last: number) => `019d0000-0000-7000-8000-0000000000${String(last).padStart(2, "0")}`;
const nora = { id: id(20), name: "Nora Petit", active: true, photoId: null };
const pipeline = {
  id: id(50),
  name: "Vente",
  archived: false,
  version: 1,
  stages: [
    { id: id(1), label: "Piste", colour: "grey" as const, probability: 10, staleDays: 30, archived: false },
    { id: id(2), label: "Visite", colour: "blue" as const, probability: 50, staleDays: 30, archived: true },
  ],
};
const row: OpportunityRow = {
  id: id(30),
  code: "O-000001",
  title: "Rénovation de l’école",
  status: "won",
  statusOn: "2026-01-05",
  contact: { id: id(40), name: "Étienne Le Goff" },
  pipelineId: pipeline.id,
  stageId: id(1),
  amount: 12345.6,
  expectedOn: null,
  owner: nora,
  answers: {},
  createdAt: "2026-01-05T09:00:00.000Z",
};

beforeEach(() => {
  localStorage.clear();
  // Only rows in sight exist, and jsdom has no sight.
  vi.spyOn(Element.prototype, "clientHeight", "get").mockReturnValue(640);
  vi.spyOn(Element.prototype, "clientWidth", "get").mockReturnValue(1024);
  vi.spyOn(Element.prototype, "scrollIntoView").mockImplementation(() => undefined);
});

afterEach(() => void vi.restoreAllMocks());

function open(address = "") {
  const api = fakeApi();
  api.answer(pipelineApi.list, () => [pipeline]);
  api.answer(userApi.directory, () => [nora]);
  api.answer(questionApi.list, () => [origin]);
  api.answer(organisationApi.list, () => []);
  api.answer(opportunityApi.list, () => ({ rows: [row], next: null, count: { value: 1, capped: false } }));
  const shown = renderScreen(
    [
      {
        path: "/opportunites",
        element: (
          <OpportunityListPage
            {...noSlots}
            chips={({ own }) =>
              own.map(({ label, onRemove }) => (
                <button key={label} type="button" onClick={onRemove}>
                  {label}
                </button>
              ))
            }
            answerFilters={(value) => <p>{value.length} filtre(s) sur les critères</p>}
          />
        ),
      },
      { path: "/opportunites/:id", element: <p>la fiche</p> },
    ],
    `/opportunites${address}`,
  );
  return { api, ...shown };
}
type Opened = ReturnType<typeof open>;
const asked = ({ api }: Opened) => api.queriesOf(opportunityApi.list).at(-1);

async function choose({ person }: Opened, label: string, option: string) {
  await person.click(await screen.findByRole("combobox", { name: label }));
  await person.click(await screen.findByRole("option", { name: option, hidden: true }));
}

test("shows each opportunity with its contact, status, stage, amount, owner and day; a row opens the card", async () => {
  const { person } = open();
  const table = await screen.findByRole("table", { name: "Opportunités" });
  const cells = (await within(table).findAllByRole("cell")).map((cell) => cell.textContent);
  expect(cells).toEqual([
    "Rénovation de l’école",
    "Étienne Le Goff",
    "Gagné",
    "Piste",
    "12 345,60 €",
    expect.stringContaining("Nora Petit"),
    "Vente",
    "05/01/2026",
  ]);
  expect(screen.getByText("1 opportunité")).toBeDefined();
  await person.click(within(table).getByRole("link", { name: "Rénovation de l’école" }));
  expect(await screen.findByText("la fiche")).toBeDefined();
});

test("search and filters are in the address and in what is asked", async () => {
  const opened = open();
  await screen.findByText("1 opportunité");
  await opened.person.type(screen.getByRole("searchbox", { name: "Rechercher" }), "école");
  await waitFor(() => expect(asked(opened)).toMatchObject({ search: "école" }));
  await choose(opened, "Suivi par", "Nora Petit");
  await choose(opened, "Statut", "Sans suite");
  await choose(opened, "Étape", "Visite (archivée)");
  const expected = { search: "école", ownerId: nora.id, status: "lost", stageId: id(2) };
  await waitFor(() => expect(asked(opened)).toMatchObject(expected));
  expect(Object.fromEntries(new URLSearchParams(opened.router.state.location.search))).toMatchObject(expected);
  await choose(opened, "Type", "Vente");
  await waitFor(() => expect(asked(opened)).toMatchObject({ pipelineId: pipeline.id }));
  expect(asked(opened)).not.toHaveProperty("stageId"); // a stage belongs to one type
});

test("a shared address opens as it was; what nobody can read in it is ignored", async () => {
  const answers = JSON.stringify([{ questionId: id(60), operator: "is", value: "A" }]);
  const opened = open(
    `?status=won&stageId=none&sort=title&direction=desc&ownerId=moi&answers=${encodeURIComponent(answers)}`,
  );
  await screen.findByText("1 opportunité");
  expect(asked(opened)).toEqual({ status: "won", stageId: "none", sort: "title", direction: "desc", answers });
  expect((screen.getByRole("combobox", { name: "Statut" }) as HTMLInputElement).value).toBe("Gagné");
  expect(screen.getByText("1 filtre(s) sur les critères")).toBeDefined();
});

test("opened from a contact, it says so, and shows all again at will", async () => {
  const opened = open(`?contactId=${row.contact.id}`);
  await screen.findByText("Contact : Étienne Le Goff");
  await opened.person.click(screen.getByRole("button", { name: "Effacer : Contact" }));
  await waitFor(() => expect(asked(opened)).not.toHaveProperty("contactId"));
});

test("opened from a figure of a report, it asks for the same ones and says which, each to be taken off", async () => {
  const from = {
    ...{ createdFrom: "2026-01-01", createdTo: "2026-03-31", reachedStageId: id(1), status: "lost" },
    contactAnswers: JSON.stringify([{ questionId: origin.id, operator: "is", value: "APL" }]),
  };
  const opened = open(`?${new URLSearchParams(from)}`);
  const created = await screen.findByText("Créées du 01/01/2026 au 31/03/2026");
  expect(asked(opened)).toMatchObject(from);
  await opened.person.click(await screen.findByText("Contact : Origine du contact est Appel entrant"));
  await waitFor(() => expect(asked(opened)).not.toHaveProperty("contactAnswers"));
  await opened.person.click(await screen.findByText("A atteint l’étape : Piste"));
  await waitFor(() => expect(asked(opened)).not.toHaveProperty("reachedStageId"));
  expect(asked(opened)).toMatchObject({ createdFrom: "2026-01-01", createdTo: "2026-03-31" });
  await opened.person.click(created);
  await waitFor(() => expect(asked(opened)).toEqual({ sort: "createdAt", status: "lost" }));
});

test("a user, a type or a stage that is gone is said, and can be taken off: its filter looks empty", async () => {
  const opened = open(`?ownerId=${id(90)}&pipelineId=${id(91)}&stageId=${id(92)}&reachedStageId=${id(93)}`);
  const dead = (said: string) => screen.findByText(`Ne s’applique plus : ${said} : supprimé`);
  await dead("Type");
  await opened.person.click(await dead("Étape"));
  await waitFor(() => expect(asked(opened)).not.toHaveProperty("stageId"));
  await opened.person.click(await dead("Suivi par"));
  await waitFor(() => expect(asked(opened)).not.toHaveProperty("ownerId"));
  await opened.person.click(await dead("A atteint l’étape"));
  await waitFor(() => expect(asked(opened)).toEqual({ sort: "createdAt", pipelineId: id(91) }));
});

test("the button on the right turns the table into a list, which is remembered", async () => {
  const { person } = open();
  await person.click(await screen.findByRole("button", { name: "Affichage liste" }));
  const list = await screen.findByRole("list", { name: "Opportunités" });
  expect(within(list).getByText(/Étienne Le Goff/)).toBeDefined();
  expect(localStorage.getItem("crm-opportunities-display")).toContain("list");
});

test("nothing found says what to try, nothing at all says where to begin, a failure can be tried again", async () => {
  const opened = open("?search=zzz");
  opened.api.answer(opportunityApi.list, ({ query }) =>
    query.has("search") ? { rows: [], next: null, count: { value: 0, capped: false } } : refuse(500, "UNEXPECTED"),
  );
  await opened.person.click(await screen.findByRole("button", { name: "Effacer la recherche" }));
  expect(await screen.findByRole("button", { name: "Réessayer" })).toBeDefined();
  opened.api.answer(opportunityApi.list, () => ({ rows: [], next: null, count: { value: 0, capped: false } }));
  await opened.person.click(screen.getByRole("button", { name: "Réessayer" }));
  expect(await screen.findByText("Aucune opportunité pour l’instant")).toBeDefined();
  expect(screen.getByRole("link", { name: "Choisir un contact" })).toBeDefined();
});
