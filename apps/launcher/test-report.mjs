/** The tests of vitest's JSON report; a file that does not load is one that failed. */
export function countVitest({ numPassedTests = 0, numFailedTests = 0, testResults = [] }) {
  const broken = testResults.filter(
    ({ status, assertionResults = [] }) =>
      status === "failed" && !assertionResults.some((test) => test.status === "failed"),
  );
  return { passed: numPassedTests, failed: numFailedTests + broken.length };
}

/** The tests of Playwright's JSON report; one that passed at the second try has passed. */
export function countPlaywright({ stats: { expected = 0, flaky = 0, unexpected = 0 } = {}, errors = [] }) {
  return { passed: expected + flaky, failed: unexpected || (errors.length > 0 ? 1 : 0) };
}

/** A line for each part, then the sum, which is the last line that `npm test` writes. */
export function summary(results) {
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  const lines = results.map(
    ({ name, passed, failed, seconds }) =>
      `${failed ? "✗" : "✓"} ${name.padEnd(14)}${String(passed).padStart(6)} passed ${String(failed).padStart(4)} failed ${seconds.toFixed(1).padStart(7)} s`,
  );
  return { lines: [...lines, "", `${sum("passed")} passed, ${sum("failed")} failed`], ok: sum("failed") === 0 };
}
