import { contactApi, importApi } from "@crm/contract";
import { expect, test } from "vitest";
import { aContact, aQuestion } from "../../test/factories.ts";
import { countsOf, importWorld, reasonsOf } from "../../test/importing.ts";

const file = [
  ...["BEGIN:VCARD", "VERSION:2.1", "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Lef=C3=A8vre;Zo=C3=AB;;M."],
  ...["EMAIL;INTERNET:zoe@client.test", "TEL;CELL:06 12 34 56 78", "NOTE:Vu au salon", "BDAY:19700301", "END:VCARD"],
  ...["BEGIN:VCARD", "VERSION:3.0", "N:Le Goff;Camille;;Mme;", "FN:Camille Le Goff", "ORG:Menuiserie"],
  ...["item1.EMAIL;type=pref:camille@client.test", "TEL;TYPE=WORK:01 99 00 12 34"],
  ...["ADR;TYPE=WORK:;;1 rue A;Soissons;;02200;France", "END:VCARD"],
  ...["BEGIN:VCARD", "VERSION:4.0", "N:Riou;Anne;;;", "EMAIL anne@client.test", "END:VCARD"],
  ...["BEGIN:VCARD", "VERSION:4.0", "FN:Sans adresse", "END:VCARD"],
  ...["BEGIN:VCARD", "VERSION:4.0", "FN:Coupé", "EMAIL:coupe@client.test"],
].join("\r\n");

test("a file of cards: a dry run, broken ones refused in French with their line, one corrected, run, and undone", async () => {
  const { as, check, run, show, db, home, ports } = await importWorld();
  const me = await as("salesperson");
  const birthday = await aQuestion(db, { type: "date", code: "DATE_NAISSANCE", label: "Né le" });
  const known = await aContact(db, {
    ...{
      organisationId: home.id,
      ownerId: me.id,
      email: "camille@client.test",
      lastName: "Ancien",
      notes: "<p>Ici</p>",
    },
  });
  const checked = await check(me, file);
  expect(countsOf(checked)).toMatchObject({ status: "checked", total: 5, created: 1, updated: 1, refused: 3 });
  expect(reasonsOf(checked)).toEqual([
    [4, " : La ligne 21 du fichier n’est pas une ligne de vCard\u00a0: « EMAIL anne@client.test »."],
    [5, "EMAIL : Ce champ est obligatoire."],
    [6, " : La carte qui commence à la ligne 27 du fichier n’a pas de fin\u00a0: « END:VCARD » manque."],
  ]);
  expect(checked.columns.map(({ header, code }) => [header, code])).toContainEqual([
    "DATE_NAISSANCE",
    "DATE_NAISSANCE",
  ]);
  expect(await db.contact.count()).toBe(1);

  const email = checked.columns.findIndex(({ header }) => header === "EMAIL");
  const edits = [{ row: 4, column: email, value: "anne@client.test" }];
  await me.call(importApi.edit, { params: { id: checked.id }, body: { edits } });
  await ports.jobs.runAll();
  expect(countsOf(await show(me, checked.id))).toMatchObject({ created: 2, updated: 1, refused: 2 });

  const before = await db.contact.findUniqueOrThrow({ where: { id: known.id } });
  expect(countsOf(await run(me, checked.id))).toMatchObject({ status: "done", created: 2, updated: 1, refused: 2 });
  expect(await db.contact.findMany({ orderBy: { email: "asc" } })).toMatchObject([
    { lastName: "Riou", firstName: "Anne", email: "anne@client.test" },
    {
      ...{ title: "Mme", lastName: "Le Goff", firstName: "Camille", company: "Menuiserie", phone: "+33199001234" },
      ...{ address: "1 rue A", postalCode: "02200", city: "Soissons", country: "France", notes: "<p>Ici</p>" },
    },
    {
      ...{ title: "M.", lastName: "Lefèvre", firstName: "Zoë", mobile: "+33612345678" },
      ...{ answers: { [birthday.id]: "1970-03-01" }, notes: expect.stringContaining("Vu au salon") },
    },
  ]);

  expect((await me.call(importApi.undo, { params: { id: checked.id } })).status).toBe(202);
  await ports.jobs.runAll();
  const { version: _, updatedAt: __, ...was } = before;
  expect(await db.contact.findMany({ where: { deletedAt: null } })).toMatchObject([was]);
});

test("our own cards come back unchanged, to the contact that each is of", async () => {
  const { as, check, db, home } = await importWorld();
  const me = await as("admin");
  const written = [
    {},
    {
      ...{ title: "Mme", lastName: "Le Denmat; dite A,B", firstName: "Audrey", company: "'=Net \\ Hélium\\n" },
      ...{ email: "a@client.test", phone: "+33199001234", mobile: "+33612345678", address: "1, rue X ; bât. B" },
      ...{ postalCode: "02200", city: "Soissons", country: "France", notes: "<p>Reste ici</p>" },
    },
    { email: "a@client.test", lastName: "Homonyme 🦊".repeat(8), firstName: "" },
    { email: "b@client.test", lastName: "", firstName: "", company: "Net Hélium" },
    { email: "c@client.test", lastName: "", firstName: "", company: "" },
  ];
  const ids: string[] = [];
  for (const over of written) ids.push((await aContact(db, { organisationId: home.id, ownerId: me.id, ...over })).id);
  const cards = [];
  for (const id of ids) cards.push((await me.call(contactApi.vcard, { params: { id } })).raw.payload);
  for (const empty of ["keep", "erase"] as const) {
    const one = empty === "erase" ? [cards[1] ?? ""] : [cards.join("")];
    const checked = await check(me, one.join(""), { empty });
    expect(reasonsOf(checked)).toEqual([]);
    expect(countsOf(checked)).toMatchObject({ unchanged: checked.total, created: 0, updated: 0, refused: 0 });
  }
});

test("categories of cards become lists of who imports", async () => {
  const { as, check, run, db } = await importWorld();
  const me = await as("salesperson");
  const cards = [
    ...["BEGIN:VCARD", "VERSION:3.0", "N:Riou;Anne;;;", "EMAIL:anne@client.test", "CATEGORIES:VIP,Salon 2024"],
    ...["END:VCARD", "BEGIN:VCARD", "VERSION:3.0", "N:Roux;Luc;;;", "EMAIL:luc@client.test", "CATEGORIES:vip"],
    ...["item1.CATEGORIES:Salon\\, Paris", "END:VCARD"],
  ].join("\r\n");
  const checked = await check(me, cards);
  expect(checked.columns.map(({ code }) => code)).toContain("LISTES");
  await run(me, checked.id);
  const lists = await db.selection.findMany({
    include: { members: { include: { contact: true } } },
    orderBy: { name: "asc" },
  });
  expect(
    lists.map(({ name, userId, members }) => [
      ...[name, userId === me.id],
      ...members.map(({ contact }) => contact.firstName).sort(),
    ]),
  ).toEqual([
    ["Salon 2024", true, "Anne"],
    ["Salon, Paris", true, "Luc"],
    ["VIP", true, "Anne", "Luc"],
  ]);
});

test("an empty file is told as that of a CSV", async () => {
  const { check, as } = await importWorld();
  expect(await check(await as("salesperson"), "\uFEFF\r\n")).toMatchObject({
    status: "failed",
    failure: "HEADER_MISSING",
  });
});
