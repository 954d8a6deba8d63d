import { records } from "@crm/fields";
import { z } from "zod";
import { endpoint } from "../shared/endpoint.ts";
import { Can, IdParams, line, Nothing } from "../shared/page.ts";

export const displays = ["table", "list", "cards", "kanban"] as const;
export type Display = (typeof displays)[number];

/** Columns in their order, by name or by the id of a question; none: the usual ones. */
const Columns = z.array(line(60).min(1)).max(200);
const record = z.enum(records);

/** What a view keeps: the address of the list (search, filters, sort), its columns and its display. */
const ViewInput = z.object({
  name: line(80).min(1),
  /** Everybody of the organisation may open it. */
  shared: z.boolean(),
  query: line(8000),
  columns: Columns,
  display: z.enum(displays),
});

export const SavedView = ViewInput.extend({
  id: z.uuid(),
  record,
  owner: z.object({ id: z.uuid(), name: z.string() }),
  version: z.int(),
  can: Can,
});
export type SavedView = z.infer<typeof SavedView>;

/** How one person likes one list. */
const ListPreference = z.object({ columns: Columns, defaultViewId: z.uuid().nullable() });

/** The views that one may open, one's own first, and one's preference. */
export const ListViews = z.object({ views: z.array(SavedView), preference: ListPreference });
export type ListViews = z.infer<typeof ListViews>;

export const viewApi = {
  list: endpoint({
    method: "GET",
    url: "/views",
    config: { access: "crm:use" },
    schema: {
      summary: "The saved views of a list, and how I like it",
      querystring: z.object({ record }),
      response: { 200: ListViews },
    },
  }),
  create: endpoint({
    method: "POST",
    url: "/views",
    config: { access: "crm:use" },
    schema: { summary: "Save a view", body: ViewInput.extend({ record }), response: { 201: SavedView } },
  }),
  update: endpoint({
    method: "PATCH",
    url: "/views/:id",
    config: { access: "crm:use" },
    schema: {
      summary: "Rename, share or change a view of one's own",
      params: IdParams,
      body: ViewInput.partial().extend({ version: z.int().positive() }),
      response: { 200: SavedView },
    },
  }),
  remove: endpoint({
    method: "DELETE",
    url: "/views/:id",
    config: { access: "crm:use" },
    schema: { summary: "Delete a view of one's own", params: IdParams, response: { 204: Nothing } },
  }),
  prefer: endpoint({
    method: "PUT",
    url: "/views/preference",
    config: { access: "crm:use" },
    schema: {
      summary: "Choose the columns of a list, or the view that it opens with",
      body: ListPreference.partial().extend({ record }),
      response: { 200: ListPreference },
    },
  }),
};
