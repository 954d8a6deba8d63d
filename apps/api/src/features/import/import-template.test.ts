import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type ImportRecord, importApi } from "@crm/contract";
import { type FieldTypeName, fieldTypeNames } from "@crm/fields";
import ExcelJS from "exceljs";
import { expect, test } from "vitest";
import { aContact, aForm, aPipeline, aQuestion } from "../../test/factories.ts";
import { importWorld } from "../../test/importing.ts";
import type { TestUser } from "../../test/test-app.ts";
import { exampleEmail } from "./template-fields.ts";

const many = Array.from({ length: 120 }, (_, at) => ({ value: `VILLE_${at}`, label: `Ville, au « bord » ${at}` }));
const few = [
  { value: "APL", label: "Appel entrant" },
  { value: "007", label: "Agent" },
  { value: "RESEAU", label: "Réseau" },
];

/** An application with a question of every type, for contacts and opportunities, and what opportunities and submissions need. */
async function templateWorld() {
  const on = await importWorld();
  const me = await on.as("admin", { firstName: "Zoé", lastName: "Gestion" });
  for (const record of ["contact", "opportunity"] as const) {
    for (const type of fieldTypeNames)
      await aQuestion(on.db, {
        ...{ record, type, code: `Q_${type.toUpperCase().replaceAll("-", "_")}`, label: `=Question ${type}` },
        config: type.endsWith("choice") ? { choices: few } : {},
      });
    await aQuestion(on.db, {
      record,
      type: "single-choice",
      code: "Q_VILLE",
      label: "Ville",
      config: { choices: many },
    });
  }
  await aPipeline(on.db);
  await aForm(on.db, { organisationId: on.home.id, name: "Contactez-nous" });
  const template = async (record: ImportRecord, by: TestUser = me) => {
    const { raw } = await by.call(importApi.template, { query: { record } });
    expect(raw.headers["content-type"]).toContain("spreadsheetml.sheet");
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(raw.rawPayload as never);
    const page = book.worksheets[0] as ExcelJS.Worksheet;
    const heads = (page.getRow(1).values as string[]).slice(1);
    const place = (code: string) => heads.indexOf(code) + 1;
    const row = (number: number, cells: Record<string, ExcelJS.CellValue>) => {
      for (const [code, value] of Object.entries(cells)) {
        expect(place(code), code).toBeGreaterThan(0);
        page.getRow(number).getCell(place(code)).value = value;
      }
    };
    return {
      bytes: raw.rawPayload,
      book,
      page,
      heads,
      place,
      row,
      file: async () => Buffer.from(await book.xlsx.writeBuffer()),
    };
  };
  return { ...on, me, template };
}

/** Answers that a person fills in: as Excel keeps them. */
const filledIn: Partial<Record<FieldTypeName, ExcelJS.CellValue>> = {
  text: "=1+1",
  "long-text": "Une ligne",
  number: 12.5,
  amount: 99.95,
  date: new Date("2026-03-14T00:00:00Z"),
  "date-time": new Date("2026-03-14T14:30:00Z"),
  boolean: "Oui",
  "single-choice": "007",
  "radio-choice": "APL",
  "multiple-choice": "APL;RESEAU",
  email: "question@exemple.fr",
  phone: "0612345678",
  url: "www.exemple.fr",
  scale: 4,
};
const answered = Object.fromEntries(
  Object.entries(filledIn).map(([type, value]) => [`Q_${type.toUpperCase().replaceAll("-", "_")}`, value]),
);

const libreOffice = await promisify(execFile)("soffice", ["--version"]).then(
  () => true,
  () => false,
);

/** The workbook opened by LibreOffice and saved again. */
async function throughLibreOffice(content: Buffer): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), "crm-template-"));
  try {
    await writeFile(join(folder, "filled.xlsx"), content);
    const args = ["--headless", "--convert-to", "xlsx", "--outdir", join(folder, "out"), join(folder, "filled.xlsx")];
    await promisify(execFile)("soffice", [`-env:UserInstallation=file://${folder}/profile`, ...args], {
      timeout: 100_000,
    });
    return await readFile(join(folder, "out/filled.xlsx"));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
const ways = [
  ["as it is", false] as const,
  ...(libreOffice ? [["opened and saved by LibreOffice", true] as const] : []),
];

test.each(ways)(
  "filled in, %s, each is imported without a match by hand; the example is not",
  async (_, saved) => {
    const { template, importAll, check, me, db } = await templateWorld();
    const given = async (content: Buffer) => (saved ? throughLibreOffice(content) : content);
    const contacts = await template("contact");
    contacts.row(3, {
      NOM: "Le Denmat",
      PRENOM: "Audrey",
      EMAIL: "audrey@exemple.fr",
      MOBILE: "0639981234",
      ...answered,
    });
    contacts.row(4, { NOM: "Sans", EMAIL: "sans@exemple.fr", CODE_POSTAL: "01000", Q_VILLE: "VILLE_119" });
    const content = await given(await contacts.file());
    const checked = await check(me, content);
    expect(checked).toMatchObject({ total: 2, refused: 0, missing: [], details: { sheet: "Contacts", headerRow: 1 } });
    expect(checked.columns.every(({ by }) => by === "code")).toBe(true);
    await importAll(me, content);
    expect(await db.contact.count({ where: { email: exampleEmail } })).toBe(0);
    const audrey = await db.contact.findFirstOrThrow({ where: { email: "audrey@exemple.fr" } });
    const questions = await db.question.findMany({ where: { record: "contact" } });
    const said = (code: string) =>
      (audrey.answers as Record<string, unknown>)[questions.find((one) => one.code === code)?.id ?? ""];
    expect(Object.keys(answered).map(said)).toEqual([
      ...["=1+1", "Une ligne", 12.5, 99.95, "2026-03-14", "2026-03-14T13:30:00.000Z", true, "007", "APL"],
      ...[["APL", "RESEAU"], "question@exemple.fr", "+33612345678", "https://www.exemple.fr", 4],
    ]);
    expect(await db.contact.findFirst({ where: { email: "sans@exemple.fr" } })).toMatchObject({ postalCode: "01000" });

    const opportunities = await template("opportunity");
    opportunities.row(3, {
      ...{ TITRE: "Cuisine", CONTACT_EMAIL: "audrey@exemple.fr", ETAPE: "Piste", ETAT: "Ouvert", MONTANT: 1234.5 },
      ...{ DATE_PREVUE: new Date("2026-05-01T00:00:00Z"), SUIVI_PAR: "Zoé Gestion", ...answered },
      TYPE: opportunities.page.getRow(2).getCell(opportunities.place("TYPE")).value,
    });
    const sold = await importAll(me, await given(await opportunities.file()), {}, "opportunity");
    expect(sold).toMatchObject({ total: 1, created: 1, refused: 0 });
    expect(await db.opportunity.findFirst()).toMatchObject({
      ...{ title: "Cuisine", expectedOn: new Date("2026-05-01"), ownerId: me.id },
    });

    const submissions = await template("submission");
    submissions.row(3, { FORMULAIRE: "Contactez-nous", EMAIL: "audrey@exemple.fr", MESSAGE: "Bonjour", ...answered });
    const sent = await importAll(me, await given(await submissions.file()), {}, "submission");
    expect(sent).toMatchObject({ total: 1, created: 1, refused: 0 });
  },
  300_000,
);

test("the codes are heads with a note, the formats and lists those of the questions; the second sheet explains", async () => {
  const { template, db, me, importAll } = await templateWorld();
  const { book, page, heads, place, row, file } = await template("contact");
  expect(book.worksheets.map(({ name, state }) => `${name} ${state}`)).toEqual([
    "Contacts visible",
    "Lisez-moi visible",
    "Listes hidden",
  ]);
  expect(heads).not.toContain("Q_FILE");
  const note = (code: string) => JSON.stringify(page.getRow(1).getCell(place(code)).note);
  expect(note("EMAIL")).toContain("Obligatoire");
  expect(note("NOM")).toContain("Facultatif");
  expect(note("Q_MULTIPLE_CHOICE")).toContain("point-virgule");
  expect(note("Q_SINGLE_CHOICE")).toMatch(/=Question single-choice.*1 choix parmi.*APL \(Appel entrant\)/);
  const { model } = (page as unknown as { dataValidations: { model: Record<string, ExcelJS.DataValidation> } })
    .dataValidations;
  const validationOf = (code: string) => {
    const letter = page.getColumn(place(code)).letter;
    return model[`${letter}2:${letter}10001`] ?? model[`${letter}2`];
  };
  const listOf = (code: string) => {
    const [, column, last] = /^Listes!\$([A-Z]+)\$1:\$[A-Z]+\$(\d+)$/.exec(validationOf(code)?.formulae[0] ?? "") ?? [];
    return Array.from(
      { length: Number(last) },
      (_, at) => book.getWorksheet("Listes")?.getCell(`${column}${at + 1}`).value,
    );
  };
  expect(listOf("Q_VILLE")).toEqual(many.map(({ value }) => value));
  expect(listOf("Q_SINGLE_CHOICE")).toEqual(["APL", "007", "RESEAU"]);
  expect(listOf("Q_BOOLEAN")).toEqual(["Oui", "Non"]);
  expect(validationOf("Q_MULTIPLE_CHOICE")?.showErrorMessage).toBeFalsy();
  expect(validationOf("Q_TEXT")).toBeUndefined();
  const formatOf = (code: string) => page.getColumn(place(code)).numFmt;
  expect(["TELEPHONE", "CODE_POSTAL", "Q_DATE", "Q_DATE_TIME", "Q_TEXT", "Q_AMOUNT"].map(formatOf)).toEqual([
    ...["@", "@", "dd/mm/yyyy", "dd/mm/yyyy hh:mm", "@", "#,##0.##########"],
  ]);
  const told = book.getWorksheet("Lisez-moi")?.getSheetValues().flat().join("\n") ?? "";
  for (const said of [exampleEmail, "Q_VILLE", "VILLE_119", "Type"]) expect(told).toContain(said);

  // The example would be imported, were it not one.
  row(2, { EMAIL: "camille@exemple.fr" });
  expect(await importAll(me, await file())).toMatchObject({ total: 1, created: 1, refused: 0 });
  expect(await db.contact.findFirst({ where: { email: "camille@exemple.fr" } })).toMatchObject({ lastName: "Le Goff" });
});

test("the example alone is nothing to import", async () => {
  const { template, check, me } = await templateWorld();
  expect(await check(me, (await template("contact")).bytes)).toMatchObject({ status: "failed", failure: "NO_ROWS" });
});

test("an opportunity's example would be imported, were its contact there", async () => {
  const { template, importAll, me, db, home } = await templateWorld();
  await aContact(db, { organisationId: home.id, email: "camille@exemple.fr" });
  const { row, file } = await template("opportunity");
  row(2, { CONTACT_EMAIL: "camille@exemple.fr" });
  const done = await importAll(me, await file(), {}, "opportunity");
  expect(done).toMatchObject({ total: 1, created: 1, refused: 0 });
});
