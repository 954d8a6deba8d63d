import { bulkApi, contactApi, fileApi, opportunityApi } from "@crm/contract";
import { describe, expect, it } from "vitest";
import { bulkWorld } from "../../test/bulk.ts";
import { anOpportunity, aPipeline } from "../../test/factories.ts";
import type { TestUser } from "../../test/test-app.ts";
import { workbookParts, xmlRow, zipOf } from "../../test/workbook.ts";

async function deletionWorld() {
  const made = await bulkWorld();
  async function start(by: TestUser, content: string | Buffer, name = "à supprimer.csv") {
    const file = await by.call(fileApi.upload, { query: { name, purpose: "import" }, body: Buffer.from(content) });
    return by.call(bulkApi.checkDeletion, { body: { fileId: file.body.id } });
  }
  async function check(by: TestUser, content: string | Buffer) {
    const { body } = await start(by, content);
    await made.ports.jobs.runAll();
    return made.show(by, body.id);
  }
  const run = (by: TestUser, id: string) => by.call(bulkApi.run, { params: { id } });
  return { ...made, start, check, run };
}

describe("deleting the contacts of a file", () => {
  it("tells first what would go, deletes them and only them, and is undone", async () => {
    const { me, as, contact, check, run, undo, db, home, rows, ports, start, show } = await deletionWorld();
    const [one, two, kept] = [await contact(), await contact(), await contact()];
    const stranger = await as("salesperson");
    const binned = await contact({ deletedAt: new Date() });
    const pipeline = await aPipeline(db);
    for (const contactId of [one.id, one.id, kept.id])
      await anOpportunity(db, { contactId, pipelineId: pipeline.id, organisationId: home.id, ownerId: stranger.id });
    const before = await rows();
    const file = `Nom;code contact;E-mail\nA;${one.code};x\nB; ${two.code.toLowerCase()} ;y\nC;;z\nD;${one.code};x\nE;C-999999;\nF;${binned.code};`;
    const started = await start(me, file);
    expect([started.status, started.body]).toMatchObject([
      202,
      { status: "checking", report: null, params: { fileName: "à supprimer.csv" } },
    ]);
    expect((await run(me, started.body.id)).body).toMatchObject({ code: "BULK_NOT_READY" });
    await ports.jobs.runAll();
    const checked = await show(me, started.body.id);
    expect(checked).toMatchObject({ status: "checked", total: 2, done: 0 });
    expect(checked.report).toEqual({
      rows: 6,
      blank: 1,
      duplicates: 1,
      unreadable: 0,
      unreadableRows: [],
      contacts: 2,
      opportunities: 2,
      unknown: 2,
      unknownCodes: ["C-999999", binned.code],
    });
    expect(await rows()).toEqual(before);
    expect(await db.file.count()).toBe(0);
    expect((await run(me, checked.id)).body).toMatchObject({ status: "done", changed: 2 });
    expect((await me.call(contactApi.list, { query: {} })).body.rows.map(({ id }) => id)).toEqual([kept.id]);
    expect((await me.call(opportunityApi.list, { query: {} })).body.rows).toHaveLength(1);
    expect((await run(me, checked.id)).status).toBe(409);
    expect((await undo(me, checked.id)).body).toMatchObject({ status: "undone", changed: 2 });
    expect(await rows()).toEqual(before);
    expect((await check(me, `CODE_CONTACT\n${one.code}`)).report).toMatchObject({ contacts: 1, opportunities: 2 });
  });

  it("finds sheet, header row and column as an import does, and codes as they show", async () => {
    const { me, contact, check } = await deletionWorld();
    const { code } = await contact();
    const number = Number(code.replace(/\D/g, ""));
    const prefix = code.replace(/\d+$/, "");
    const width = code.length - prefix.length;
    const guide = xmlRow(1, ["Mode d’emploi"]) + xmlRow(2, ["NOM", "EMAIL"]);
    const codes = `${xmlRow(3, ["NOM", "Contact code"])}<row r="4"><c r="A4"><v>1</v></c><c r="B4" s="1"><v>${number}</v></c></row>`;
    const styles = `<numFmts><numFmt numFmtId="170" formatCode="&quot;${prefix}&quot;${"0".repeat(width)}"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs>`;
    const file = zipOf(workbookParts([{ rows: guide }, { rows: xmlRow(1, ["Liste"]) + codes }], { styles }));
    expect((await check(me, file)).report).toMatchObject({ rows: 1, contacts: 1, unknown: 0 });
  });

  it("tells the rows whose code can't be told, and deletes nobody by a guess", async () => {
    const { me, contact, check } = await deletionWorld();
    const [one, two] = [await contact(), await contact()];
    const { report } = await check(me, `Code contact;NOM\n"${one.code};A\n${two.code};B\n#REF!;C\n`);
    expect(report).toMatchObject({ rows: 3, blank: 0, duplicates: 0, contacts: 1, unknown: 0, unreadable: 2 });
    expect(report?.unreadableRows).toMatchObject([
      { row: 2, reasons: [{ rule: "openQuote", params: { line: 2 } }] },
      { row: 4, reasons: [{ rule: "failedFormula", params: { given: "#REF!" } }] },
    ]);
  });

  it("reaches no further than the person sees, and nothing of another's check", async () => {
    const { me, as, contact, check, run } = await deletionWorld();
    const seller = await as("salesperson");
    const [mine, hers] = [await contact({ ownerId: seller.id }), await contact()];
    const view = await check(seller, `Code contact\n${mine.code}\n${hers.code}`);
    expect(view.report).toMatchObject({ contacts: 1, unknown: 1, unknownCodes: [hers.code] });
    expect((await run(me, view.id)).status).toBe(404);
    const nothing = await check(seller, `Code contact\n${hers.code}\n<b>é🦊`);
    expect(nothing.report).toMatchObject({ contacts: 0, unknown: 2, unknownCodes: [hers.code, "<B>É🦊"] });
    expect((await run(seller, nothing.id)).body).toMatchObject({ code: "SELECTION_EMPTY" });
  });

  it.each([
    ["NOM;EMAIL\na;b", "CODE_COLUMN_MISSING"],
    ["Code contact;CODE_CONTACT\na;b", "HEADER_DUPLICATE"],
    ["Code contact\n", "NO_ROWS"],
    ["PK\u0003\u0004 no zip at all", "FILE_BROKEN"],
    [";;\n;;", "HEADER_MISSING"],
  ])("says why %j can't be read", async (content, failure) => {
    const { me, check, db } = await deletionWorld();
    expect(await check(me, content)).toMatchObject({ status: "failed", failure, can: { undo: false } });
    expect(await db.notification.count({ where: { kind: "bulk.failed" } })).toBe(1);
  });

  it("reads a text in the encoding and with the delimiter that were chosen, and tells how it reads it", async () => {
    const { me, contact, check, ports, show, run } = await deletionWorld();
    const { code } = await contact();
    const content = `Nom,CODE_CONTACT\nA;B,${code}\nÉlan,C-9\n`;
    const found = await check(me, content);
    expect(found).toMatchObject({ details: { text: { delimiter: ",", encoding: "utf-8" } }, report: { contacts: 1 } });
    const file = await me.call(fileApi.upload, {
      query: { name: "a.csv", purpose: "import" },
      body: Buffer.from(content),
    });
    const body = { fileId: file.body.id, delimiter: ";" as const, encoding: "windows-1252" as const };
    const { id } = (await me.call(bulkApi.checkDeletion, { body })).body;
    await ports.jobs.runAll();
    expect(await show(me, id)).toMatchObject({
      ...{ status: "failed", failure: "CODE_COLUMN_MISSING" },
      details: { text: { delimiter: ";", encoding: "windows-1252" } },
    });
    // Its words are people's data, and no longer of use.
    expect((await run(me, found.id)).body).toMatchObject({ status: "done", details: {} });
    expect((await show(me, found.id)).details).toEqual({});
  });

  it("takes no file of somebody else's, and a check that is cancelled is never run", async () => {
    const { me, as, contact, start, run, show, ports } = await deletionWorld();
    const other = await as("manager");
    const file = await other.call(fileApi.upload, {
      query: { name: "a.csv", purpose: "import" },
      body: Buffer.from("x"),
    });
    expect((await me.call(bulkApi.checkDeletion, { body: { fileId: file.body.id } })).status).toBe(404);
    const { code } = await contact();
    const { body } = await start(me, `Code contact\n${code}`);
    await me.call(bulkApi.cancel, { params: { id: body.id } });
    await ports.jobs.runAll();
    expect(await show(me, body.id)).toMatchObject({ status: "cancelled", total: 0 });
    expect((await run(me, body.id)).body).toMatchObject({ code: "BULK_NOT_READY" });
  });
});
