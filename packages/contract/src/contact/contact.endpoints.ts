import { z } from "zod";
import { Timeline, TimelineQuery } from "../audit/audit.schema.ts";
import { endpoint } from "../shared/endpoint.ts";
import { Count, IdParams, OwnerChange, page, Version } from "../shared/page.ts";
import {
  Answers,
  ContactCard,
  ContactChanges,
  ContactCountQuery,
  ContactInput,
  ContactQuery,
  ContactRow,
  ContactView,
} from "./contact.schema.ts";

export const contactApi = {
  list: endpoint({
    method: "GET",
    url: "/contacts",
    config: { access: "contact:read" },
    schema: { summary: "Contacts", querystring: ContactQuery, response: { 200: page(ContactRow) } },
  }),
  count: endpoint({
    method: "GET",
    url: "/contacts/count",
    config: { access: "contact:read" },
    schema: {
      summary: "The number of contacts that a filter finds: up to 10,000, or exact",
      querystring: ContactCountQuery,
      response: { 200: Count },
    },
  }),
  show: endpoint({
    method: "GET",
    url: "/contacts/:id",
    config: { access: "contact:read", record: "contact" },
    schema: { summary: "A contact's card", params: IdParams, response: { 200: ContactCard } },
  }),
  timeline: endpoint({
    method: "GET",
    url: "/contacts/:id/timeline",
    config: { access: "contact:read", record: "contact" },
    schema: {
      summary: "What happened to a contact, newest first",
      params: IdParams,
      querystring: TimelineQuery,
      response: { 200: Timeline },
    },
  }),
  vcard: endpoint({
    method: "GET",
    url: "/contacts/:id/vcard",
    config: { access: "contact:read", record: "contact" },
    schema: { summary: "A contact as a vCard (RFC 6350)", params: IdParams, response: { 200: z.unknown() } },
  }),
  create: endpoint({
    method: "POST",
    url: "/contacts",
    config: { access: "contact:write" },
    schema: { summary: "Create a contact", body: ContactInput, response: { 201: ContactView } },
  }),
  update: endpoint({
    method: "PATCH",
    url: "/contacts/:id",
    config: { access: "contact:write", record: "contact" },
    schema: {
      summary: "Change the essentials or the notes; EDIT_CONFLICT carries the current contact",
      params: IdParams,
      body: ContactChanges,
      response: { 200: ContactView },
    },
  }),
  answer: endpoint({
    method: "PATCH",
    url: "/contacts/:id/answers",
    config: { access: "contact:write", record: "contact" },
    schema: {
      summary: "Change answers; null erases one",
      params: IdParams,
      body: Version.extend({ answers: Answers }),
      response: { 200: ContactView },
    },
  }),
  assign: endpoint({
    method: "PUT",
    url: "/contacts/:id/owner",
    config: { access: "contact:write", record: "contact" },
    schema: {
      summary: "Assign to a user, or to nobody",
      params: IdParams,
      body: OwnerChange,
      response: { 200: ContactView },
    },
  }),
  duplicate: endpoint({
    method: "POST",
    url: "/contacts/:id/duplicate",
    config: { access: "contact:write", record: "contact" },
    schema: {
      summary: "A copy with « à modifier » before name, first name and e-mail (guide 2.4)",
      params: IdParams,
      response: { 201: ContactView },
    },
  }),
};
