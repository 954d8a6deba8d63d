import { expect, test } from "vitest";
import { errorLog } from "./error-log.ts";

test("an error is told once a minute, with how often it came; another one at once", () => {
  const lines: string[] = [];
  let now = 0;
  const log = errorLog(
    (text) => lines.push(text),
    () => now,
  );
  const away = { ...new Error("x"), message: "connect ECONNREFUSED", queue: "import.run" };
  for (; now < 59_000; now += 1000) log(away);
  log("autre chose");
  expect(lines).toEqual(["connect ECONNREFUSED\n", "autre chose\n"]);
  now = 60_000;
  log(away);
  expect(lines.at(-1)).toBe("connect ECONNREFUSED (58 fois de plus)\n");
  log(new Error("avec sa pile"));
  expect(lines.at(-1)).toMatch(/^Error: avec sa pile\n {4}at /);
  log({ code: 7 });
  expect(lines.at(-1)).toBe('{"code":7}\n');
});
