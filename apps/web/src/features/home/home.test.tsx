import { contactApi, type HomeWidget, homeApi, type Me, opportunityApi, pipelineApi, profiles } from "@crm/contract";
import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { fakeApi, refuse, renderScreen } from "../../test/render-screen.tsx";
import Toaster from "../../ui/toaster.tsx";
import { HomePage } from "./home-page.tsx";
import { PinWidget } from "./pin-widget.tsx";

const me: Me = {
  ...{ id: "019d0000-0000-7000-8000-000000000001", email: "nora@demo.fr", firstName: "Nora", lastName: "Petit" },
  ...{ profile: "salesperson", organisation: { id: "019d0000-0000-7000-8000-000000000002", name: "Briconett" } },
  ...{ permissions: [...profiles.salesperson.permissions], photoId: null },
};
const said = (words: string) => <section aria-label={words}>{words}</section>;
const others = {
  toDo: said("To do list"),
  submissionStats: said("Statistiques"),
  funnel: said("Entonnoir"),
  forecast: said("Prévisions"),
  activity: said("Activité"),
  results: said("Résultats"),
  lostReasons: said("Motifs"),
};

function open(widgets: HomeWidget[] | Response, person_ = me) {
  const api = fakeApi();
  let kept = widgets;
  const told = () => (kept instanceof Response ? kept : { widgets: kept });
  api.answer(homeApi.widgets, told);
  api.answer(homeApi.chooseWidgets, ({ body }) => {
    kept = (body as { widgets: HomeWidget[] | null }).widgets ?? ["toDo"];
    return told();
  });
  api.answer(homeApi.pipeline, () => []);
  api.answer(homeApi.stale, () => []);
  api.answer(homeApi.changes, () => []);
  api.answer(homeApi.visit, () => ({ since: "2026-03-01T00:00:00.000Z" }));
  api.answer(pipelineApi.list, () => []);
  api.answer(contactApi.list, () => ({ rows: [], next: null, count: null }));
  api.answer(opportunityApi.list, () => ({ rows: [], next: null, count: null }));
  const shown = renderScreen(
    [
      { path: "/", element: <HomePage me={person_} opens={() => true} others={others} /> },
      {
        path: "/reporting",
        element: (
          <>
            <PinWidget widget="forecast" />
            <Toaster />
          </>
        ),
      },
    ],
    "/",
  );
  return { api, ...shown };
}
const shownNames = () => screen.getAllByRole("region").map((region) => region.textContent?.slice(0, 12));
const bodies = ({ api }: ReturnType<typeof open>) =>
  api.bodiesOf(homeApi.chooseWidgets).map((body) => (body as { widgets: unknown }).widgets);

test("only what was chosen is there, in its order, and nothing is asked for the rest", async () => {
  const { api } = open(["forecast", "contacts", "toDo"]);
  await screen.findByText("Commencez par vos contacts");
  expect(shownNames()).toEqual(["Prévisions", "Contacts enr", "To do list"]);
  expect(api.queriesOf(contactApi.list)).toHaveLength(1);
  for (const endpoint of [homeApi.pipeline, homeApi.stale, homeApi.changes, opportunityApi.list])
    expect(api.queriesOf(endpoint)).toHaveLength(0);
});

test("widgets are ticked in a dialog, and kept by « Valider »; « Rétablir » brings the usual ones back", async () => {
  const opened = open(["toDo", "forecast"]);
  const { person } = opened;
  await screen.findByRole("region", { name: "Prévisions" });
  await person.click(screen.getByRole("button", { name: "Personnaliser l’accueil" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Personnaliser l’accueil" }));
  const boxes = dialog.getAllByRole("checkbox");
  expect(boxes.map((box) => (box as HTMLInputElement).checked).slice(0, 3)).toEqual([true, true, false]);
  await person.click(dialog.getByRole("checkbox", { name: "To do list" }));
  await person.click(dialog.getByRole("checkbox", { name: "Motifs de perte" }));
  await person.click(dialog.getByRole("button", { name: "Valider" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(bodies(opened)).toEqual([["forecast", "lostReasons"]]);
  expect(shownNames()).toEqual(["Prévisions", "Motifs"]);

  await person.click(screen.getByRole("button", { name: "Personnaliser l’accueil" }));
  const again = within(await screen.findByRole("dialog"));
  await person.click(again.getByRole("button", { name: "Rétablir" }));
  expect((again.getByRole("checkbox", { name: "Prévisions" }) as HTMLInputElement).checked).toBe(false);
  await person.click(again.getByRole("button", { name: "Valider" }));
  await waitFor(() => expect(bodies(opened)).toHaveLength(2));
  expect(bodies(opened)[1]).toBeNull();
});

test("a refusal is told in the dialog, which keeps what was ticked", async () => {
  const { api, person } = open(["toDo"]);
  await screen.findByRole("region", { name: "To do list" });
  await person.click(screen.getByRole("button", { name: "Personnaliser l’accueil" }));
  const dialog = within(await screen.findByRole("dialog"));
  api.answer(homeApi.chooseWidgets, () => refuse(500, "UNEXPECTED"));
  await person.click(dialog.getByRole("checkbox", { name: "Prévisions" }));
  await person.click(dialog.getByRole("button", { name: "Valider" }));
  expect((await dialog.findByRole("alert")).textContent).not.toBe("");
  expect((dialog.getByRole("checkbox", { name: "Prévisions" }) as HTMLInputElement).checked).toBe(true);
});

test("what a person may not see is not offered; without any widget the page says what to do", async () => {
  const { person } = open([], { ...me, permissions: me.permissions.filter((one) => one !== "report:read") });
  await screen.findByText("Aucun bloc sur l’accueil");
  await person.click(screen.getByRole("button", { name: "Personnaliser l’accueil" }));
  const dialog = within(await screen.findByRole("dialog"));
  expect(dialog.getByRole("checkbox", { name: "To do list" })).toBeDefined();
  expect(dialog.queryByRole("checkbox", { name: "Prévisions" })).toBeNull();
});

test("when the choice can't be read, the usual widgets are there", async () => {
  open(refuse(500, "UNEXPECTED"));
  expect(await screen.findByRole("region", { name: "To do list" })).toBeDefined();
  expect(screen.queryByRole("region", { name: "Prévisions" })).toBeNull();
});

test("a part of a report is put on the home page from where it is, taken back by « Annuler », and taken away", async () => {
  const opened = open(["toDo", "stale"]);
  const { person, router } = opened;
  await router.navigate("/reporting");
  await person.click(await screen.findByRole("button", { name: "Ajouter à l’accueil : Prévisions" }));
  expect(await screen.findByText("« Prévisions » est sur l’accueil.")).toBeDefined();
  expect(bodies(opened)).toEqual([["toDo", "stale", "forecast"]]);
  await person.click(screen.getByRole("button", { name: "Annuler" }));
  await person.click(await screen.findByRole("button", { name: "Ajouter à l’accueil : Prévisions" }));
  await person.click(await screen.findByRole("button", { name: "Retirer de l’accueil : Prévisions" }));
  expect(await screen.findByText("« Prévisions » n’est plus sur l’accueil.")).toBeDefined();
  expect(bodies(opened).at(-1)).toEqual(["toDo", "stale"]);
});
