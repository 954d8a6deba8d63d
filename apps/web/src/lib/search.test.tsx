import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { createMemoryRouter, Link, RouterProvider, useSearchParams } from "react-router";
import { expect, test } from "vitest";
import { useDebouncedSearch } from "./search.ts";

function List() {
  const [params, setParams] = useSearchParams();
  const { text, change } = useDebouncedSearch(params.get("q") ?? "", (q) => setParams({ q }, { replace: true }), 30);
  return (
    <>
      <input aria-label="Rechercher" value={text} onChange={({ target }) => change(target.value)} />
      <Link to="/fiche">Ouvrir</Link>
    </>
  );
}

const Card = () => "La fiche";

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

test("a search that was just typed does not call back who is on the way to a screen that is still loading", async () => {
  let arrive: (route: { Component: () => string }) => void = () => undefined;
  const coming = new Promise<{ Component: () => string }>((resolve) => {
    arrive = resolve;
  });
  const router = createMemoryRouter([
    { path: "/", Component: List },
    { path: "/fiche", lazy: () => coming },
  ]);
  render(<RouterProvider router={router} />);
  await userEvent.type(screen.getByLabelText("Rechercher"), "mar");
  await userEvent.click(screen.getByText("Ouvrir"));
  await pause(60);
  arrive({ Component: Card });
  await screen.findByText("La fiche");
  await pause(60);
  expect(router.state.location.pathname).toBe("/fiche");
});

test("nor one who leaves in the very moment in which the pause ends", async () => {
  const router = createMemoryRouter([
    { path: "/", Component: List },
    { path: "/fiche", lazy: () => pause(60).then(() => ({ Component: Card })) },
  ]);
  render(<RouterProvider router={router} />);
  await userEvent.type(screen.getByLabelText("Rechercher"), "mar");
  screen.getByText("Ouvrir").click();
  const due = performance.now() + 40;
  while (performance.now() < due);
  await screen.findByText("La fiche");
  await pause(60);
  expect(router.state.location.pathname).toBe("/fiche");
});

test("a pause puts what was typed into the address", async () => {
  const router = createMemoryRouter([{ path: "/", Component: List }]);
  render(<RouterProvider router={router} />);
  await userEvent.type(screen.getByLabelText("Rechercher"), "mar");
  await expect.poll(() => router.state.location.search).toBe("?q=mar");
});
