import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { renderScreen } from "../test/render-screen.tsx";
import { useAddress } from "./address.ts";

const read = (params: URLSearchParams) => ({ search: params.get("search") ?? "", status: params.get("status") ?? "" });
const write = (address: Record<string, string>) =>
  Object.fromEntries(Object.entries(address).filter(([, text]) => text));

function List() {
  const { address, change, clear } = useAddress(read, write);
  return (
    <>
      <output>{`${address.search}/${address.status}`}</output>
      <button
        type="button"
        onClick={() => {
          // The list has no time to be rendered in between.
          change({ search: "breton" }, { replace: true });
          change({ status: "won" });
        }}
      >
        Deux
      </button>
      <button type="button" onClick={() => change({ status: "lost" })}>
        Un
      </button>
      <button type="button" onClick={clear}>
        Aucun
      </button>
    </>
  );
}

test("a change keeps the one before it, rendered or not", async () => {
  const { person, router } = renderScreen([{ path: "/", Component: List }], "/");
  await person.click(screen.getByRole("button", { name: "Deux" }));
  expect(await screen.findByText("breton/won")).toBeDefined();
  expect(router.state.location.search).toBe("?search=breton&status=won");
});

test("after the back button, a change starts from the address that came back", async () => {
  const { person, router } = renderScreen([{ path: "/", Component: List }], "/?search=a");
  await person.click(screen.getByRole("button", { name: "Un" }));
  await person.click(screen.getByRole("button", { name: "Aucun" }));
  await screen.findByText("/");
  await router.navigate(-1);
  await screen.findByText("a/lost");
  await router.navigate(-1);
  await screen.findByText("a/");
  await person.click(screen.getByRole("button", { name: "Un" }));
  expect(await screen.findByText("a/lost")).toBeDefined();
});
