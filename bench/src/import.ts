import { createReadStream, createWriteStream, openAsBlob } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { setTimeout } from "node:timers/promises";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { v7 as uuid } from "uuid";
import { callerOf, ended } from "./call.ts";

/** Rows of the file. */
const rows = Number(process.env.BENCH_IMPORT_ROWS ?? 100_000);
/** Rows a second, dry run and real run each; of the floor's speed. */
const [targetSpeed, targetRatio] = [4_000, 0.4];

export interface ImportFigure {
  work: string;
  seconds: number;
  "rows /s": number;
  target: string;
  met: boolean;
}

// biome-ignore lint/suspicious/noExplicitAny: a library of another package, read as a user of it would.
const excel: any = createRequire(resolve(import.meta.dirname, "../../apps/api/package.json"))("exceljs");

/**
 * How fast our API imports a file of new contacts, with every check, the timeline and what undoing needs; how fast it takes
 * them back; and beside it the floor: exceljs reads the same file, COPY writes it into a bare table (and, to tell what is the
 * indexes', into contacts).
 */
export async function timeImport(
  databaseUrl: string,
  address: string,
  headers: Record<string, string>,
): Promise<ImportFigure[]> {
  const { folder, path } = await workbookOf();
  const floor = await timeFloor(databaseUrl, path, bareTable);
  const indexed = await timeFloor(databaseUrl, path, contactsTable);

  const call = callerOf(address, headers);
  async function timed(start: () => Promise<{ id: string; status: string }>) {
    const begun = performance.now();
    const { id } = await ended(call, "/imports", await start());
    return { id, seconds: (performance.now() - begun) / 1000 };
  }

  const file = await call<{ id: string }>("POST", "/files?name=contacts.xlsx&purpose=import", await openAsBlob(path));
  const checked = await timed(() => call("POST", "/imports", { fileId: file.id, options: {} }));
  const run = await timed(() => call("POST", `/imports/${checked.id}/run`, {}));
  const undone = await timed(() => call("POST", `/imports/${checked.id}/undo`, {}));
  await rm(folder, { recursive: true });

  const speed = (seconds: number) => Math.round(rows / seconds);
  const figure = (work: string, seconds: number, target: string, met: boolean): ImportFigure => ({
    ...{ work, seconds: Math.round(seconds * 100) / 100, "rows /s": speed(seconds), target, met },
  });
  const judged = (work: string, seconds: number) => {
    const ratio = Math.round((floor / seconds) * 100) / 100;
    const target = `≥ ${targetSpeed}/s and ≥ ${targetRatio} of the floor: ${ratio}`;
    return figure(work, seconds, target, speed(seconds) >= targetSpeed && ratio >= targetRatio);
  };
  return [
    figure(`import of ${rows} rows: exceljs and COPY`, floor, "the floor", true),
    figure("the same into contacts, with their indexes", indexed, "nothing but the rows", true),
    judged("import: dry run", checked.seconds),
    judged("import: run", run.seconds),
    figure("import: undo", undone.seconds, `≥ ${targetSpeed}/s`, speed(undone.seconds) >= targetSpeed),
  ];
}

const columns = ["EMAIL", "NOM", "PRENOM", "ORGANISATION", "TELEPHONE", "ADRESSE", "CODE_POSTAL", "VILLE", "NOTES"];
/** A run that broke off leaves its contacts behind: the next file brings others. */
const cellsOf = (i: number, once: string): string[] => [
  `import${i}-${once}@bench.test`,
  `Nom ${i}`,
  `Prénom ${i % 1000}`,
  `Entreprise ${i % 5000}`,
  `02 99 ${String(i % 1_000_000).padStart(6, "0")}`,
  `${i % 200} rue des Lilas`,
  String(35_000 + (i % 900)),
  `Ville ${i % 300}`,
  i % 10 === 0 ? "Rappeler en septembre" : "",
];

/** A file of new contacts, in a folder of its own. */
export async function workbookOf(): Promise<{ folder: string; path: string }> {
  const folder = await mkdtemp(join(tmpdir(), "bench-import-"));
  const path = join(folder, "contacts.xlsx");
  const workbook = new excel.stream.xlsx.WorkbookWriter({ stream: createWriteStream(path), useStyles: false });
  const sheet = workbook.addWorksheet("Contacts");
  const once = Date.now().toString(36);
  sheet.addRow(columns).commit();
  for (let i = 0; i < rows; i++) {
    sheet.addRow(cellsOf(i, once)).commit();
    if (i % 1000 === 0) await setTimeout(0);
  }
  sheet.commit();
  await workbook.commit();
  return { folder, path };
}

interface Target {
  prepare: string;
  copy: string;
  /** What stands before the cells of a row. */
  lead: () => string;
  end: string;
}
const bareTable: Target = {
  prepare: `CREATE TEMP TABLE bare (${columns.map((column) => `${column} text`).join(", ")})`,
  copy: "COPY bare FROM STDIN",
  lead: () => "",
  end: "DROP TABLE bare",
};
/** What writing alone costs in a table that search and every sort have an index of: rolled back. */
const contactsTable: Target = {
  prepare: `BEGIN; ALTER TABLE contacts ALTER organisation_id SET DEFAULT '${uuid()}', ALTER updated_at SET DEFAULT now()`,
  copy: "COPY contacts (id, email, last_name, first_name, company, phone, address, postal_code, city, notes) FROM STDIN",
  lead: () => `${uuid()}\t`,
  end: "ROLLBACK",
};

/** In seconds. */
async function timeFloor(databaseUrl: string, path: string, { prepare, copy, lead, end }: Target): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(prepare);
  const begun = performance.now();
  async function* lines() {
    const reader = new excel.stream.xlsx.WorkbookReader(createReadStream(path), { worksheets: "emit" });
    let header = true;
    for await (const sheet of reader)
      for await (const row of sheet) {
        const cells = (row.values as unknown[]).slice(1);
        if (!header)
          yield `${lead()}${columns.map((_, i) => String(cells[i] ?? "").replace(/[\\\t\n\r]/g, " ")).join("\t")}\n`;
        header = false;
      }
  }
  await pipeline(lines, client.query(copyFrom(copy)));
  const seconds = (performance.now() - begun) / 1000;
  await client.query(end);
  await client.end();
  return seconds;
}
