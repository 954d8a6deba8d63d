import { Readable } from "node:stream";
import { type ExportInput, type ExportView, exportApi } from "@crm/contract";
import { expect } from "vitest";
import { importWorld } from "./importing.ts";
import type { TestUser } from "./test-app.ts";

type Asked = Partial<ExportInput> & Pick<ExportInput, "record">;

/** An application in which people export (ask, let the job work, download) and import what they have. */
export async function exportWorld(options?: Parameters<typeof importWorld>[0]) {
  const world = await importWorld(options);
  const show = async (by: TestUser, id: string) => (await by.call(exportApi.show, { params: { id } })).body;
  const download = (by: TestUser, id: string) => by.call(exportApi.content, { params: { id } });

  async function ask(by: TestUser, asked: Asked): Promise<ExportView> {
    const { status, body } = await by.call(exportApi.create, { body: asked as never });
    expect(status).toBe(202);
    return body;
  }
  /** Asked for and written. */
  async function made(by: TestUser, asked: Asked): Promise<ExportView> {
    const { id } = await ask(by, asked);
    await world.ports.jobs.runAll();
    return show(by, id);
  }
  /** The rows of a file as an import reads them, each by the heads of its columns. */
  async function rowsOf(content: Buffer): Promise<Record<string, string>[]> {
    const rows: string[][] = [];
    for await (const { cells } of world.ports.spreadsheets.rows(async () => Readable.from([content]))) rows.push(cells);
    const [header = [], ...others] = rows;
    return others.map((cells) => Object.fromEntries(header.map((head, i) => [head, cells[i] ?? ""])));
  }
  async function exported(by: TestUser, asked: Asked): Promise<Record<string, string>[]> {
    const { id, status } = await made(by, asked);
    expect(status).toBe("done");
    return rowsOf((await download(by, id)).raw.rawPayload);
  }
  return { ...world, ask, made, show, download, rowsOf, exported };
}
