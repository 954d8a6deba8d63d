import { openAsBlob } from "node:fs";
import { rm } from "node:fs/promises";
import { callerOf, ended } from "./call.ts";
import { workbookOf } from "./import.ts";
import { type Call, p95While } from "./load.ts";

/** How much slower the list may answer while the worker imports or exports. */
const target = 2;

export interface BesideFigure {
  work: string;
  p95: number;
  /** Of what it is when nothing else goes on. */
  ratio: number;
  target: string;
  met: boolean;
}

/** How long one person waits for the first page of contacts: when nothing else goes on, and beside an export and an import. */
export async function timeBeside(address: string, headers: Record<string, string>): Promise<BesideFigure[]> {
  const call = callerOf(address, headers);
  const list: Call = { url: `${address}/api/contacts?size=50`, headers };
  async function beside(route: string, start: () => Promise<{ id: string; status: string }>) {
    let over = false;
    const work = start()
      .then((begun) => ended(call, route, begun))
      .finally(() => (over = true));
    const p95 = await p95While(list, () => !over);
    return { p95, ...(await work) };
  }
  const end = performance.now() + 5000;
  const idle = await p95While(list, () => performance.now() < end);
  const exported = await beside("/exports", () => call("POST", "/exports", { record: "contact", format: "xlsx" }));
  const { folder, path } = await workbookOf();
  const file = await call<{ id: string }>("POST", "/files?name=contacts.xlsx&purpose=import", await openAsBlob(path));
  await rm(folder, { recursive: true });
  const begun = await call<{ id: string; status: string }>("POST", "/imports", { fileId: file.id, options: {} });
  const { id } = await ended(call, "/imports", begun);
  const imported = await beside("/imports", () => call("POST", `/imports/${id}/run`, {}));
  await ended(call, "/imports", await call<typeof begun>("POST", `/imports/${id}/undo`, {}));
  const figure = (work: string, p95: number): BesideFigure => {
    const ratio = Math.round((p95 / idle) * 100) / 100;
    return { work, p95, ratio, target: `≤ ${target} × idle`, met: ratio <= target };
  };
  return [
    figure("list, idle", idle),
    figure("list, beside an export of all contacts", exported.p95),
    figure("list, beside an import", imported.p95),
  ];
}
