import { z } from "zod";
import { endpoint } from "../shared/endpoint.ts";
import { IdParams } from "../shared/page.ts";
import { UserChanges, UserInput, UserList, UserQuery, UserRef, UserView } from "./user.schema.ts";

export const userApi = {
  directory: endpoint({
    method: "GET",
    url: "/users/directory",
    config: { access: "crm:use" },
    schema: { summary: "Whom a record can be assigned to", response: { 200: z.array(UserRef) } },
  }),
  list: endpoint({
    method: "GET",
    url: "/users",
    config: { access: "user:write" },
    schema: { summary: "Users", querystring: UserQuery, response: { 200: UserList } },
  }),
  show: endpoint({
    method: "GET",
    url: "/users/:id",
    config: { access: "user:write" },
    schema: { summary: "A user", params: IdParams, response: { 200: UserView } },
  }),
  create: endpoint({
    method: "POST",
    url: "/users",
    config: { access: "user:write" },
    schema: { summary: "Create a user", body: UserInput, response: { 201: UserView } },
  }),
  update: endpoint({
    method: "PATCH",
    url: "/users/:id",
    config: { access: "user:write" },
    schema: { summary: "Change a user", params: IdParams, body: UserChanges, response: { 200: UserView } },
  }),
  setActive: endpoint({
    method: "PUT",
    url: "/users/:id/active",
    config: { access: "user:write" },
    schema: {
      summary: "Deactivate (signs him out everywhere) or activate a user",
      params: IdParams,
      body: z.object({ active: z.boolean() }),
      response: { 200: UserView },
    },
  }),
  setPhoto: endpoint({
    method: "PUT",
    url: "/users/:id/photo",
    config: { access: "user:write" },
    schema: {
      summary: "Give a user the uploaded photo, or none",
      params: IdParams,
      body: z.object({ fileId: z.uuid().nullable() }),
      response: { 200: UserView },
    },
  }),
};
