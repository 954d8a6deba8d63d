import { z } from "zod";
import { endpoint } from "../shared/endpoint.ts";
import { IdParams, Nothing } from "../shared/page.ts";
import {
  Distinction,
  DuplicatePage,
  DuplicateQuery,
  MergeInput,
  MergePair,
  MergeUndo,
  MergeView,
  SimilarContact,
  SimilarQuery,
} from "./duplicate.schema.ts";

export const duplicateApi = {
  similar: endpoint({
    method: "GET",
    url: "/duplicates/similar",
    config: { access: "contact:read" },
    schema: {
      summary: "Contacts that look like the one being typed: same e-mail, same phone, close name",
      querystring: SimilarQuery,
      response: { 200: z.array(SimilarContact) },
    },
  }),
  list: endpoint({
    method: "GET",
    url: "/duplicates",
    config: { access: "contact:write" },
    schema: {
      summary: "Pairs of contacts that may be one person, strongest first",
      querystring: DuplicateQuery,
      response: { 200: DuplicatePage },
    },
  }),
  setDistinct: endpoint({
    method: "PUT",
    url: "/duplicates/distinct",
    config: { access: "contact:write" },
    schema: {
      summary: "« Ce ne sont pas des doublons »: the pair is not proposed again",
      body: Distinction,
      response: { 204: Nothing },
    },
  }),
  compare: endpoint({
    method: "GET",
    url: "/duplicates/compare",
    config: { access: "contact:write" },
    schema: {
      summary: "Two contacts side by side, with what would move in a merge",
      querystring: z.object({ firstId: z.uuid(), secondId: z.uuid() }),
      response: { 200: MergePair },
    },
  }),
  merge: endpoint({
    method: "POST",
    url: "/duplicates/merges",
    config: { access: "contact:write" },
    schema: {
      summary: "Make two contacts one; timeline, opportunities and consents move to the kept one",
      body: MergeInput,
      response: { 201: MergeView },
    },
  }),
  undo: endpoint({
    method: "POST",
    url: "/duplicates/merges/:id/undo",
    config: { access: "contact:write" },
    schema: {
      summary: "Undo a merge, within 30 days",
      params: IdParams,
      body: MergeUndo,
      response: { 200: MergeView },
    },
  }),
};
