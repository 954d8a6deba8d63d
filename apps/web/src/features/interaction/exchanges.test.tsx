import {
  fileApi,
  type InteractionKind,
  type InteractionView,
  interactionApi,
  interactionKinds,
  type OpportunityView,
} from "@crm/contract";
import { configure, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import { fakeApi, refuse, renderScreen } from "../../test/render-screen.tsx";
import { Exchanges } from "./exchanges.tsx";

configure({ asyncUtilTimeout: 8_000 });

const id = (last: number) => `019d0000-0000-7000-8000-0000000000${String(last).padStart(2, "0")}`;
const exchange = (last: number, over: Partial<InteractionView> = {}): InteractionView => ({
  ...{
    id: id(last),
    opportunityId: id(90),
    kind: "call",
    heldAt: "2026-03-02T09:00:00.000Z",
    text: "Laissé un message",
  },
  ...{ file: null, actor: { id: id(80), name: "Nora Petit", active: true, photoId: null }, version: 1 },
  ...{ createdAt: "2026-03-02T09:00:00.000Z", can: { update: true } },
  ...over,
});

/** The exchanges of an opportunity that the API keeps, `size` at a time. */
function open(kept: InteractionView[] = [], { size = 20, update = true } = {}) {
  sessionStorage.clear();
  const api = fakeApi();
  const gone: InteractionView[] = [];
  api.answer(interactionApi.list, ({ query }) => {
    const kind = query.get("kind");
    const found = kept.filter((one) => kind === null || one.kind === kind);
    const from = Number(query.get("after") ?? 0);
    const next = from + size < found.length ? String(from + size) : null;
    const counts = Object.fromEntries(
      interactionKinds.map((one) => [one, kept.filter((row) => row.kind === one).length]),
    ) as Record<InteractionKind, number>;
    return { rows: found.slice(from, from + size), next, counts: from === 0 ? counts : null };
  });
  api.answer(interactionApi.create, ({ body }: { body: object }) => {
    const made = exchange(50, body as Partial<InteractionView>);
    kept.unshift(made);
    return made;
  });
  api.answer(interactionApi.update, ({ body }: { body: object }) => {
    const [first] = kept.splice(0, 1, { ...(kept[0] as InteractionView), ...body, file: null, version: 2 });
    return first as InteractionView;
  });
  api.answer(interactionApi.remove, () => {
    gone.push(...kept.splice(0, 1));
    return null;
  });
  api.answer(interactionApi.restore, () => {
    kept.unshift(...gone.splice(0, 1));
    return kept[0] as InteractionView;
  });
  api.answer(fileApi.upload, () => ({
    ...{ id: id(70), name: "devis.pdf", mediaType: "application/pdf", size: 3, createdAt: "2026-03-02T09:00:00.000Z" },
  }));
  const opportunity = { id: id(90), can: { update } } as OpportunityView;
  const { person } = renderScreen([{ path: "/", element: <Exchanges opportunity={opportunity} /> }], "/");
  return { api, person };
}
const button = (name: string | RegExp) => screen.findByRole("button", { name });
const rows = async () =>
  within(await screen.findByRole("list", { name: "Historique des échanges" })).getAllByRole("listitem");

describe("the keys of a form", () => {
  test("Ctrl+Enter twice writes one exchange; Escape gives it up, and asks first when something is typed", async () => {
    const { api, person } = open();
    const begin = async () => {
      await person.click(await screen.findByRole("button", { name: "Appel" }));
      return screen.findByLabelText("Texte");
    };
    await begin();
    await person.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByLabelText("Texte")).toBeNull());

    await person.type(await begin(), "Rappeler lundi");
    await person.keyboard("{Escape}");
    await person.click(await screen.findByRole("button", { name: "Continuer la saisie" }));
    expect((screen.getByLabelText("Texte") as HTMLTextAreaElement).value).toBe("Rappeler lundi");
    await person.click(screen.getByLabelText("Texte"));
    await person.keyboard("{Escape}");
    await person.click(await screen.findByRole("button", { name: "Quitter sans enregistrer" }));
    await waitFor(() => expect(screen.queryByLabelText("Texte")).toBeNull());

    await person.type(await begin(), "Rappeler mardi");
    await person.keyboard("{Control>}{Enter}{Enter}{/Control}");
    await waitFor(() => expect(screen.queryByLabelText("Texte")).toBeNull());
    expect(api.bodiesOf(interactionApi.create)).toHaveLength(1);
  });
});

describe("the five buttons", () => {
  test("stand in the guide's order, each with its count", async () => {
    open([exchange(1), exchange(2), exchange(3, { kind: "quote" })]);
    await rows();
    const group = screen.getByRole("group", { name: "Consigner un échange" });
    const buttons = within(group).getAllByRole("button");
    const words = ["Info", "E-mail", "Appel", "Rendez-vous", "Devis"];
    expect(words.map((name) => buttons.indexOf(within(group).getByRole("button", { name })))).toEqual([0, 1, 2, 3, 4]);
    expect(buttons.map((one) => one.querySelector("[aria-hidden].count, span[class*=count]")?.textContent)).toEqual([
      ...["0", "0", "2", "0", "1"],
    ]);
    expect(within(group).getByRole("button", { name: "Appel", description: "2 échanges" })).toBeDefined();
  });

  test("one opens the form and the history of its kind; validated, it is the first of all", async () => {
    const { api, person } = open([exchange(1, { kind: "quote", text: "Devis n° 1" }), exchange(2)]);
    await rows();
    await person.click(await button("Appel"));
    expect(await rows()).toHaveLength(1);
    const form = screen.getByRole("form", { name: "Consigner : Appel" });
    await person.type(within(form).getByLabelText("Texte"), "Rappeler lundi");
    await person.click(within(form).getByRole("button", { name: "Valider" }));
    await waitFor(async () => expect(await rows()).toHaveLength(3));
    expect(api.bodiesOf(interactionApi.create)).toEqual([{ kind: "call", text: "Rappeler lundi", fileId: null }]);
    expect(screen.queryByRole("form")).toBeNull();
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole("button", { name: "Appel" })));
  });

  test("asks for a kind's own history when there is more than is shown", async () => {
    const many = Array.from({ length: 9 }, (_, i) =>
      exchange(i + 1, i === 8 ? { kind: "meeting", text: "Visite" } : {}),
    );
    const { person, api } = open(many, { size: 4 });
    expect(await rows()).toHaveLength(4);
    await person.click(await button("Rendez-vous"));
    expect(await screen.findByText("Visite")).toBeDefined();
    expect(await rows()).toHaveLength(1);
    await person.click(await button("Tout l’historique"));
    await person.click(await button("Afficher la suite"));
    await waitFor(async () => expect(await rows()).toHaveLength(8));
    expect(api.queriesOf(interactionApi.list).map(({ kind, after }) => [kind, after])).toEqual([
      [undefined, undefined],
      ["meeting", undefined],
      [undefined, "4"],
    ]);
  });

  test("who may not write reads, and opens no form", async () => {
    const { person } = open([exchange(1, { can: { update: false } })], { update: false });
    await person.click(await button("Appel"));
    expect(await rows()).toHaveLength(1);
    expect(screen.queryByRole("form")).toBeNull();
    expect(screen.queryByRole("button", { name: /^(Modifier|Supprimer)/ })).toBeNull();
  });
});

test("shows the latest few at first, then all", async () => {
  const { person, api } = open(Array.from({ length: 9 }, (_, i) => exchange(i + 1)));
  expect(await rows()).toHaveLength(6);
  await person.click(await button("Afficher la suite"));
  expect(await rows()).toHaveLength(9);
  expect(screen.queryByRole("button", { name: "Afficher la suite" })).toBeNull();
  expect(api.queriesOf(interactionApi.list)).toHaveLength(1);
});

describe("the form", () => {
  test("sends the attachment first; a refusal keeps what was typed", async () => {
    const { api, person } = open();
    await person.click(await button("Devis"));
    const form = await screen.findByRole("form");
    await person.type(within(form).getByLabelText("Texte"), "Ci-joint");
    await person.upload(within(form).getByLabelText("Pièce jointe"), new File(["abc"], "devis.pdf"));
    expect(within(form).getByText("devis.pdf")).toBeDefined();
    api.answer(interactionApi.create, () => refuse(404, "NOT_FOUND"));
    await person.click(within(form).getByRole("button", { name: "Valider" }));
    expect(await within(form).findByText(/n’existe plus/)).toBeDefined();
    expect((within(form).getByLabelText("Texte") as HTMLTextAreaElement).value).toBe("Ci-joint");
    expect(api.bodiesOf(interactionApi.create)).toEqual([{ kind: "quote", text: "Ci-joint", fileId: id(70) }]);
    expect(api.queriesOf(fileApi.upload)).toEqual([{ name: "devis.pdf", purpose: "attachment" }]);
  });

  test("a moment to come, or none, is refused before it is sent", async () => {
    const { api, person } = open();
    await person.click(await button("Rendez-vous"));
    const form = await screen.findByRole("form");
    const moment = within(form).getByLabelText("Date et heure");
    for (const [typed, fault] of [
      ["01/01/2999 10:00", /n’a pas encore eu lieu/],
      ["un jour", /Indiquez une date et une heure/],
      ["29/03/2026 02:30", /Indiquez une date et une heure/],
    ] as const) {
      await person.clear(moment);
      await person.type(moment, typed);
      await person.click(within(form).getByRole("button", { name: "Valider" }));
      expect(await within(form).findByText(fault)).toBeDefined();
    }
    await person.clear(moment);
    await person.type(moment, "29/02/2024 14:30");
    await person.click(within(form).getByRole("button", { name: "Valider" }));
    await waitFor(() =>
      expect(api.bodiesOf(interactionApi.create)).toEqual([
        { kind: "meeting", text: "", fileId: null, heldAt: "2024-02-29T13:30:00.000Z" },
      ]),
    );
  });
});

describe("an exchange", () => {
  test("is corrected with its pencil; a conflict shows both versions", async () => {
    const { api, person } = open([exchange(1)]);
    await person.click(await button("Modifier l’échange du 02/03/2026 10:00"));
    const theirs = exchange(1, { version: 5, text: "La leur" });
    api.answer(interactionApi.update, () => refuse(409, "EDIT_CONFLICT", { current: theirs }));
    const form = await screen.findByRole("form", { name: "Modifier l’échange" });
    const text = within(form).getByLabelText("Texte");
    await person.clear(text);
    await person.type(text, "La mienne");
    await person.click(within(form).getByRole("button", { name: "Valider" }));
    const dialog = await screen.findByRole("dialog");
    expect(within(dialog).getByText("La leur")).toBeDefined();
    api.answer(interactionApi.update, () => exchange(1, { version: 6 }));
    await person.click(within(dialog).getByRole("button", { name: "Garder la mienne" }));
    await waitFor(() =>
      expect(api.bodiesOf(interactionApi.update).map((body) => (body as { version: number }).version)).toEqual([1, 5]),
    );
    await waitFor(() => expect(screen.queryByRole("form")).toBeNull());
  });

  test("is deleted once asked", async () => {
    const { person } = open([exchange(1), exchange(2, { text: "L’autre" })]);
    const [first] = await screen.findAllByRole("button", { name: /^Supprimer l’échange/ });
    await person.click(first as HTMLElement);
    const dialog = await screen.findByRole("dialog");
    await person.click(within(dialog).getByRole("button", { name: "Supprimer" }));
    await waitFor(async () => expect(await rows()).toHaveLength(1));
    expect(screen.getByText("L’autre")).toBeDefined();
  });

  test("shows HTML as it was typed, and folds a long text", async () => {
    const { person } = open([exchange(1, { text: `<b>gras</b> ${"mot ".repeat(200)}` })]);
    expect(await screen.findByText(/<b>gras<\/b>/)).toBeDefined();
    await person.click(await button("Tout afficher"));
    expect((await button("Réduire")).getAttribute("aria-expanded")).toBe("true");
  });
});
