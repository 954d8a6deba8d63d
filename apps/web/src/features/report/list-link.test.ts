import { FilterTree } from "@crm/fields";
import { expect, test } from "vitest";
import { listOf, withAnswer, withCriteria } from "./list-link.ts";

const questionId = "019d0000-0000-7000-8000-000000000060";
const month = { field: "expectedOn", operator: "between" as const, value: ["2026-12-01", "2026-12-31"] };
const won = { field: "status", operator: "is" as const, value: "won" };
const lost = { field: "status", operator: "is" as const, value: "lost" };
const treeOf = (asked: object | null) => FilterTree.parse(JSON.parse((asked as { filter: string }).filter));

test("a figure's address says its filter, as the list reads it", () => {
  const link = listOf(
    withAnswer({ createdFrom: "2026-01-01", status: "won" }, { questionId, operator: "is", value: "A & B" }),
  );
  const said = new URL(link, "http://x").searchParams;
  expect(said.get("status")).toBe("won");
  expect(JSON.parse(said.get("answers") ?? "")).toEqual([{ questionId, operator: "is", value: "A & B" }]);
});

test("criteria are added so that all must be met, whatever was asked before", () => {
  expect(treeOf(withCriteria({}, [month]))).toEqual({ match: "all", items: [month] });
  const all = JSON.stringify({ match: "all", items: [won] });
  expect(treeOf(withCriteria({ filter: all }, [month]))).toEqual({ match: "all", items: [won, month] });
  const any = JSON.stringify({ match: "any", items: [won, lost] });
  expect(treeOf(withCriteria({ filter: any }, [month]))).toEqual({
    match: "all",
    items: [{ match: "any", criteria: [won, lost] }, month],
  });
  const expected = { field: "expectedOn", operator: "filled" as const };
  const [both, either] = [
    { match: "all", criteria: [won, expected] },
    { match: "any", criteria: [won, lost] },
  ];
  const ways = JSON.stringify({ match: "any", items: [both, lost, either] });
  expect(treeOf(withCriteria({ filter: ways }, [month]))).toEqual({
    match: "any",
    items: [[won, expected], [lost], [won], [lost]].map((way) => ({ match: "all", criteria: [...way, month] })),
  });
  const full = { match: "all", items: Array(20).fill(won) };
  expect(withCriteria({ filter: JSON.stringify(full) }, [month])).toBeNull();
});
