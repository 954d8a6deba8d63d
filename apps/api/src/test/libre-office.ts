import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Whether LibreOffice is installed. Where it is not there is nothing to compare with: its tests are skipped. */
export const libreOffice = await run("soffice", ["--version"]).then(
  () => true,
  () => false,
);

/** UTF-8, `;`, French: what a person in France chooses when LibreOffice opens a CSV, and cells as shown when it writes one. */
const asCsv = "Text - txt - csv (StarCalc):59,34,76,1,,1036,false,true,false";

/** A file as LibreOffice saves it once it has opened it. */
export async function resaved(content: Buffer, from: "xlsx" | "csv", to: "xlsx" | "csv"): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), "crm-office-"));
  try {
    await writeFile(join(folder, `ours.${from}`), content);
    await run(
      "soffice",
      [
        `-env:UserInstallation=file://${folder}/profile`,
        "--headless",
        ...(from === "csv" ? [`--infilter=${asCsv}`] : []),
        ...["--convert-to", to === "csv" ? `csv:${asCsv}` : to, "--outdir", join(folder, "out")],
        join(folder, `ours.${from}`),
      ],
      { timeout: 100_000, env: { ...process.env, LC_ALL: "fr_FR.UTF-8" } },
    );
    return await readFile(join(folder, `out/ours.${to}`));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
