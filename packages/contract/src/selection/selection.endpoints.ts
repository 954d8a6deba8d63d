import { z } from "zod";
import { endpoint } from "../shared/endpoint.ts";
import { Can, IdParams, line, Nothing, Version } from "../shared/page.ts";

export const SelectionName = line(80).min(1);

const SelectionInput = z.object({
  name: SelectionName,
  /** Everybody of the organisation may use it. */
  shared: z.boolean(),
});

/** Contacts put together by hand (guide 1.2: « Listes de sélection »). The list filtered by `selectionId` shows them. */
export const SelectionView = SelectionInput.extend({
  id: z.uuid(),
  owner: z.object({ id: z.uuid(), name: z.string() }),
  /** Those that I see. */
  contacts: z.int(),
  version: z.int(),
  createdAt: z.iso.datetime(),
  can: Can,
});
export type SelectionView = z.infer<typeof SelectionView>;

export const selectionApi = {
  list: endpoint({
    method: "GET",
    url: "/selections",
    config: { access: "contact:read" },
    schema: { summary: "The selections that I may use, by name", response: { 200: z.array(SelectionView) } },
  }),
  create: endpoint({
    method: "POST",
    url: "/selections",
    config: { access: "contact:write" },
    schema: {
      summary: "A new, empty selection; bulk changes « select » and « deselect » fill it",
      body: SelectionInput.extend({ shared: z.boolean().default(false) }),
      response: { 201: SelectionView },
    },
  }),
  update: endpoint({
    method: "PATCH",
    url: "/selections/:id",
    config: { access: "contact:write" },
    schema: {
      summary: "Rename or share a selection of one's own",
      params: IdParams,
      body: SelectionInput.partial().extend(Version.shape),
      response: { 200: SelectionView },
    },
  }),
  remove: endpoint({
    method: "DELETE",
    url: "/selections/:id",
    config: { access: "contact:write" },
    schema: {
      summary: "Delete a selection of one's own; its contacts stay",
      params: IdParams,
      response: { 204: Nothing },
    },
  }),
};
