import { type ContactCard, type ContactRow, contactApi, pipelineApi, userApi } from "@crm/contract";
import { configure } from "@testing-library/react";
import { vi } from "vitest";
import { ContactCardPage } from "../features/contact/contact-card-page.tsx";
import { ContactCreatePage } from "../features/contact/contact-create-page.tsx";
import { ContactListPage } from "../features/contact/contact-list-page.tsx";
import { chooseLocale } from "../lib/i18n.ts";
import type { ListSlots } from "../ui/list-slots.ts";
import { noSlots } from "./list-slots.ts";
import { fakeApi, renderScreen } from "./render-screen.tsx";

export const [id, yannId, questionId] = [
  "019d0000-0000-7000-8000-000000000001",
  "019d0000-0000-7000-8000-0000000000aa",
  "019d0000-0000-7000-8000-0000000000cc",
];
export const yann = { id: yannId, name: "Yann Kervella", active: true, photoId: null };
export const row: ContactRow = {
  ...{
    id,
    code: "C-000001",
    title: "Mme",
    lastName: "Le Denmat",
    firstName: "Étienne",
    company: "Net Hélium",
    email: "etienne@helium.fr",
    emailValidity: "valid",
  },
  ...{
    phone: "+33299001010",
    mobile: "",
    city: "Rennes",
    owner: null,
    answers: {},
    createdAt: "2026-03-02T09:00:00.000Z",
  },
};
export const card: ContactCard = {
  ...row,
  ...{
    address: "",
    postalCode: "",
    country: "",
    notes: "<p>Avant</p>",
    ...({ emailConsent: "unknown", smsConsent: "unknown", anonymiseAt: null, anonymisedAt: null } as const),
    version: 3,
    updatedAt: row.createdAt,
    can: { update: true },
  },
  opportunities: [],
  timeline: { rows: [], next: null },
};

configure({ asyncUtilTimeout: 8_000 });

/** The screens of contacts, on an API that knows one contact and one user. */
export async function contactScreens(chips: ListSlots["chips"] = noSlots.chips) {
  await chooseLocale("fr");
  // Only rows in sight exist, and jsdom has no sight.
  vi.spyOn(Element.prototype, "clientHeight", "get").mockReturnValue(640);
  vi.spyOn(Element.prototype, "clientWidth", "get").mockReturnValue(1024);
  sessionStorage.clear();
  localStorage.clear();
  const api = fakeApi();
  api.answer(userApi.directory, () => [yann]);
  api.answer(pipelineApi.list, () => []);
  api.answer(contactApi.show, () => card);
  api.answer(contactApi.list, () => ({ rows: [row], next: null, count: { value: 10_000, capped: true } }));
  return { ...api, open: (address: string) => renderScreen(routesWith(chips), address) };
}

const routesWith = (chips: ListSlots["chips"]) => [
  {
    path: "/contacts",
    element: (
      <ContactListPage
        {...noSlots}
        chips={chips}
        answerFilters={(value, onChange) => (
          <button type="button" onClick={() => onChange([{ questionId, operator: "is", value: "APL" }])}>
            Filtrer ({value.length})
          </button>
        )}
      />
    ),
  },
  { path: "/contacts/nouveau", element: <ContactCreatePage /> },
  { path: "/contacts/:id", element: <ContactCardPage answers={() => null} actions={() => null} /> },
  { path: "*", element: <p>ailleurs</p> },
];
