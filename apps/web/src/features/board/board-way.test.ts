import type { PipelineView } from "@crm/contract";
import { expect, it } from "vitest";
import { columnsOf, wayBetween } from "./board-way.ts";

const stage = (id: string, probability: number, archived = false) => ({
  ...{ id, label: id.toUpperCase(), colour: "blue" as const, probability, archived, staleDays: 30 },
});
const pipeline: PipelineView = {
  ...{ id: "p", name: "Vente", archived: false, version: 1 },
  stages: [stage("a", 10), stage("b", 50), stage("c", 90), stage("old", 20, true)],
};
const labels = (way: ReturnType<typeof wayBetween>) => way && [way.direction, ...way.stages.map(({ id }) => id)];

it("tells the stages that a move validates, or takes back", () => {
  expect(labels(wayBetween(pipeline, null, "b"))).toEqual(["forward", "a", "b"]);
  expect(labels(wayBetween(pipeline, "a", "c"))).toEqual(["forward", "b", "c"]);
  expect(labels(wayBetween(pipeline, "c", "a"))).toEqual(["back", "b", "c"]);
  expect(labels(wayBetween(pipeline, "b", null))).toEqual(["back", "a", "b"]);
  expect(wayBetween(pipeline, "old", "c")).toBeNull();
});

it("has a column for each stage, for an archived one only where cards stand on it", () => {
  const ids = (figures: Parameters<typeof columnsOf>[1], only?: string) =>
    columnsOf(pipeline, figures, only).map((stage) => stage?.id ?? null);
  expect(ids([])).toEqual([null, "a", "b", "c"]);
  expect(ids([{ stageId: "old", count: 2 }])).toEqual([null, "a", "b", "c", "old"]);
  expect(ids([], "b")).toEqual(["b"]);
  expect(ids([], "none")).toEqual([null]);
});
