import { formApi, type PublicForm, submissionApi } from "@crm/contract";
import { configure, screen, waitFor } from "@testing-library/react";
import { beforeAll, expect, test } from "vitest";
import { chooseLocale } from "../../lib/i18n.ts";
import { fakeApi, refuse, renderScreen } from "../../test/render-screen.tsx";
import { PublicFormPage } from "./public-form-page.tsx";

configure({ asyncUtilTimeout: 8_000 });
// The sentences of refusals.
beforeAll(() => chooseLocale("fr"));

const id = (last: number) => `019d0000-0000-7000-8000-0000000000${String(last).padStart(2, "0")}`;
const essential = (key: string, label: string, required = false) => ({
  key,
  label,
  required,
  help: "",
  question: null,
});
const asked = (n: number, label: string, type: string, over: object = {}) => ({
  ...{ key: id(n), label, help: "", required: true },
  question: { id: id(n), label, help: "", type, config: {}, condition: null, archivedAt: null, ...over },
});
const client = asked(10, "Déjà client", "boolean");
const number = asked(11, "Numéro de client", "text", {
  condition: { questionId: client.key, operator: "is", value: true },
});
const form: PublicForm = {
  title: "Parlez-nous de vous",
  intro: "Bonjour,\n<b>merci</b> d’être là.",
  fields: [
    essential("email", "E-mail", true),
    essential("mobile", "Mobile"),
    client,
    number,
    essential("message", "Message"),
  ],
  button: "Envoyer ma demande",
  consents: [
    { channel: "email", wording: "Par e-mail, volontiers." },
    { channel: "sms", wording: "Par SMS aussi." },
  ],
  version: 7,
};

function open() {
  const api = fakeApi();
  api.answer(formApi.open, () => form);
  api.answer(submissionApi.receive, () => ({ thanks: "À très vite.", redirectUrl: null }));
  return { api, ...renderScreen([{ path: "/f/:slug", element: <PublicFormPage /> }], "/f/devis") };
}
const text = (name: RegExp) => screen.getByRole("textbox", { name });
const send = () => screen.findByRole("button", { name: "Envoyer ma demande" });

test("texts are texts; a question appears when its condition is met, and is demanded only then; what was answered is sent, and thanked for", async () => {
  const { api, person } = open();
  await send();
  expect(document.title).toBe("Parlez-nous de vous");
  expect(screen.getByText(/<b>merci<\/b> d’être là/)).toBeDefined();
  expect(screen.queryByRole("textbox", { name: /^Numéro/ })).toBeNull();
  await person.type(text(/^E-mail/), "yann@exemple.fr");
  await person.click(screen.getByRole("radio", { name: "Oui" }));
  await person.click(await send());
  await waitFor(() => expect(document.activeElement).toBe(text(/^Numéro/)));
  expect(api.bodiesOf(submissionApi.receive)).toHaveLength(0);
  await person.type(text(/^Numéro/), "C-12");
  await person.click(screen.getByRole("radio", { name: "Non" }));
  expect(screen.queryByRole("textbox", { name: /^Numéro/ })).toBeNull();
  await person.click(screen.getByRole("checkbox", { name: "Par e-mail, volontiers." }));
  await person.click(await send());
  expect(await screen.findByText("À très vite.")).toBeDefined();
  expect(screen.getByRole("heading", { level: 1, name: "Merci" })).toBeDefined();
  expect(api.bodiesOf(submissionApi.receive)).toEqual([
    {
      version: 7,
      answers: { email: "yann@exemple.fr", [client.key]: false },
      consents: ["email"],
      page: expect.any(String),
      trap: "",
      key: expect.stringMatching(/^[\da-z-]{20,100}$/),
    },
  ]);
});

test("answers that go out twice carry one key; another answer, and another page, have their own", async () => {
  const { api, person } = open();
  await person.type(await screen.findByRole("textbox", { name: /^E-mail/ }), "yann@exemple.fr");
  await person.click(screen.getByRole("radio", { name: "Non" }));
  api.answer(submissionApi.receive, () => refuse(503, "OVERLOADED"));
  await person.dblClick(await send());
  await screen.findByRole("alert");
  api.answer(submissionApi.receive, () => ({ thanks: "À très vite.", redirectUrl: null }));
  await person.click(await send());
  await person.click(await screen.findByRole("button", { name: "Envoyer une autre réponse" }));
  await person.type(await screen.findByRole("textbox", { name: /^E-mail/ }), "zoe@exemple.fr");
  await person.click(screen.getByRole("radio", { name: "Non" }));
  await person.click(await send());
  await screen.findByText("À très vite.");
  const keys = api.bodiesOf(submissionApi.receive).map((body) => (body as { key: string }).key);
  const [first, last] = [keys[0], keys.at(-1)];
  expect(keys.slice(0, -1).every((key) => key === first)).toBe(true);
  expect(keys.length).toBeGreaterThan(2);
  expect(last).not.toBe(first);
});

test("faults are told on their fields, the first one has the focus, and what was typed stays", async () => {
  const { api, person } = open();
  await person.type(await screen.findByRole("textbox", { name: /^E-mail/ }), "pas-une-adresse");
  await person.type(text(/^Message/), "Bonjour");
  await person.click(screen.getByRole("checkbox", { name: "Par SMS aussi." }));
  await person.click(await send());
  expect(await screen.findByText("Cette adresse e-mail n’est pas valable.")).toBeDefined();
  // The mobile too: to be written to by SMS takes a number.
  expect(screen.getAllByText("Ce champ est obligatoire.")).toHaveLength(2);
  await waitFor(() => expect(document.activeElement).toBe(text(/^E-mail/)));
  await person.clear(text(/^E-mail/));
  await person.type(text(/^E-mail/), "yann@exemple.fr");
  await person.type(text(/^Mobile/), "06 12 34 56 78");
  await person.click(screen.getByRole("radio", { name: "Non" }));
  api.answer(submissionApi.receive, () =>
    refuse(422, "VALIDATION_FAILED", {}, [
      { path: "body/answers/message", rule: "too_big", params: { origin: "string", maximum: 5 }, message: "Long." },
    ]),
  );
  await person.click(await send());
  expect(await screen.findByText("5 caractères au plus.")).toBeDefined();
  expect(text(/^Message/)).toHaveProperty("value", "Bonjour");
  expect(document.activeElement).toBe(text(/^Message/));
});

test("only a machine finds the trap", async () => {
  const { api, person } = open();
  await send();
  const trap = document.querySelector<HTMLInputElement>('[aria-hidden=true] input[tabindex="-1"]');
  expect(trap?.tabIndex).toBe(-1);
  // Nothing by which a browser or a password manager would know what belongs there.
  expect(trap?.name).not.toMatch(/name|mail|tel|phone|web|url|site|addr|city|org|comp|user|pass/);
  expect(trap?.autocomplete).toBe("off");
  for (const mark of ["data-1p-ignore", "data-bwignore", "data-lpignore"]) expect(trap?.hasAttribute(mark)).toBe(true);
  if (trap) trap.value = "http://spam.example";
  await person.type(text(/^E-mail/), "bot@exemple.fr");
  await person.click(screen.getByRole("radio", { name: "Non" }));
  await person.click(await send());
  await screen.findByText("À très vite.");
  expect(api.bodiesOf(submissionApi.receive)).toMatchObject([{ trap: "http://spam.example" }]);
});

test("a form that closed, before it opened or while it was filled in, and one that does not exist, say so", async () => {
  const { api, person, router } = open();
  await person.type(await screen.findByRole("textbox", { name: /^E-mail/ }), "yann@exemple.fr");
  await person.click(screen.getByRole("radio", { name: "Non" }));
  api.answer(submissionApi.receive, () => refuse(410, "FORM_CLOSED"));
  await person.click(await send());
  expect(await screen.findByRole("heading", { level: 1, name: "Ce formulaire est fermé" })).toBeDefined();
  api.answer(formApi.open, () => refuse(410, "FORM_CLOSED"));
  await router.navigate("/f/autre");
  expect(await screen.findByRole("heading", { level: 1, name: "Ce formulaire est fermé" })).toBeDefined();
  api.answer(formApi.open, () => refuse(404, "NOT_FOUND"));
  await router.navigate("/f/nulle-part");
  expect(await screen.findByRole("heading", { level: 1, name: "Ce formulaire n’existe pas" })).toBeDefined();
});
