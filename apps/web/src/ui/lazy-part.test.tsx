import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { MantineProvider } from "@mantine/core";
import { render, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { expect, test } from "vitest";
import { chooseLocale } from "../lib/i18n.ts";
import { ChunkFailureBar } from "./chunk-failure-bar.tsx";
import { LazyPopup } from "./lazy-popup.tsx";

test("a menu whose code can't be fetched: its button and the screen stay, and a bar offers to reload", async () => {
  await chooseLocale("fr");
  const gone = () => Promise.reject(new TypeError("Failed to fetch dynamically imported module: /assets/menu.js"));
  render(
    <I18nProvider i18n={i18n}>
      <MantineProvider>
        <p>Ce que l’on saisissait</p>
        <LazyPopup trigger={<button type="button">Vues</button>} kind="menu" load={gone} popup={{}} />
        <ChunkFailureBar />
      </MantineProvider>
    </I18nProvider>,
  );
  expect(screen.queryByRole("alert")).toBeNull();
  await userEvent.setup().click(screen.getByRole("button", { name: "Vues" }));
  expect((await screen.findByRole("alert")).textContent).toContain("n’a pas pu être chargée");
  expect(screen.getByRole("button", { name: "Recharger la page" })).toBeTruthy();
  expect(screen.getByText("Ce que l’on saisissait")).toBeTruthy();
  expect(screen.getByRole("button", { name: "Vues" })).toBeTruthy();
});
