import { formApi, type SubmissionStats as Stats, type SubmissionRow, submissionApi } from "@crm/contract";
import { configure, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { fakeApi, refuse, renderScreen } from "../../test/render-screen.tsx";
import { ContactSubmissions } from "./contact-submissions.tsx";
import { SubmissionListPage } from "./submission-list-page.tsx";
import { SubmissionPage } from "./submission-page.tsx";
import { SubmissionStats } from "./submission-stats.tsx";

configure({ asyncUtilTimeout: 8_000 });

const id = (last: number) => `019d0000-0000-7000-8000-0000000000${String(last).padStart(2, "0")}`;
const devis = { id: id(1), name: "Devis" };
const yann = { id: id(2), name: "Yann Kervella" };
const row = (n: number): SubmissionRow => ({
  ...{ id: id(n), code: `E-0000${n}`, form: devis, contact: yann, receivedAt: "2026-03-02T09:30:00.000Z" },
  ...{ source: "form", excerpt: "Refonte du site" },
});
const stats: Stats = {
  total: 3,
  forms: [{ ...devis, count: 3 }],
  periods: [
    { from: "2026-03-01", count: 1, forms: [{ id: devis.id, count: 1 }] },
    { from: "2026-03-02", count: 2, forms: [{ id: devis.id, count: 2 }] },
  ],
};

beforeEach(() => {
  localStorage.clear();
  // Only rows in sight exist, and jsdom has no sight.
  vi.spyOn(Element.prototype, "clientHeight", "get").mockReturnValue(640);
  vi.spyOn(Element.prototype, "clientWidth", "get").mockReturnValue(1024);
});

function open(address: string) {
  const api = fakeApi();
  api.answer(formApi.list, () => []);
  api.answer(submissionApi.list, () => ({ rows: [row(10), row(11)], next: null, count: { value: 2, capped: false } }));
  api.answer(submissionApi.show, () => ({
    ...row(10),
    answers: [
      { key: "email", label: "Votre e-mail", value: "yann@exemple.fr", text: "yann@exemple.fr" },
      { key: id(30), label: "Secteur", value: "Mer", text: "Mer" },
    ],
    consents: [
      { channel: "email" as const, wording: "Par e-mail, volontiers.", given: true },
      { channel: "sms" as const, wording: "Par SMS aussi.", given: false },
    ],
    page: "https://exemple.fr/contact",
    importId: null,
  }));
  api.answer(submissionApi.stats, () => stats);
  const routes = [
    { path: "/", element: <SubmissionStats /> },
    { path: "/contact", element: <ContactSubmissions contactId={yann.id} /> },
    { path: "/formulaires/enregistrements", element: <SubmissionListPage /> },
    { path: "/formulaires/enregistrements/:id", element: <SubmissionPage /> },
  ];
  return { api, ...renderScreen(routes, address) };
}

test("the list is searched as one types, its filters are in the address and come off one by one; a row opens", async () => {
  const { api, person, router } = open(`/formulaires/enregistrements?formId=${devis.id}&from=2026-03-01&to=n-importe`);
  expect(await screen.findByText("2 enregistrements")).toBeDefined();
  expect(api.queriesOf(submissionApi.list)[0]).toEqual({ formId: devis.id, from: "2026-03-01" });
  await person.type(screen.getByRole("searchbox", { name: "Rechercher" }), "refonte");
  await waitFor(() => expect(api.queriesOf(submissionApi.list).at(-1)).toMatchObject({ search: "refonte" }));
  await person.click(screen.getByRole("button", { name: "Enlever le filtre : Depuis le 01/03/2026" }));
  await waitFor(() =>
    expect(router.state.location.search).toBe(`?${new URLSearchParams({ search: "refonte", formId: devis.id })}`),
  );
  await person.click((await screen.findAllByRole("link", { name: "Yann Kervella" }))[0] as HTMLElement);
  expect(router.state.location.pathname).toBe(`/formulaires/enregistrements/${id(10)}`);
});

test("a submission shows every answer under its label, what its boxes said, the page, and its contact", async () => {
  const { api, router } = open(`/formulaires/enregistrements/${id(10)}`);
  expect(await screen.findByRole("heading", { level: 1, name: "Yann Kervella" })).toBeDefined();
  for (const text of ["Votre e-mail", "Mer", "E-mail : case cochée", "SMS : case non cochée", "Par SMS aussi."])
    expect(screen.getByText(text)).toBeDefined();
  expect(screen.getByText("https://exemple.fr/contact")).toBeDefined();
  expect(screen.getByRole("link", { name: "Yann Kervella" }).getAttribute("href")).toBe(`/contacts/${yann.id}`);
  api.answer(submissionApi.show, () => refuse(404, "NOT_FOUND"));
  await router.navigate(`/formulaires/enregistrements/${id(12)}`);
  expect(await screen.findByText("Enregistrement introuvable")).toBeDefined();
});

test("the statistics are also a table, by day or by week; the form leads to its submissions", async () => {
  const { api, person } = open("/");
  const table = await screen.findByRole("table", { name: "Statistiques enregistrements" });
  expect(
    within(table)
      .getAllByRole("row")
      .slice(1)
      .map(({ textContent }) => textContent),
  ).toEqual(["01/03/20261 enregistrement", "02/03/20262 enregistrements"]);
  expect(screen.getByRole("link", { name: "Devis" }).getAttribute("href")).toBe(
    `/formulaires/enregistrements?formId=${devis.id}`,
  );
  await person.click(screen.getByRole("radio", { name: "Par semaine" }));
  await person.click(screen.getByRole("radio", { name: "90 jours" }));
  await waitFor(() => expect(api.queriesOf(submissionApi.stats).at(-1)).toEqual({ days: "90", by: "week" }));
  expect(await screen.findByRole("columnheader", { name: "Semaine du" })).toBeDefined();
});

test("the card of a contact shows what was answered; nothing for who never did", async () => {
  const { api, router } = open("/contact");
  const section = within(await screen.findByRole("region", { name: /Enregistrements/ }));
  expect(section.getAllByRole("link", { name: "Devis" })).toHaveLength(2);
  expect(api.queriesOf(submissionApi.list)).toEqual([{ contactId: yann.id, size: "5" }]);
  await router.navigate("/");
  api.answer(submissionApi.list, () => ({ rows: [], next: null, count: null }));
  await router.navigate("/contact");
  await waitFor(() => expect(screen.queryByRole("region", { name: /Enregistrements$/ })).toBeNull());
});
