import { expect, test } from "vitest";
import { countPlaywright, countVitest, summary } from "./test-report.mjs";

test("counts vitest's tests, and files that do not load as failures", () => {
  const broken = { status: "failed", assertionResults: [] };
  const failed = { status: "failed", assertionResults: [{ status: "failed" }] };
  expect(countVitest({ numPassedTests: 4, numFailedTests: 1, testResults: [broken, failed] })).toEqual({
    passed: 4,
    failed: 2,
  });
});

test("counts Playwright's tests, and a run that can't start as a failure", () => {
  expect(countPlaywright({ stats: { expected: 3, flaky: 1, unexpected: 2, skipped: 5 } })).toEqual({
    passed: 4,
    failed: 2,
  });
  expect(countPlaywright({ stats: {}, errors: [{ message: "no browser" }] })).toEqual({ passed: 0, failed: 1 });
});

test("ends with the sum, alone on its line", () => {
  const { lines, ok } = summary([
    { name: "types", passed: 1, failed: 0, seconds: 2 },
    { name: "unit", passed: 10, failed: 2, seconds: 3.21 },
  ]);
  expect(lines.at(-1)).toBe("11 passed, 2 failed");
  expect(ok).toBe(false);
});
