import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const folder = (path: string) => new URL(path, import.meta.url);

test("each port that has a double has a suite, which opens its double and the adapters that a start opens", () => {
  const files = readdirSync(folder("."));
  const started = readFileSync(folder("../start.ts"), "utf8");
  const missing = readdirSync(folder("memory/")).flatMap((double) => {
    const port = double.replace(".memory.ts", "");
    const suite = files.includes(`${port}.test.ts`) ? readFileSync(folder(`${port}.test.ts`), "utf8") : "";
    const own = files.filter((name) => name.startsWith(`${port}.`) && started.includes(`adapters/${name}"`));
    return [`memory/${double}`, ...own].filter((name) => !suite.includes(`"./${name}"`));
  });
  expect(missing).toEqual([]);
});
