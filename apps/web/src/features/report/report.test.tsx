import {
  type Figures,
  type Funnel,
  type OpportunityStatus,
  pipelineApi,
  type Response,
  reportApi,
  type SalesFigures,
  userApi,
} from "@crm/contract";
import { configure, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { fakeApi, refuse, renderScreen } from "../../test/render-screen.tsx";
import { FunnelPage } from "./funnel-page.tsx";
import type { ReportSlots } from "./report-slots.ts";
import { SalesPage } from "./sales-page.tsx";

configure({ asyncUtilTimeout: 8_000 });

const id = (last: number) => `019d0000-0000-7000-8000-0000000000${String(last).padStart(2, "0")}`;
const nora = { id: id(20), name: "Nora Petit", active: true, photoId: null };
const vente = {
  ...{ id: id(50), name: "Vente", archived: false, version: 1 },
  stages: [{ id: id(1), label: "Devis", colour: "blue" as const, probability: 10, staleDays: 30, archived: false }],
};
const slots: ReportSlots = {
  answerFilters: () => <p>les critères</p>,
  groups: () => null,
  chips: () => null,
  pin: () => null,
  fields: [],
  groupings: [
    { value: id(60), label: "Origine", several: true, yesNo: false },
    { value: id(62), label: "Origine du contact", several: true, yesNo: false, ofContact: true },
  ],
};

const statuses = (part: Partial<Record<OpportunityStatus, Figures>>) => ({
  ...{ open: { count: 0, amount: 0 }, won: { count: 0, amount: 0 }, lost: { count: 0, amount: 0 } },
  ...{ postponed: { count: 0, amount: 0 }, other: { count: 0, amount: 0 } },
  ...part,
});
const cohort: Funnel = {
  leak: id(1),
  stages: [
    {
      ...{ stageId: null, label: "", colour: null, archived: false, count: 10, amount: 5000 },
      statuses: statuses({ open: { count: 4, amount: 2000 }, lost: { count: 6, amount: 3000.5 } }),
      ...{ fromPrevious: null, fromStart: 1 },
    },
    {
      ...{ stageId: id(1), label: "Devis", colour: "blue", archived: false, count: 4, amount: 2000 },
      statuses: statuses({ open: { count: 3, amount: 1500 }, won: { count: 1, amount: 500 } }),
      ...{ fromPrevious: 0.4, fromStart: 0.4 },
    },
  ],
};

const period = "createdFrom=2026-01-01&createdTo=2026-03-31";

function open(address: string) {
  const api = fakeApi();
  api.answer(pipelineApi.list, () => [vente]);
  api.answer(userApi.directory, () => [nora]);
  api.answer(reportApi.funnel, () => cohort);
  api.answer(reportApi.durations, () => [{ stageId: id(1), medianDays: 12.25, measured: 4 }]);
  api.answer(reportApi.sales, () => report);
  const shown = renderScreen(
    [
      { path: "/opportunites/entonnoir", element: <FunnelPage {...slots} /> },
      { path: "/opportunites/reporting", element: <SalesPage {...slots} /> },
      { path: "/opportunites", element: <p>la liste</p> },
    ],
    `/opportunites/${address}`,
  );
  return { api, ...shown };
}
type Opened = ReturnType<typeof open>;
const asked = ({ api }: Opened) => api.queriesOf(reportApi.funnel).at(-1);
const said = (href: string | null | undefined) => Object.fromEntries(new URL(href ?? "", "http://x").searchParams);

async function choose({ person }: Opened, label: string, option: string) {
  await person.click(await screen.findByRole("combobox", { name: label }));
  await person.click(await screen.findByRole("option", { name: option, hidden: true }));
}

test("each bar and each figure of the funnel opens the list it counts, under the same filters", async () => {
  const opened = open(`entonnoir?${period}&ownerId=${nora.id}`);
  const table = await screen.findByRole("table", { name: "Chiffres de l’entonnoir" });
  const filter = { createdFrom: "2026-01-01", createdTo: "2026-03-31", pipelineId: vente.id, ownerId: nora.id };
  expect(asked(opened)).toEqual(filter);

  const [, created, devis] = within(table).getAllByRole("row");
  expect(created?.textContent).toContain("Créées");
  expect(
    said(
      within(devis as HTMLElement)
        .getByRole("link", { name: /^4/ })
        .getAttribute("href"),
    ),
  ).toEqual({
    ...filter,
    reachedStageId: id(1),
  });
  expect(devis?.textContent).toContain("Le plus de pertes");
  expect(devis?.textContent).toContain("40 %");
  await waitFor(() => expect(devis?.textContent).toContain("12,3 j"));

  const won = screen.getByRole("link", { name: "Devis, Gagné : 1 opportunité, 500 €" });
  expect(said(won.getAttribute("href"))).toEqual({ ...filter, reachedStageId: id(1), status: "won" });
  const lost = screen.getByRole("link", { name: "Créées, Sans suite : 6 opportunités, 3 000,50 €" });
  expect(lost.style.width).toBe("60%");
  await opened.person.click(lost);
  expect(await screen.findByText("la liste")).toBeDefined();
  expect(said(`/?${opened.router.state.location.search.slice(1)}`)).toEqual({ ...filter, status: "lost" });
});

test("the chart is one stop of the tab key, and says in words what it draws; arrows go from segment to segment", async () => {
  const { person } = open(`entonnoir?${period}`);
  const chart = await screen.findByRole("figure", { name: /Créées : 10 \(100 %\) ; Devis : 4 \(40 %\)/ });
  const links = within(chart).getAllByRole("link");
  expect(links.map(({ tabIndex }) => tabIndex)).toEqual([0, -1, -1, -1]);
  links[0]?.focus();
  await person.keyboard("{ArrowRight}");
  expect(document.activeElement).toBe(links[1]);
  await person.keyboard("{ArrowLeft}{ArrowDown}"); // open, of the first stage
  expect(document.activeElement?.getAttribute("aria-label")).toMatch(/^Devis, Toujours en cours/);
  expect(links.filter(({ tabIndex }) => tabIndex === 0)).toEqual([document.activeElement]);
});

test("days are in the address; an end before the start is said at the field, and asks for nothing", async () => {
  const opened = open("entonnoir");
  await screen.findByRole("table", { name: "Chiffres de l’entonnoir" });
  const day = /^\d{4}-\d\d-\d\d$/;
  expect(asked(opened)).toMatchObject({
    createdFrom: expect.stringMatching(day),
    createdTo: expect.stringMatching(day),
    pipelineId: vente.id,
  });
  await opened.person.click(screen.getByRole("button", { name: "Cette année" }));
  await waitFor(() => expect(asked(opened)?.["createdTo"]).toMatch(/-12-31$/));
  const count = opened.api.queriesOf(reportApi.funnel).length;
  const until = screen.getByLabelText("au");
  await opened.person.clear(until);
  await opened.person.type(until, "02/01/1999");
  await opened.person.tab();
  expect(await screen.findByText("La fin de la période est avant son début.")).toBeDefined();
  expect(opened.api.queriesOf(reportApi.funnel)).toHaveLength(count);
  expect(screen.getByRole("table")).toBeDefined(); // what was there stays, dimmed
});

test("compared with the period before: a second bar, and the differences", async () => {
  const opened = open(`entonnoir?${period}`);
  await screen.findByRole("table");
  opened.api.answer(reportApi.funnel, ({ query }) =>
    query.get("createdFrom") === "2026-01-01"
      ? cohort
      : { ...cohort, stages: cohort.stages.map((stage) => ({ ...stage, count: stage.count / 2, fromStart: 0.5 })) },
  );
  await choose(opened, "Comparer avec", "Période précédente");
  const row = (await screen.findByRole("rowheader", { name: /Devis/ })).closest("tr") as HTMLElement;
  await waitFor(() => expect(row.textContent).toContain("+2"));
  expect(row.textContent).toContain("−10"); // points of conversion
  const other = opened.api.queriesOf(reportApi.funnel).at(-1);
  expect(other).toMatchObject({ createdFrom: "2025-10-01", createdTo: "2025-12-31", pipelineId: vente.id });
  expect(screen.getByRole("columnheader", { name: "01/10/2025 – 31/12/2025" })).toBeDefined();
});

test("nothing created says what to do; a failure can be tried again", async () => {
  const opened = open(`entonnoir?${period}`);
  opened.api.answer(reportApi.funnel, () => refuse(500, "UNEXPECTED"));
  await opened.person.click(await screen.findByRole("button", { name: "Ce mois-ci" }));
  opened.api.answer(reportApi.funnel, () => ({
    leak: null,
    stages: cohort.stages.map((stage) => ({ ...stage, count: 0, amount: 0, statuses: statuses({}) })),
  }));
  await opened.person.click(await screen.findByRole("button", { name: "Réessayer" }));
  expect(await screen.findByText("Aucune opportunité créée entre ces dates.")).toBeDefined();
});

const figures = (count: number, amount: number): SalesFigures => ({
  ...{ count, amount, statuses: statuses({ won: { count, amount } }), stages: { [id(1)]: count } },
  questions: {
    [id(61)]: { answered: count, sum: count * 10, mean: 10, split: {} },
    [id(60)]: { answered: count, sum: null, mean: null, split: { salon: count } },
  },
});
const report: Response<typeof reportApi.sales> = {
  stages: [{ id: id(1), label: "Devis", colour: "blue", pipelineId: vente.id }],
  questions: [
    { id: id(61), label: "Nombre de personnes", kind: "number", choices: [] },
    { id: id(60), label: "Origine", kind: "split", choices: [{ value: "salon", label: "Salon" }] },
  ],
  rows: [
    { key: nora.id, label: "Nora Petit", ...figures(2, 900) },
    { key: null, label: "", ...figures(5, 100) },
  ],
  total: figures(7, 1000),
};

test("the report has a column for each status, stage and question in reports; rows sort, figures open their list", async () => {
  const { person, api } = open(`reporting?${period}&status=won`);
  const table = await screen.findByRole("table", { name: "Reporting commercial" });
  expect(
    within(table)
      .getAllByRole("columnheader")
      .map(({ textContent }) => textContent),
  ).toEqual([
    ...["Utilisateur", "Nombre", "Montant", "Gagné", "Toujours en cours", "Ajourné", "Autre", "Sans suite"],
    ...["Devis", "Nombre de personnes", "Origine"],
  ]);
  const names = () =>
    within(table)
      .getAllByRole("rowheader")
      .map(({ textContent }) => textContent);
  expect(names()).toEqual(["Nora Petit", "Personne", "Total"]);
  await person.click(within(table).getByRole("button", { name: "Nombre" }));
  await waitFor(() => expect(names()).toEqual(["Personne", "Nora Petit", "Total"]));
  expect(within(table).getByRole("columnheader", { name: "Nombre" }).getAttribute("aria-sort")).toBe("descending");

  const [, nobody] = within(table).getAllByRole("row") as [HTMLElement, HTMLElement];
  const links = within(nobody).getAllByRole("link");
  expect(said(links[0]?.getAttribute("href"))).toMatchObject({
    ownerId: "none",
    status: "won",
    createdFrom: "2026-01-01",
  });
  expect(nobody.textContent).toContain("50 moyenne 10");
  const split = said(links.at(-1)?.getAttribute("href"));
  expect(JSON.parse(split["answers"] ?? "")).toEqual([{ questionId: id(60), operator: "includes", value: "salon" }]);
  expect(api.queriesOf(reportApi.sales).at(-1)).toMatchObject({ groupBy: "owner", status: "won" });
});

test("grouped by a question, and the other parts of the report, each from its address", async () => {
  const opened = open(`reporting?${period}`);
  await screen.findByRole("table");
  opened.api.answer(reportApi.sales, () => ({
    ...report,
    rows: [{ key: "salon", label: "Salon", ...figures(7, 1000) }],
  }));
  await choose(opened, "Grouper par", "Origine");
  const header = await screen.findByRole("rowheader", { name: "Salon" });
  expect(opened.api.queriesOf(reportApi.sales).at(-1)).toMatchObject({ groupBy: id(60) });
  const [count] = within(header.closest("tr") as HTMLElement).getAllByRole("link");
  expect(JSON.parse(said(count?.getAttribute("href"))["answers"] ?? "")).toEqual([
    { questionId: id(60), operator: "includes", value: "salon" },
  ]);
  await choose(opened, "Grouper par", "Origine du contact");
  await waitFor(() => expect(opened.api.queriesOf(reportApi.sales).at(-1)).toMatchObject({ groupBy: id(62) }));
  const salon = await screen.findByRole("rowheader", { name: "Salon" });
  const ofContacts = () => {
    const [link] = within(salon.closest("tr") as HTMLElement).getAllByRole("link");
    return said(link?.getAttribute("href"));
  };
  await waitFor(() => expect(ofContacts()).not.toHaveProperty("answers"));
  expect(JSON.parse(ofContacts()["contactAnswers"] ?? "")).toEqual([
    { questionId: id(62), operator: "includes", value: "salon" },
  ]);

  opened.api.answer(reportApi.forecast, () => ({
    months: [
      { month: "2026-12", count: 2, amount: 1000, weighted: 400.4, observed: 300 },
      { month: null, count: 1, amount: 50, weighted: 0, observed: 0 },
    ],
  }));
  await opened.person.click(screen.getByRole("link", { name: "Prévisions" }));
  const december = (await screen.findByRole("rowheader", { name: "décembre 2026" })).closest("tr") as HTMLElement;
  expect(december.textContent).toContain("400 €");
  const link = said(within(december).getByRole("link", { name: "2" }).getAttribute("href"));
  expect(link["status"]).toBe("open");
  expect(link).not.toHaveProperty("createdFrom"); // whenever it was created
  expect(JSON.parse(link["filter"] ?? "").items).toEqual([
    { field: "expectedOn", operator: "between", value: ["2026-12-01", "2026-12-31"] },
  ]);

  opened.api.answer(reportApi.lostReasons, () => [
    { reason: "", count: 3, amount: 10 },
    { reason: "Prix trop élevé", count: 2, amount: 5 },
  ]);
  await opened.person.click(screen.getByRole("link", { name: "Motifs de perte" }));
  const noReason = (await screen.findByRole("rowheader", { name: "Non précisé" })).closest("tr") as HTMLElement;
  const lost = { status: "lost", createdFrom: "2026-01-01", createdTo: "2026-03-31" };
  expect(said(within(noReason).getByRole("link").getAttribute("href"))).toEqual({
    ...lost,
    filter: JSON.stringify({ match: "all", items: [{ field: "statusReason", operator: "empty" }] }),
  });
  const dear = screen.getByRole("rowheader", { name: "Prix trop élevé" }).closest("tr") as HTMLElement;
  expect(said(within(dear).getByRole("link").getAttribute("href"))).toMatchObject({
    filter: expect.stringContaining('"operator":"is","value":"Prix trop élevé"'),
  });

  opened.api.answer(reportApi.activity, () => ({
    weeks: [
      {
        ...{ userId: nora.id, name: "Nora Petit", week: "2026-01-05", actionsDone: 3, actionsLate: 1 },
        exchanges: { info: 0, email: 2, call: 4, meeting: 0, quote: 0 },
      },
    ],
    late: [
      { userId: null, name: "", count: 8 },
      { userId: nora.id, name: "Nora Petit", count: 2 },
    ],
    responseDays: 2.5,
    responses: [{ userId: nora.id, name: "Nora Petit", days: 1.5 }],
  }));
  await opened.person.click(screen.getByRole("link", { name: "Activité" }));
  const people = await screen.findByRole("table", { name: "Activité par utilisateur" });
  const [, first, second] = within(people).getAllByRole("row");
  expect(first?.textContent).toBe("Nora Petit0240063121,5 j");
  const lateLink = within(first as HTMLElement).getByRole("link", { name: "2" });
  expect(lateLink.getAttribute("href")).toBe(`/a-traiter?utilisateur=${nora.id}`);
  expect(second?.textContent).toMatch(/^Personne.*8—$/);
  expect(within(second as HTMLElement).queryByRole("link")).toBeNull(); // nobody's: there is no list of them
  expect(screen.getByText("2,5 j")).toBeDefined();
  const weeks = screen.getByRole("table", { name: "Activité par semaine" });
  expect(within(weeks).getByRole("rowheader", { name: "05/01/2026" }).closest("tr")?.textContent).toContain("63");
});
