import { questionApi } from "@crm/contract";
import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { chooseLocale } from "../../lib/i18n.ts";
import { origin, question, uuid, type View } from "../../test/question-samples.ts";
import { fakeApi, refuse, renderScreen } from "../../test/render-screen.tsx";
import { ProfilePage } from "./profile-page.tsx";
import { QuestionPage } from "./question-page.tsx";

// A text field that grows waits for the fonts, which jsdom has none of.
if (!("fonts" in document)) Object.defineProperty(document, "fonts", { configurable: true, value: new EventTarget() });

/** The screens of « Fiche contact », on an API that holds these questions. */
async function profile(address: string, asked: View[], archived: View[] = []) {
  await chooseLocale("fr");
  sessionStorage.clear();
  const api = fakeApi();
  api.answer(questionApi.list, ({ query }) => (query.get("archived") === "true" ? archived : asked));
  const path = "/configuration/profils/fiche-contact";
  const routes = [
    { path, element: <ProfilePage record="contact" /> },
    { path: `${path}/nouvelle`, element: <QuestionPage record="contact" /> },
    { path: `${path}/:id`, element: <QuestionPage record="contact" /> },
  ];
  return { api, ...renderScreen(routes, path + address) };
}
const button = (name: string | RegExp) => screen.findByRole("button", { name });

describe("Configuration → Profils → Fiche contact (guide 2.5)", () => {
  it("adds a question by the guide's own words: « changer », « Choix proposés », the code, « Valider »", async () => {
    const { api, person, router } = await profile("", []);
    api.answer(questionApi.create, ({ body }) => question(9, (body as { input: Partial<View> }).input));
    await person.click(await button("Modifier les questions"));
    await person.click((await screen.findAllByRole("link", { name: "Ajouter une question" }))[0] as HTMLElement);
    await person.type(await screen.findByRole("textbox", { name: "Questions" }), "Origine du contact");
    expect(screen.getByRole("textbox", { name: "Code enregistrement" })).toHaveProperty("value", "ORIGINE_DU_CONTACT");
    await person.click(screen.getByRole("button", { name: "changer" }));
    await person.click(await button("1 choix parmi plusieurs options (liste déroulante)"));
    const proposed = screen.getByRole("group", { name: "Choix proposés" });
    await person.click(within(proposed).getByRole("button", { name: /Ajouter/ }));
    const [label, value] = within(proposed).getAllByRole("textbox");
    await person.type(label as HTMLElement, "Appel entrant");
    await person.clear(value as HTMLElement);
    await person.type(value as HTMLElement, "APL");
    const code = screen.getByRole("textbox", { name: "Code enregistrement" });
    await person.clear(code);
    await person.type(code, "origine-contact");
    await person.click(screen.getByRole("checkbox", { name: "Afficher dans la recherche" }));
    await person.click(screen.getByRole("radio", { name: "BtoC" }));
    await person.click(screen.getByRole("button", { name: "Valider" }));
    await waitFor(() => expect(router.state.location.search).toBe("?mode=modifier"));
    expect(api.bodiesOf(questionApi.create)).toMatchObject([
      {
        record: "contact",
        input: {
          label: "Origine du contact",
          code: "ORIGINE-CONTACT",
          type: "single-choice",
          config: { choices: [{ label: "Appel entrant", value: "APL" }] },
          inSearch: true,
          inReports: false,
          personal: false,
          tab: "btoc",
        },
      },
    ]);
  });

  it("says what is wrong at its field, keeps what was typed and moves the focus to the first fault", async () => {
    const { api, person } = await profile("/nouvelle", []);
    await person.click(await button("Valider"));
    const label = await screen.findByRole("textbox", { name: "Questions" });
    await waitFor(() => expect(document.activeElement).toBe(label));
    expect(label.getAttribute("aria-invalid")).toBe("true");
    await person.type(label, "Nom");
    api.answer(questionApi.create, () =>
      Response.json(
        {
          code: "CODE_TAKEN",
          details: {},
          issues: [
            { path: "body/input/code", rule: "taken", params: {}, message: "Ce code est déjà celui de « Nom »." },
          ],
        },
        { status: 409 },
      ),
    );
    await person.click(await button("Valider"));
    const code = screen.getByRole("textbox", { name: "Code enregistrement" });
    await waitFor(() => expect(code.getAttribute("aria-invalid")).toBe("true"));
    expect(document.activeElement).toBe(code);
    expect(label).toHaveProperty("value", "Nom");
  });

  it("tells how many answers a change keeps and loses, with examples, before it is done", async () => {
    const { api, person } = await profile(`/${origin.id}`, [origin]);
    api.answer(questionApi.impact, () => ({ answers: 12, kept: 9, lost: 3, examples: ["Réseau"] }));
    api.answer(questionApi.update, () => ({ ...origin, version: 2 }));
    await person.click(await button(/Supprimer.* Réseau/));
    await person.click(await button("Valider"));
    const dialog = await screen.findByRole("dialog");
    expect(dialog.textContent).toMatch(/12 contacts ont répondu.*9 réponses sont gardées.*3 réponses.*perdues.*Réseau/);
    expect(api.bodiesOf(questionApi.update)).toEqual([]);
    await person.click(within(dialog).getByRole("button", { name: "Valider et perdre ces réponses" }));
    await waitFor(() =>
      expect(api.bodiesOf(questionApi.update)).toMatchObject([
        { version: 1, acceptLoss: true, input: { config: { choices: [{ value: "APL" }] } } },
      ]),
    );
  });

  it("shows both versions when somebody else saved the question first", async () => {
    const { api, person } = await profile(`/${origin.id}`, [origin]);
    let saves = 0;
    api.answer(questionApi.update, () =>
      saves++ === 0
        ? refuse(409, "EDIT_CONFLICT", { current: { ...origin, label: "Provenance", version: 5 } })
        : { ...origin, version: 6 },
    );
    const label = await screen.findByRole("textbox", { name: "Questions" });
    await person.clear(label);
    await person.type(label, "Source");
    await person.click(await button("Valider"));
    const dialog = await screen.findByRole("dialog");
    expect(within(dialog).getByRole("row", { name: "Questions Source Provenance" })).toBeTruthy();
    await person.click(within(dialog).getByRole("button", { name: "Garder la mienne" }));
    await waitFor(() =>
      expect(api.bodiesOf(questionApi.update)).toMatchObject([
        { version: 1 },
        { version: 5, input: { label: "Source" } },
      ]),
    );
  });

  it("puts the questions in order with the keyboard, in one command", async () => {
    const { api, person, router } = await profile("", [question(1), question(2), question(3)]);
    api.answer(questionApi.reorder, () => new Response(null, { status: 204 }));
    // jsdom lays nothing out: each line stands under the one before.
    vi.spyOn(HTMLElement.prototype, "getBoundingClientRect").mockImplementation(function (this: HTMLElement) {
      const line = this.closest("li");
      const place = line?.parentElement ? [...line.parentElement.children].indexOf(line) : 0;
      return new DOMRect(0, place * 50, 400, 44);
    });
    await person.click(await button("Modifier l'ordre des questions"));
    const handle = await button("Déplacer Question 1");
    handle.focus();
    await person.keyboard(" ");
    await waitFor(() => expect(handle.getAttribute("aria-pressed")).toBe("true"));
    await person.keyboard("{ArrowDown}");
    await screen.findByText(/« Question 1 » en position 2/);
    await person.keyboard(" ");
    await waitFor(() =>
      expect(screen.getAllByRole("button", { name: /^Déplacer/ }).map((one) => one.getAttribute("aria-label"))).toEqual(
        ["Déplacer Question 2", "Déplacer Question 1", "Déplacer Question 3"],
      ),
    );
    expect(api.bodiesOf(questionApi.reorder)).toEqual([]);
    await person.click(await button("Valider"));
    await waitFor(() =>
      expect(api.bodiesOf(questionApi.reorder)).toEqual([{ record: "contact", ids: [uuid(2), uuid(1), uuid(3)] }]),
    );
    await waitFor(() => expect(router.state.location.search).toBe(""));
    vi.restoreAllMocks();
  });

  it("says how many answers there are before it archives, and brings an archived question back", async () => {
    const { api, person } = await profile(
      "?mode=modifier",
      [origin],
      [question(7, { label: "Ancienne", archivedAt: "2026-03-02T09:00:00.000Z" })],
    );
    api.answer(questionApi.impact, () => ({ answers: 2, kept: 2, lost: 0, examples: [] }));
    api.answer(questionApi.remove, () => ({ outcome: "archived" as const, answers: 2 }));
    api.answer(questionApi.restore, () => question(7));
    await person.click(await button("Supprimer Origine du contact"));
    const dialog = await screen.findByRole("dialog", { name: "Archiver « Origine du contact » ?" });
    expect(dialog.textContent).toContain("2 contacts répondent à cette question.");
    await person.click(within(dialog).getByRole("button", { name: "Archiver" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    await person.click(await button("1 question archivée"));
    await person.click(await button("Restaurer Ancienne"));
    await waitFor(() => expect(api.bodiesOf(questionApi.restore)).toHaveLength(1));
  });
});
