import { type PipelineView, pipelineApi } from "@crm/contract";
import { configure, screen, waitFor, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { pipelineRoutes } from "../../app/routes/pipeline.tsx";
import { fakeApi, refuse, renderScreen } from "../../test/render-screen.tsx";

configure({ asyncUtilTimeout: 8_000 });

const id = (last: number) => `019d0000-0000-7000-8000-0000000000${String(last).padStart(2, "0")}`;
const stage = (place: number, label: string, archived = false) => ({
  id: id(place),
  label,
  colour: "blue" as const,
  probability: place * 10,
  staleDays: 30,
  archived,
});
const vente: PipelineView = {
  id: id(50),
  name: "Vente",
  archived: false,
  version: 4,
  stages: [stage(1, "Piste"), stage(2, "Visite"), stage(3, "Devis", true)],
};
const entretien: PipelineView = {
  id: id(51),
  name: "Entretien",
  archived: true,
  version: 1,
  stages: [stage(9, "Demande")],
};

function open(address = "") {
  sessionStorage.clear(); // drafts of the test before
  vi.spyOn(Element.prototype, "scrollIntoView").mockImplementation(() => undefined);
  const api = fakeApi();
  api.answer(pipelineApi.list, () => [vente, entretien]);
  api.answer(pipelineApi.create, () => ({ ...vente, id: id(52) }));
  api.answer(pipelineApi.update, () => vente);
  return { api, ...renderScreen(pipelineRoutes, `/configuration/types-opportunite${address}`) };
}
const button = (name: string) => screen.findByRole("button", { name });
const labels = async () =>
  (await screen.findAllByRole("textbox", { name: /^Nom de l'étape/ })).map(
    (field) => (field as HTMLInputElement).value,
  );

test("lists the types in their order, archived ones marked", async () => {
  open();
  const list = await screen.findByRole("list", { name: "Types d'opportunité" });
  const names = within(list).getAllByRole("link", { name: /^(Vente|Entretien)$/ });
  expect(names.map((link) => link.textContent)).toEqual(["Vente", "Entretien"]);
  expect(within(list).getByText("2 étapes")).toBeDefined();
  expect(within(list).getAllByText("Archivé")).toHaveLength(1);
});

test("one « Valider » saves the name and every stage; a stage taken off says what becomes of it and can be kept", async () => {
  const { api, person, router } = open(`/${vente.id}`);
  const name = await screen.findByRole("textbox", { name: /^Nom\b(?! de)/ });
  await person.clear(name);
  await person.type(name, "Vente directe");
  await person.click(await button("Supprimer l'étape 1"));
  expect(await screen.findByText(/est archivée : elle reste sur leur barre/)).toBeDefined();
  await person.click(await button("Ajouter une étape"));
  await person.keyboard("Signature");
  await person.click(await button("Remettre en service : Devis"));
  expect(await labels()).toEqual(["Visite", "Signature", "Devis"]);
  await person.click(await button("Garder : Piste"));
  await person.click(await button("Valider"));

  await waitFor(() => expect(router.state.location.pathname).toBe("/configuration/types-opportunite"));
  const kept = ({ archived: _, ...rest }: PipelineView["stages"][number]) => rest;
  expect(api.bodiesOf(pipelineApi.update)).toEqual([
    {
      name: "Vente directe",
      version: 4,
      stages: [
        kept(stage(2, "Visite")),
        { label: "Signature", colour: "blue", probability: 50, staleDays: 30 },
        kept(stage(3, "Devis")),
        kept(stage(1, "Piste")),
      ],
    },
  ]);
});

test("a new type needs a name and one named stage; the fields at fault say so and nothing is sent", async () => {
  const { api, person } = open("/nouveau");
  expect((await button("Supprimer l'étape 1")).hasAttribute("disabled")).toBe(true);
  await person.click(await button("Valider"));
  await waitFor(() =>
    expect(
      screen.getAllByRole("textbox").filter((field) => field.getAttribute("aria-invalid") === "true"),
    ).toHaveLength(2),
  );
  expect(api.bodiesOf(pipelineApi.create)).toEqual([]);
  await person.type(await screen.findByRole("textbox", { name: /^Nom\b(?! de)/ }), "Location");
  await person.type(await screen.findByRole("textbox", { name: "Nom de l'étape 1" }), "Demande");
  await person.click(await button("Valider"));
  await waitFor(() =>
    expect(api.bodiesOf(pipelineApi.create)).toEqual([
      { name: "Location", stages: [{ label: "Demande", colour: "blue", probability: 50, staleDays: 30 }] },
    ]),
  );
});

test("a name already used is told where one validates, and what was typed stays", async () => {
  const { api, person } = open(`/${vente.id}`);
  api.answer(pipelineApi.update, () => refuse(409, "NAME_TAKEN", { name: "Entretien" }));
  const name = await screen.findByRole("textbox", { name: /^Nom\b(?! de)/ });
  await person.clear(name);
  await person.type(name, "Entretien");
  await person.click(await button("Valider"));
  expect(await screen.findByText(/« Entretien » est déjà utilisé/)).toBeDefined();
  expect((name as HTMLInputElement).value).toBe("Entretien");
});

test("somebody else saved first: both versions are shown, theirs can be taken", async () => {
  const { api, person } = open(`/${vente.id}`);
  const theirs = { ...vente, name: "La leur", version: 5, stages: [stage(1, "Premier appel")] };
  api.answer(pipelineApi.update, () => refuse(409, "EDIT_CONFLICT", { current: theirs }));
  const name = await screen.findByRole("textbox", { name: /^Nom\b(?! de)/ });
  await person.type(name, " !");
  await person.click(await button("Valider"));
  const dialog = await screen.findByRole("dialog");
  expect(within(dialog).getByText("Vente !")).toBeDefined();
  expect(within(dialog).getByText("Premier appel (10 %)")).toBeDefined();
  await person.click(within(dialog).getByRole("button", { name: "Prendre la leur" }));
  await waitFor(() => expect((name as HTMLInputElement).value).toBe("La leur"));
  expect(await labels()).toEqual(["Premier appel"]);
});

test("archiving asks once, says what it does, and is sent", async () => {
  const { api, person } = open(`/${vente.id}`);
  api.answer(pipelineApi.setArchived, () => ({ ...vente, archived: true }));
  await person.click(await button("Archiver"));
  const dialog = await screen.findByRole("dialog");
  expect(within(dialog).getByText(/ne sera plus proposé/)).toBeDefined();
  await person.click(within(dialog).getByRole("button", { name: "Archiver" }));
  await waitFor(() => expect(api.bodiesOf(pipelineApi.setArchived)).toEqual([{ archived: true }]));
});
