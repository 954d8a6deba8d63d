import { z } from "zod";
import { endpoint } from "../shared/endpoint.ts";
import { IdParams, Nothing, page, Version } from "../shared/page.ts";
import {
  ActionChanges,
  ActionCounts,
  ActionDone,
  ActionFilter,
  ActionInput,
  ActionQuery,
  ActionTypeInput,
  ActionTypeView,
  ActionView,
} from "./action.schema.ts";

const one = { params: IdParams };
const onOne = { access: "crm:use", record: "action" } as const;

export const actionApi = {
  list: endpoint({
    method: "GET",
    url: "/actions",
    config: { access: "crm:use" },
    schema: {
      summary: "Planned actions, by when they are due",
      querystring: ActionQuery,
      response: { 200: page(ActionView) },
    },
  }),
  counts: endpoint({
    method: "GET",
    url: "/actions/counts",
    config: { access: "crm:use" },
    schema: {
      summary: "How many are late, today, this week, later",
      querystring: ActionFilter,
      response: { 200: ActionCounts },
    },
  }),
  show: endpoint({
    method: "GET",
    url: "/actions/:id",
    config: onOne,
    schema: { summary: "A planned action", ...one, response: { 200: ActionView } },
  }),
  create: endpoint({
    method: "POST",
    url: "/actions",
    config: { access: "crm:use" },
    schema: { summary: "Plan an action on a contact", body: ActionInput, response: { 201: ActionView } },
  }),
  update: endpoint({
    method: "PATCH",
    url: "/actions/:id",
    config: onOne,
    schema: { summary: "Change an action or put it off", ...one, body: ActionChanges, response: { 200: ActionView } },
  }),
  finish: endpoint({
    method: "POST",
    url: "/actions/:id/done",
    config: onOne,
    schema: { summary: "It is done, with a short report", ...one, body: ActionDone, response: { 200: ActionView } },
  }),
  reopen: endpoint({
    method: "DELETE",
    url: "/actions/:id/done",
    config: onOne,
    schema: { summary: "It is to do again", ...one, response: { 200: ActionView } },
  }),
  remove: endpoint({
    method: "DELETE",
    url: "/actions/:id",
    config: onOne,
    schema: { summary: "Delete an action; it can be restored", ...one, response: { 204: Nothing } },
  }),
  restore: endpoint({
    method: "POST",
    url: "/actions/:id/restore",
    config: onOne,
    schema: { summary: "Undo its deletion", ...one, response: { 200: ActionView } },
  }),
  types: endpoint({
    method: "GET",
    url: "/action-types",
    config: { access: "signed-in" },
    schema: {
      summary: "Types of action, in order; archived ones too, marked",
      response: { 200: z.array(ActionTypeView) },
    },
  }),
  createType: endpoint({
    method: "POST",
    url: "/action-types",
    config: { access: "configuration:write" },
    schema: { summary: "Add a type of action", body: ActionTypeInput, response: { 201: ActionTypeView } },
  }),
  updateType: endpoint({
    method: "PUT",
    url: "/action-types/:id",
    config: { access: "configuration:write" },
    schema: {
      summary: "Change a type's name and picture",
      ...one,
      body: ActionTypeInput.extend(Version.shape),
      response: { 200: ActionTypeView },
    },
  }),
  setTypeArchived: endpoint({
    method: "PUT",
    url: "/action-types/:id/archived",
    config: { access: "configuration:write" },
    schema: {
      summary: "Archive a type (no new action of it) or bring it back",
      ...one,
      body: z.object({ archived: z.boolean() }),
      response: { 200: ActionTypeView },
    },
  }),
  reorderTypes: endpoint({
    method: "PUT",
    url: "/action-types/order",
    config: { access: "configuration:write" },
    schema: {
      summary: "The order of the types; ORDER_OUTDATED unless it names each once",
      body: z.object({ ids: z.array(z.uuid()).max(200) }),
      response: { 204: Nothing },
    },
  }),
  calendar: endpoint({
    method: "GET",
    url: "/calendar-feed",
    config: { access: "crm:use" },
    schema: {
      summary: "Since when my actions can be read under a secret address; null: there is none",
      response: { 200: z.object({ createdAt: z.iso.datetime().nullable() }) },
    },
  }),
  openCalendar: endpoint({
    method: "POST",
    url: "/calendar-feed",
    config: { access: "crm:use", answersSecret: true },
    schema: {
      summary: "A new secret address of my actions, told this once; the one before leads nowhere any more",
      response: { 201: z.object({ address: z.url() }) },
    },
  }),
  closeCalendar: endpoint({
    method: "DELETE",
    url: "/calendar-feed",
    config: { access: "crm:use" },
    schema: { summary: "Revoke the secret address", response: { 204: Nothing } },
  }),
  readCalendar: endpoint({
    method: "GET",
    url: "/calendar/:file",
    config: { access: "public" },
    schema: {
      summary: "A person's actions as iCalendar (RFC 5545), for a calendar program",
      params: z.object({ file: z.string().max(100) }),
      response: { 200: z.unknown() },
    },
  }),
};
