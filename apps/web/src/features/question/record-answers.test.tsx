import { questionApi } from "@crm/contract";
import { cleanup, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { chooseLocale } from "../../lib/i18n.ts";
import { origin, question, uuid } from "../../test/question-samples.ts";
import { fakeApi, renderScreen } from "../../test/render-screen.tsx";
import { RecordAnswers } from "./record-answers.tsx";

const button = (name: string | RegExp) => screen.findByRole("button", { name });

describe("the answers on a card (guide 2.2)", () => {
  const asked = [
    origin,
    question(2, { label: "Salariés", type: "number", tab: "btob" }),
    question(3, { label: "Prénom du conjoint", tab: "btoc", required: true }),
  ];
  async function card(
    save: (change: { version: number; answers: object }) => Promise<unknown>,
    {
      version = 3,
      answers = { [origin.id]: "APL" },
      reloaded = false,
    }: { version?: number; answers?: object; reloaded?: boolean } = {},
  ) {
    await chooseLocale("fr");
    if (!reloaded) sessionStorage.clear();
    const api = fakeApi();
    api.answer(questionApi.list, () => asked);
    const of = { id: uuid(50), version, answers: answers as never };
    return {
      api,
      ...renderScreen([{ path: "/", element: <RecordAnswers record="contact" of={of} canEdit save={save} /> }], "/"),
    };
  }

  it("reads answers as people do, changes tab, and sends only what changed", async () => {
    const save = vi.fn(async () => ({}));
    const { person } = await card(save);
    const terms = () => screen.getAllByRole("term").map(({ textContent }) => textContent);
    await screen.findByText("Appel entrant");
    expect(terms()).toEqual(["Origine du contact", "Salariés"]);
    await person.click(await button("Passer à l'onglet BtoC"));
    expect(terms()).toEqual(["Origine du contact", "Prénom du conjoint"]);
    await person.click(await button("Passer à l'onglet BtoB"));
    await person.click(await button("Modifier les champs supplémentaires"));
    await person.type(screen.getByRole("textbox", { name: "Salariés" }), "1 200");
    await person.click(await button("Valider"));
    await waitFor(() => expect(save).toHaveBeenCalledWith({ version: 3, answers: { [uuid(2)]: 1200 } }));
    await button("Modifier les champs supplémentaires");
  });

  it("keeps what was typed on the other tab, and shows a fault at its question", async () => {
    const save = vi.fn(async () => ({}));
    const { person } = await card(save);
    await person.click(await button("Modifier les champs supplémentaires"));
    await person.type(await screen.findByRole("textbox", { name: "Salariés" }), "beaucoup");
    await person.click(await button("Passer à l'onglet BtoC"));
    await person.type(await screen.findByRole("textbox", { name: /Prénom du conjoint/ }), "Alix");
    await person.click(await button("Valider"));
    // The fault is on the tab that was left: it comes back to the front.
    const number = await screen.findByRole("textbox", { name: "Salariés" });
    expect(number).toHaveProperty("value", "beaucoup");
    await waitFor(() => expect(number.getAttribute("aria-invalid")).toBe("true"));
    expect(save).not.toHaveBeenCalled();
  });

  it("saves over a change of other answers, shows both versions of the same answer", async () => {
    const { ApiError } = await import("../../lib/api.ts");
    const conflict = (answers: object) =>
      new ApiError(409, {
        code: "EDIT_CONFLICT",
        details: { current: { id: uuid(50), version: 4, answers } },
        issues: [],
      });
    const replies = [conflict({ [origin.id]: "RESEAU" }), conflict({ [origin.id]: "RESEAU", [uuid(2)]: 5 }), null];
    const save = vi.fn(async () => {
      const reply = replies.shift();
      if (reply) throw reply;
    });
    const { person } = await card(save);
    await person.click(await button("Modifier les champs supplémentaires"));
    await person.type(await screen.findByRole("textbox", { name: "Salariés" }), "12");
    await person.click(await button("Valider"));
    const dialog = await screen.findByRole("dialog");
    expect(within(dialog).getByRole("row", { name: "Salariés 12 5" })).toBeTruthy();
    expect(save.mock.calls).toEqual([
      [{ version: 3, answers: { [uuid(2)]: 12 } }],
      [{ version: 4, answers: { [uuid(2)]: 12 } }],
    ]);
    await person.click(within(dialog).getByRole("button", { name: "Garder la mienne" }));
    await waitFor(() => expect(save).toHaveBeenCalledTimes(3));
    await button("Modifier les champs supplémentaires");
  });

  it("taken up after a reload still knows what it was written over: another's change is shown, not lost", async () => {
    const { ApiError } = await import("../../lib/api.ts");
    const before = { [origin.id]: "APL", [uuid(2)]: 3 };
    const theirs = { [origin.id]: "RESEAU", [uuid(2)]: 5 };
    const first = await card(vi.fn(), { answers: before });
    await first.person.click(await button("Modifier les champs supplémentaires"));
    await first.person.clear(await screen.findByRole("textbox", { name: "Salariés" }));
    await first.person.type(await screen.findByRole("textbox", { name: "Salariés" }), "12");
    cleanup();

    const details = { current: { id: uuid(50), version: 4, answers: theirs } };
    const save = vi.fn(async () => {
      throw new ApiError(409, { code: "EDIT_CONFLICT", details, issues: [] });
    });
    const { person } = await card(save, { version: 4, answers: theirs, reloaded: true });
    expect(await screen.findByRole("textbox", { name: "Salariés" })).toHaveProperty("value", "12");
    await person.click(await button("Valider"));
    const dialog = await screen.findByRole("dialog");
    expect(save.mock.calls).toEqual([[{ version: 3, answers: { [uuid(2)]: 12 } }]]);
    expect(within(dialog).getByRole("row", { name: "Salariés 12 5" })).toBeTruthy();
    await person.click(within(dialog).getByRole("button", { name: "Prendre la leur" }));
    await button("Modifier les champs supplémentaires");
    expect(Object.keys(sessionStorage)).toEqual([]);
  });
});
