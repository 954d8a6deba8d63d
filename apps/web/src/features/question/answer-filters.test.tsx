import { questionApi } from "@crm/contract";
import type { AnswerFilter } from "@crm/fields";
import { screen, waitFor } from "@testing-library/react";
import { useState } from "react";
import { describe, expect, it, vi } from "vitest";
import { chooseLocale } from "../../lib/i18n.ts";
import { choices, origin, question, uuid } from "../../test/question-samples.ts";
import { fakeApi, renderScreen } from "../../test/render-screen.tsx";
import { AnswerFilters } from "./answer-filters.tsx";

function Filters({ initial, seen }: { initial: AnswerFilter[]; seen: (value: AnswerFilter[]) => void }) {
  const [value, setValue] = useState(initial);
  return (
    <AnswerFilters
      record="contact"
      value={value}
      onChange={(next) => {
        setValue(next);
        seen(next);
      }}
    />
  );
}

describe("filters on answers (guide 2.1)", () => {
  const asked = [
    origin,
    question(2, { label: "Prestations", type: "multiple-choice", config: choices, inSearch: true }),
    question(3, { label: "Budget", type: "amount", inSearch: true }),
    question(4, { label: "Opt-in", type: "boolean", inSearch: true }),
    question(5, { label: "Métier", inSearch: true }),
    question(6, { label: "Cachée" }),
  ];
  async function filters(initial: AnswerFilter[] = []) {
    await chooseLocale("fr");
    const api = fakeApi();
    api.answer(questionApi.list, () => asked);
    const seen = vi.fn();
    const { person } = renderScreen([{ path: "/", element: <Filters initial={initial} seen={seen} /> }], "/");
    await screen.findByText("Budget");
    return { person, last: () => seen.mock.lastCall?.[0] as AnswerFilter[] | undefined };
  }
  const pick = async (person: Awaited<ReturnType<typeof filters>>["person"], name: string, option: string) => {
    await person.click(screen.getByRole("combobox", { name }));
    await person.click(await screen.findByRole("option", { name: option }));
  };

  it("asks any of several choices of a single-choice question, each of them of one with several answers", async () => {
    const { person, last } = await filters();
    await pick(person, "Origine du contact", "Appel entrant");
    expect(last()).toEqual([{ questionId: uuid(1), operator: "is", value: "APL" }]);
    await pick(person, "Origine du contact", "Réseau");
    expect(last()).toEqual([{ questionId: uuid(1), operator: "oneOf", value: ["APL", "RESEAU"] }]);
    await pick(person, "Prestations", "Réseau");
    expect(last()).toContainEqual({ questionId: uuid(2), operator: "includes", value: "RESEAU" });
    await pick(person, "Origine du contact", "Non renseigné");
    expect(last()).toEqual([
      { questionId: uuid(2), operator: "includes", value: "RESEAU" },
      { questionId: uuid(1), operator: "empty" },
    ]);
    expect(screen.queryByText("Cachée")).toBeNull();
  });

  it("asks figures between two bounds, yes or no, and a part of a text", async () => {
    const { person, last } = await filters();
    await person.type(screen.getByRole("textbox", { name: "Budget : au moins" }), "12,5");
    await waitFor(() => expect(last()).toEqual([{ questionId: uuid(3), operator: "atLeast", value: 12.5 }]));
    await person.type(screen.getByRole("textbox", { name: "Budget : au plus" }), "20");
    await waitFor(() => expect(last()).toContainEqual({ questionId: uuid(3), operator: "atMost", value: 20 }));
    expect(last()).toHaveLength(2);
    await pick(person, "Opt-in", "Non");
    expect(last()).toContainEqual({ questionId: uuid(4), operator: "is", value: false });
    await person.type(screen.getByRole("textbox", { name: "Métier : contient" }), "menuis");
    await waitFor(() => expect(last()).toContainEqual({ questionId: uuid(5), operator: "contains", value: "menuis" }));
    await pick(person, "Critère : Budget", "renseigné");
    expect(last()?.filter(({ questionId }) => questionId === uuid(3))).toEqual([
      { questionId: uuid(3), operator: "filled" },
    ]);
  });

  it("shows what the address asks for", async () => {
    await filters([
      { questionId: uuid(3), operator: "atLeast", value: 12.5 },
      { questionId: uuid(5), operator: "is", value: "Maçon" },
    ]);
    expect(screen.getByRole("textbox", { name: "Budget : au moins" })).toHaveProperty("value", "12,5");
    expect(screen.getByRole("textbox", { name: "Métier : est" })).toHaveProperty("value", "Maçon");
  });
});
