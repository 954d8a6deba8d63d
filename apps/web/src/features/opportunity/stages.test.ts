import type { PipelineView } from "@crm/contract";
import { expect, it } from "vitest";
import { segmentsOf } from "./stages.ts";

const stage = (id: string, archived = false) => ({
  id,
  label: id,
  colour: "blue" as const,
  probability: 10,
  staleDays: 30,
  archived,
});
const pipeline = (...stages: PipelineView["stages"]): PipelineView => ({
  id: "p",
  name: "Vente",
  archived: false,
  version: 1,
  stages,
});
const bar = (type: PipelineView, reached: string[], nextStageId: string | null) =>
  segmentsOf(type, { reached: reached.map((stageId) => ({ stageId, reachedOn: "2026-03-02" })), nextStageId }).map(
    ({ stage: { id }, state }) => `${id} ${state}`,
  );

it("shows what is done, what is next and what lies ahead", () => {
  expect(bar(pipeline(stage("A"), stage("B"), stage("C")), ["A"], "B")).toEqual(["A done", "B next", "C ahead"]);
  expect(bar(pipeline(stage("A"), stage("B")), [], "A")).toEqual(["A next", "B ahead"]);
  expect(bar(pipeline(stage("A"), stage("B")), ["A", "B"], null)).toEqual(["A done", "B done"]);
});

it("keeps a stage archived since in the place where it was reached, and no other archived one", () => {
  const type = pipeline(stage("A"), stage("C"), stage("B", true), stage("X", true));
  expect(bar(type, ["A", "B"], "C")).toEqual(["A done", "B done", "C next"]);
  expect(bar(type, ["A"], "C")).toEqual(["A done", "C next"]);
  expect(bar(pipeline(stage("C"), stage("A", true), stage("B", true)), ["A", "B"], "C")).toEqual([
    "A done",
    "B done",
    "C next",
  ]);
});

it("tells a stage added behind the opportunity's back from one ahead", () => {
  expect(bar(pipeline(stage("A"), stage("New"), stage("B"), stage("C")), ["A", "B"], "C")).toEqual([
    "A done",
    "New skipped",
    "B done",
    "C next",
  ]);
});
