import { contactApi } from "@crm/contract";
import { expect, test } from "vitest";
import { aContact } from "../../test/factories.ts";
import { importWorld, reasonsOf } from "../../test/importing.ts";
import { workbookParts, xmlRow, zipOf } from "../../test/workbook.ts";

async function world() {
  const on = await importWorld();
  const me = await on.as("salesperson");
  const contact = (over = {}) => aContact(on.db, { organisationId: on.home.id, ownerId: me.id, ...over });
  const codes = async () =>
    Object.fromEntries(
      (await on.db.contact.findMany()).map(({ email, postalCode }) => [email.slice(0, email.indexOf("@")), postalCode]),
    );
  return { ...on, me, contact, codes };
}

test("a postal code whose zero a spreadsheet ate is mended in France, left elsewhere, and told", async () => {
  const { me, importAll, check, codes } = await world();
  const file = [
    "EMAIL;CODE_POSTAL;VILLE;PAYS;TELEPHONE",
    "ain@x.fr;1000;Bourg-en-Bresse;France;",
    "nice@x.fr;6000;Nice;;",
    "bxl@x.fr;1000;Bruxelles;Belgique;",
    "bxl2@x.fr;1000;Bruxelles;;",
    "ch@x.fr;1950;Villeneuve;;+41 21 310 11 11",
    "gp@x.fr;4000;Digne;;0590 12 34 56",
    "corse@x.fr;2A004;Ajaccio;;",
    "paris@x.fr;75002;Paris;;",
  ].join("\n");
  const checked = await check(me, file);
  expect(checked).toMatchObject({ created: 8, refused: 0 });
  expect(checked.details["remarks"]).toEqual({ postalCodeMended: 3, postalCodeShort: 2 });
  expect(await importAll(me, file)).toMatchObject({ created: 8 });
  expect(await codes()).toEqual({
    ...{
      ain: "01000",
      nice: "06000",
      bxl: "1000",
      bxl2: "1000",
      ch: "1950",
      gp: "04000",
      corse: "2A004",
      paris: "75002",
    },
  });
  expect(await check(me, file)).toMatchObject({ unchanged: 8, updated: 0 });
});

test("a postal code that is stored is never written over by the same without its zero", async () => {
  const { me, contact, importAll, codes } = await world();
  await contact({ email: "ain@x.fr", postalCode: "01000", city: "Bourg-en-Bresse" });
  await contact({ email: "odd@x.fr", postalCode: "01000", country: "Belgique" });
  await contact({ email: "be@x.fr", postalCode: "", country: "Belgique" });
  const file = "EMAIL;CODE_POSTAL\nain@x.fr;1000\nodd@x.fr;1000\nbe@x.fr;1000\n";
  expect(await importAll(me, file)).toMatchObject({ unchanged: 2, updated: 1, refused: 0 });
  expect(await codes()).toEqual({ ain: "01000", odd: "01000", be: "1000" });
});

test("phones that a spreadsheet turned into numbers are read; one that it rounded refuses its row", async () => {
  const { me, importAll, db } = await world();
  const book = zipOf(
    workbookParts([
      {
        rows:
          xmlRow(1, ["EMAIL", "MOBILE"]) +
          `<row r="2"><c r="A2" t="inlineStr"><is><t>a@x.fr</t></is></c><c r="B2"><v>612345678</v></c></row>` +
          `<row r="3"><c r="A3" t="inlineStr"><is><t>b@x.fr</t></is></c><c r="B3"><v>6.12345678E8</v></c></row>` +
          `<row r="4"><c r="A4" t="inlineStr"><is><t>c@x.fr</t></is></c><c r="B4"><v>33612345678</v></c></row>` +
          `<row r="5"><c r="A5" t="inlineStr"><is><t>d@x.fr</t></is></c><c r="B5"><v>612345678.0</v></c></row>` +
          xmlRow(6, ["e@x.fr", "6.12E+08"]) +
          xmlRow(7, ["f@x.fr", "6,12345678E+08"]) +
          xmlRow(8, ["g@x.fr", "0690 12 34 56"]),
      },
    ]),
  );
  const done = await importAll(me, book);
  expect(reasonsOf(done)).toEqual([
    [6, "MOBILE : Le tableur a arrondi ce numéro\u00a0: 6.12E+08. Retapez-le en entier."],
  ]);
  expect((await db.contact.findMany({ orderBy: { email: "asc" } })).map(({ mobile }) => mobile)).toEqual([
    ...Array.from({ length: 5 }, () => "+33612345678"),
    "+590690123456",
  ]);
});

test.each([
  ["0690 12 34 56", "+590690123456"],
  ["0596 12 34 56", "+596596123456"],
  ["0639 12 34 56", "+262639123456"],
])("%s is found however it is searched, and is one with its other forms", async (typed, stored) => {
  const { me, db, home } = await world();
  const { body } = await me.call(contactApi.create, { body: { email: "a@x.fr", phone: typed } });
  expect(await db.contact.findUniqueOrThrow({ where: { id: body.id } })).toMatchObject({ phone: stored });
  const digits = typed.replaceAll(" ", "");
  for (const search of [typed, digits, stored, `00${stored.slice(1)}`, `+33 ${digits.slice(1)}`, digits.slice(0, 6)]) {
    const { body: page } = await me.call(contactApi.list, { query: { search } as never });
    expect([search, page.rows.map(({ email }) => email)]).toEqual([search, ["a@x.fr"]]);
  }
  // As it was kept before, and as other programs write it.
  const forms = [
    stored,
    digits,
    `+33${digits.slice(1)}`,
    `00${stored.slice(1)}`,
    `${stored.slice(0, 4)} (0)${stored.slice(4)}`,
  ];
  for (const form of forms) {
    const [row] = await db.$queryRaw<[{ digits: string }]>`SELECT phone_digits(${form}) AS digits`;
    expect([form, row.digits]).toEqual([form, digits]);
  }
  expect(home.id).not.toBe("");
});
