import { execFile } from "node:child_process";
import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setImmediate } from "node:timers/promises";
import { promisify } from "node:util";
import pg from "pg";
import { callerOf, ended } from "./call.ts";

/** Rows of the file that is timed, and columns; of the floor's speed; megabytes that the whole database may take more than a few rows. */
const rows = Number(process.env.BENCH_EXPORT_ROWS ?? 100_000);
const columns = 20;
const few = 10_000;
const [targetRatio, targetGrowth] = [0.7, 150];

export interface ExportFigure {
  work: string;
  seconds: number;
  "rows /s": number;
  target: string;
  met: boolean;
}

// biome-ignore lint/suspicious/noExplicitAny: a library of another package, read as a user of it would.
const excel: any = createRequire(resolve(import.meta.dirname, "../../apps/api/package.json"))("exceljs");

/**
 * How fast our API writes contacts into a workbook of 20 columns, from the request to « done », beside the floor: a bare exceljs
 * loop that writes as many cells and reads no database. And how much more memory the worker takes for all contacts than for few.
 */
export async function timeExport(
  databaseUrl: string,
  address: string,
  headers: Record<string, string>,
  workerPid: number,
): Promise<ExportFigure[]> {
  const call = callerOf(address, headers);
  const { standard } = await call<{ standard: string[] }>("GET", "/export-templates/columns?record=contact");
  const template = await call<{ id: string }>("POST", "/export-templates", {
    ...{ record: "contact", name: `Bench ${Date.now()}`, columns: standard.slice(0, columns) },
  });

  /** The newest contacts, about so many: those created since the day of the last of them. */
  async function timed(wanted: number) {
    const filter = await newest(databaseUrl, wanted);
    const body = { record: "contact", templateId: template.id, ...(filter ? { filter } : {}) };
    const begun = performance.now();
    let peak = 0;
    const started = await call<{ id: string; status: string; total: number }>("POST", "/exports", body);
    const { total } = await ended(call, "/exports", started, async () => {
      peak = Math.max(peak, await memory(workerPid));
    });
    return { seconds: (performance.now() - begun) / 1000, total, peak };
  }

  const small = await timed(few);
  const export100 = await timed(rows);
  const floor = await timeFloor(export100.total);
  const all = await timed(Number.POSITIVE_INFINITY);
  const growth = Math.round(all.peak - small.peak);
  const figure = (work: string, seconds: number, total: number, target: string, met: boolean): ExportFigure => ({
    ...{ work, seconds: Math.round(seconds * 100) / 100, "rows /s": Math.round(total / seconds), target, met },
  });
  const ratio = floor / export100.seconds;
  const of = `export of ${export100.total} rows × ${columns}`;
  return [
    figure(`${of}: bare exceljs`, floor, export100.total, "the floor", true),
    figure(
      of,
      export100.seconds,
      export100.total,
      `≥ ${targetRatio} of the floor: ${ratio.toFixed(2)}`,
      ratio >= targetRatio,
    ),
    figure(
      `export of ${all.total} rows: ${growth} MB more than for ${small.total} (peak ${Math.round(all.peak)} MB)`,
      all.seconds,
      all.total,
      `< ${targetGrowth} MB more`,
      growth < targetGrowth,
    ),
  ];
}

/** What finds about so many of the newest contacts; null for all of them. */
async function newest(databaseUrl: string, wanted: number) {
  if (!Number.isFinite(wanted)) return null;
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query(
    "SELECT created_at FROM contacts WHERE deleted_at IS NULL ORDER BY created_at DESC, id DESC OFFSET $1 LIMIT 1",
    [wanted],
  );
  await client.end();
  if (rows.length === 0) return null;
  const value = (rows[0].created_at as Date).toISOString().slice(0, 10);
  return { filter: JSON.stringify({ match: "all", items: [{ field: "createdAt", operator: "atLeast", value }] }) };
}

/** Megabytes that a process holds. */
async function memory(pid: number): Promise<number> {
  const { stdout } = await promisify(execFile)("ps", ["-o", "rss=", "-p", String(pid)]);
  return Number(stdout) / 1024;
}

/** In seconds. */
async function timeFloor(count: number): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), "bench-export-"));
  const begun = performance.now();
  const stream = createWriteStream(join(folder, "floor.xlsx"));
  const workbook = new excel.stream.xlsx.WorkbookWriter({ stream, useStyles: false, useSharedStrings: false });
  const sheet = workbook.addWorksheet("Contacts");
  for (let i = 0; i < count; i++) {
    sheet.addRow(Array.from({ length: columns }, (_, column) => (column === 0 ? i : `Valeur ${i} ${column}`))).commit();
    if (i % 1000 === 0) await setImmediate();
  }
  sheet.commit();
  await workbook.commit();
  const seconds = (performance.now() - begun) / 1000;
  await rm(folder, { recursive: true });
  return seconds;
}
