import { fireEvent, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { chooseLocale } from "../lib/i18n.ts";
import { renderScreen } from "../test/render-screen.tsx";
import { DayField } from "./day-field.tsx";

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
