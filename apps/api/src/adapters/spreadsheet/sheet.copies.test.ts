import { mkdir, mkdtemp, rm, stat, utimes, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { expect, onTestFinished, test } from "vitest";
import { excelSpreadsheets } from "../spreadsheet.stream.ts";

/** A number that no process has: above the most that Linux gives. */
const nobody = 4_194_305;

test("copies of files whose process is gone are removed; those under way, or of another machine, stay", async () => {
  const before = process.env["TMPDIR"];
  const folder = await mkdtemp(join(tmpdir(), "crm-copies-"));
  process.env["TMPDIR"] = folder;
  onTestFinished(async () => {
    if (before === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = before;
    await rm(folder, { recursive: true });
  });
  const copy = async (name: string, at = new Date()) => {
    await mkdir(join(folder, name));
    await writeFile(join(folder, name, "file"), "zorn");
    await utimes(join(folder, name), at, at);
  };
  const long = new Date(Date.now() - 7 * 3_600_000);
  await copy(`crm-sheet-${hostname()}-${nobody}-aBcDeF`);
  await copy(`crm-sheet-${hostname()}-${process.pid}-aBcDeF`, long); // of an earlier process of that number
  await copy("crm-sheet-aBcDeF", long); // as earlier releases named them
  await copy("crm-sheet-aBcDeG");
  await copy(`crm-sheet-other.host-${nobody}-aBcDeF`);
  await copy(`crm-sheet-${hostname()}-${process.ppid}-aBcDeF`, long);
  await copy("someone-elses", long);

  const sheets = excelSpreadsheets();
  const reading = sheets.rows(async () => Readable.from([Buffer.from("a\nb\n")]))[Symbol.asyncIterator]();
  await reading.next();
  expect(await sheets.forgetCopies()).toBe(3);
  expect(await sheets.forgetCopies()).toBe(0);
  await reading.return?.();
  for (const name of ["crm-sheet-aBcDeG", `crm-sheet-other.host-${nobody}-aBcDeF`, "someone-elses"])
    expect((await stat(join(folder, name))).isDirectory()).toBe(true);
});
