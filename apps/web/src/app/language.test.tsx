import { contactFields, organisationApi, userApi } from "@crm/contract";
import { configure, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { fieldLabel } from "../features/import/import-words.ts";
import { formatAmount, formatLongDate } from "../lib/format.ts";
import { chooseLocale, chosenLocale } from "../lib/i18n.ts";
import { fakeApi, refuse, renderScreen } from "../test/render-screen.tsx";
import { userRoutes } from "./routes/user.tsx";

configure({ asyncUtilTimeout: 8_000 }); // pages are fetched when they are first shown
afterEach(() => chooseLocale("fr"));

const catalogs = import.meta.glob<Record<string, unknown>>("../**/locales/en.po", { eager: true, import: "default" });

test("a form speaks English: labels, faults of the fields, refusals of the API; French again when French is chosen", async () => {
  await chooseLocale("en");
  const api = fakeApi();
  api.answer(organisationApi.list, () => [{ id: "019d0000-0000-7000-8000-000000000001", name: "Briconett" }]);
  api.answer(userApi.create, () => refuse(429, "TOO_MANY_ATTEMPTS", { seconds: 300 }));
  const { person } = renderScreen(userRoutes, "/configuration/utilisateurs/nouveau");
  expect(await screen.findByRole("heading", { name: "New user" })).toBeTruthy();

  await person.type(screen.getByLabelText(/^First name/), "Élodie");
  await person.click(screen.getByRole("button", { name: "Save" }));
  expect(await screen.findByText("Choose an organisation.")).toBeTruthy();
  expect(screen.getAllByText("This field is required.").length).toBeGreaterThan(0);

  await person.type(screen.getByLabelText(/^Last name/), "Kervella");
  await person.type(screen.getByLabelText(/^Email/), "elodie@briconett.fr");
  await person.type(screen.getByLabelText(/^Password/), "un mot de passe sûr");
  await person.type(screen.getByLabelText(/^Confirm password/), "un mot de passe sûr");
  await person.click(screen.getByRole("combobox", { name: /^Organisation/ }));
  await person.click(await screen.findByRole("option", { name: "Briconett" }));
  await person.click(screen.getByRole("button", { name: "Save" }));
  expect(await screen.findByText("Too many attempts. Wait 5 minutes, then try again.")).toBeTruthy();

  await chooseLocale("fr");
  expect(await screen.findByRole("heading", { name: "Nouvel utilisateur" })).toBeTruthy();
});

test("the choice is kept on this device, told to the page, and followed by dates and figures", async () => {
  const day = "2026-11-24T12:00:00Z";
  expect([formatLongDate(day), formatAmount(1234.5)]).toEqual(["mardi 24 novembre 2026", "1 234,50 €"]);
  await chooseLocale("en");
  expect([chosenLocale(), document.documentElement.lang]).toEqual(["en", "en"]);
  expect([formatLongDate(day), formatAmount(1234.5)]).toEqual([
    expect.stringMatching(/^Tuesday,? 24 November 2026$/), // with a comma or not, as ICU goes
    "€1,234.50",
  ]);
  await chooseLocale("fr");
  await waitFor(() => expect([chosenLocale(), document.documentElement.lang]).toEqual(["fr", "fr"]));
});

test("a sentence said in two features has one English: the catalogs are loaded into one", () => {
  const known = new Map<string, string>();
  const twice = Object.entries(catalogs).flatMap(([file, messages]) =>
    Object.entries(messages).flatMap(([id, words]) => {
      const [text, other] = [JSON.stringify(words), known.get(id)];
      known.set(id, text);
      return other !== undefined && other !== text ? [`${file}: ${text}, elsewhere ${other}`] : [];
    }),
  );
  expect(known.size).toBeGreaterThan(400);
  expect(twice).toEqual([]);
});

test("what the import screen calls a field in English is a header that a file may carry", async () => {
  await chooseLocale("en");
  const notWritten = ["code", "owner", "emailValidity", "createdAt"];
  // Consents are known by their own name alone.
  const unknown = contactFields
    .filter(({ field }) => !notWritten.includes(field) && !/^(email|sms)Consent/.test(field))
    .filter((field) => ![field.code, field.label, ...(field.aliases ?? [])].includes(fieldLabel(field)))
    .map(({ code }) => code);
  expect(unknown).toEqual(["EMAIL"]); // « Email » is the code, whose case does not count
});
