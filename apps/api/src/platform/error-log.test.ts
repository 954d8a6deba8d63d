import { expect, test } from "vitest";
import { errorForLog, errorLog } from "./error-log.ts";

test("an error is told once a minute, with how often it came; another one at once", () => {
  const lines: string[] = [];
  let now = 0;
  const log = errorLog(
    (text) => lines.push(text),
    () => now,
  );
  const away = { ...new Error("x"), message: "queue cache", queue: "import.run" };
  for (; now < 59_000; now += 1000) log(away);
  log("autre chose");
  expect(lines).toEqual(["queue cache\n", "autre chose\n"]);
  now = 60_000;
  log(away);
  expect(lines.at(-1)).toBe("queue cache (58 fois de plus)\n");
  log(new Error("avec sa pile"));
  expect(lines.at(-1)).toMatch(/^Error: avec sa pile\n {4}at /);
  log({ code: 7 });
  expect(lines.at(-1)).toBe('{"code":7}\n');
  for (const queue of ["a", "b", "c"])
    log(Object.assign(new Error(`connect (Queue: ${queue})`), { code: "ECONNREFUSED" }));
  expect(lines.slice(-2)).toEqual(['{"code":7}\n', "La base de données ne répond pas à une tâche de fond.\n"]);
});

test.each([
  ['invalid input syntax for type uuid: "Durand"', "invalid input syntax for type uuid: [caché]"],
  ["Key (email)=(chloe@briconett.fr) already exists.", "Key [caché] already exists."],
  ["550 5.1.1 <chloe@briconett.fr> mailbox unavailable", "550 5.1.1 <[caché]> mailbox unavailable"],
  ["can't call 02 99 00 10 10, +33299001010 or 0299001010", "can't call [caché], [caché] or [caché]"],
  [
    "\nInvalid `prisma.user.create()` invocation in\n/a.ts:1:2\n\n  data: { lastName: 'Durand' }\n\nUnique constraint failed on the fields: (`email`)",
    "Unique constraint failed on the fields: [caché]",
  ],
  [`Unexpected token 'D', "{"a": Durand}" is not valid JSON`, "Unexpected token [caché], [caché] is not valid JSON"],
  ["connect ECONNREFUSED 192.168.100.200:5432", "connect ECONNREFUSED 192.168.100.200:5432"],
])("« %s » is told without what it was given", (message, told) => {
  const error = Object.assign(new Error(message), { code: "P2010", detail: "Durand", meta: { target: "Durand" } });
  const logged = errorForLog(new Error("around", { cause: error }));
  expect(logged.cause).toMatchObject({ type: "Error", code: "P2010", message: told });
  expect(JSON.stringify(logged)).not.toContain("Durand");
  expect(logged.stack).toMatch(/^ +at /);
});
