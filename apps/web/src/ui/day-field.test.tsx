import { Modal } from "@mantine/core";
import { fireEvent, screen, waitFor } from "@testing-library/react";
import { useState } from "react";
import { afterEach, expect, test, vi } from "vitest";
import { chooseLocale } from "../lib/i18n.ts";
import { renderScreen } from "../test/render-screen.tsx";
import { DayField, DayFilter } from "./day-field.tsx";

afterEach(() => vi.useRealTimers());

/** A day that has not come back yet, as by way of an address. */
const Late = () => <DayField label="au" value="2026-01-01" onChange={() => undefined} />;

test("a day that comes back late stays as it was typed, also when the field is left at once", async () => {
  await chooseLocale("fr");
  const { person } = renderScreen([{ path: "/", element: <Late /> }], "/");
  const field = await screen.findByLabelText<HTMLInputElement>("au");
  await person.click(field);
  fireEvent.change(field, { target: { value: "30/06/2026" } });
  fireEvent.blur(field);
  expect(field.value).toBe("30/06/2026");
});

/** It is 2 March 2026, 23:30 in Montréal: in Paris, 3 March already, a Tuesday. */
async function open(Field: typeof DayField, more: { planned?: boolean } = {}) {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-03-03T04:30:00Z") });
  await chooseLocale("fr");
  const given: (string | null)[] = [];
  const Held = () => {
    const [day, setDay] = useState<string | null>("2026-01-01");
    given.push(day);
    return <Field label="Jour" value={day} onChange={setDay} {...more} />;
  };
  const screenOf = renderScreen([{ path: "/", element: <Held /> }], "/");
  const field = await screen.findByRole<HTMLInputElement>("textbox", { name: "Jour" });
  const type = (text: string) => {
    fireEvent.focus(field);
    fireEvent.change(field, { target: { value: text } });
    const meanwhile = field.getAttribute("aria-invalid");
    fireEvent.blur(field);
    return { meanwhile, shown: field.value, day: given.at(-1) };
  };
  return { ...screenOf, field, type, given };
}

test.each([
  ["2/12", "02/12/2026", "2026-12-02"],
  ["02122026", "02/12/2026", "2026-12-02"],
  ["demain", "04/03/2026", "2026-03-04"],
  ["lundi", "09/03/2026", "2026-03-09"],
  ["+3j", "06/03/2026", "2026-03-06"],
  ["", "", null],
])("« %s » is understood, from today in Paris, and written out when the field is left", async (text, shown, day) => {
  const { type } = await open(DayField);
  expect(type(text)).toMatchObject({ shown, day });
});

test("what is not understood stays as it was typed and is told once the field is left; the former day does not come back", async () => {
  const { type } = await open(DayField);
  expect(type("demin")).toEqual({ meanwhile: null, shown: "demin", day: "demin" });
  expect(await screen.findByText("Cette date n’est pas lisible. Écrivez-la jj/mm/aaaa.")).toBeDefined();
  expect(type("31/02/2026")).toMatchObject({ shown: "31/02/2026" });
  expect(await screen.findByText("Cette date n’existe pas. Écrivez-la jj/mm/aaaa.")).toBeDefined();
  expect(type("demain")).toMatchObject({ shown: "04/03/2026", day: "2026-03-04" });
  expect(screen.queryByText(/Cette date/)).toBeNull();
});

test("a day that nothing can be planned for is told under the field", async () => {
  const { type } = await open(DayField, { planned: true });
  type("31/12/9999");
  expect(await screen.findByText("Choisissez une date entre le 01/01/1900 et le 31/12/2199.")).toBeDefined();
});

test("a filter stays as it is while what is typed is no day, and says so", async () => {
  const { type } = await open(DayFilter);
  expect(type("demin")).toMatchObject({ shown: "demin", day: "2026-01-01" });
  expect(await screen.findByText("Cette date n’est pas lisible. Écrivez-la jj/mm/aaaa.")).toBeDefined();
  expect(type("hier")).toMatchObject({ shown: "02/03/2026", day: "2026-03-02" });
});

test("the calendar marks the day of Paris as today, and opens on it", async () => {
  const { person, field, type } = await open(DayField);
  type("");
  await person.click(screen.getByRole("button", { name: "Ouvrir le calendrier (Jour)" }));
  await screen.findByRole("button", { name: "3 mars 2026" });
  const marked = [...document.querySelectorAll("[data-today]")].map((day) => day.getAttribute("aria-label"));
  expect(marked).toEqual(["3 mars 2026"]);
  await person.click(screen.getByRole("button", { name: "5 mars 2026" }));
  expect(field.value).toBe("05/03/2026");
});

test("Escape closes the calendar alone, not the window around it", async () => {
  await chooseLocale("fr");
  const closed = vi.fn();
  const { person } = renderScreen(
    [
      {
        path: "/",
        element: (
          <Modal opened onClose={closed} title="Fenêtre" transitionProps={{ duration: 0 }}>
            <DayField label="Jour" value="2026-03-02" onChange={() => undefined} />
          </Modal>
        ),
      },
    ],
    "/",
  );
  await person.click(await screen.findByRole("button", { name: "Ouvrir le calendrier (Jour)" }));
  (await screen.findByRole("button", { name: "5 mars 2026" })).focus();
  await person.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("button", { name: "5 mars 2026" })).toBeNull());
  expect(closed).not.toHaveBeenCalled();
  await person.keyboard("{Escape}");
  await waitFor(() => expect(closed).toHaveBeenCalled());
});

test("a filter is asked once, on Enter or when a day is picked, not for the days on the way", async () => {
  const { person, field, given } = await open(DayFilter);
  await person.clear(field);
  await person.type(field, "2/12");
  expect(new Set(given)).toEqual(new Set(["2026-01-01"]));
  await person.keyboard("{Enter}");
  expect([given.at(-1), field.value]).toEqual(["2026-12-02", "02/12/2026"]);
  await person.click(screen.getByRole("button", { name: "Ouvrir le calendrier (Jour)" }));
  await person.click(await screen.findByRole("button", { name: "5 décembre 2026" }));
  expect([given.at(-1), field.value]).toEqual(["2026-12-05", "05/12/2026"]);
});
