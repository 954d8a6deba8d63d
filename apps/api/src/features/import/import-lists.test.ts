import { type ImportedList, importApi, importListLimits, selectionApi } from "@crm/contract";
import { expect, test } from "vitest";
import { exportWorld } from "../../test/exporting.ts";
import { aContact, anOrganisation } from "../../test/factories.ts";
import { countsOf, importWorld, reasonsOf } from "../../test/importing.ts";
import type { TestUser } from "../../test/test-app.ts";
import { namesIn } from "./contact-lists.ts";
import { workThrough } from "./import-run.service.ts";

async function world() {
  const on = await exportWorld();
  const me = await on.as("salesperson");
  const contact = (email: string, over = {}) =>
    aContact(on.db, { organisationId: on.home.id, ownerId: me.id, email, ...over });
  const list = async (by: TestUser, name: string, shared = false) =>
    (await by.call(selectionApi.create, { body: { name, shared } })).body;
  /** Every list there is, whose it is, and who is in it. */
  const lists = async () =>
    Object.fromEntries(
      (
        await on.db.selection.findMany({
          include: { members: { include: { contact: true } } },
          orderBy: { name: "asc" },
        })
      ).map(({ name, userId, members }) => [
        `${name}${userId === me.id ? "" : ` of ${userId}`}`,
        members.map(({ contact }) => contact.email.slice(0, contact.email.indexOf("@"))).sort(),
      ]),
    );
  const undo = async (id: string) => {
    expect((await me.call(importApi.undo, { params: { id } })).status).toBe(202);
    await on.ports.jobs.runAll();
    return view(id);
  };
  const view = async (id: string) => (await me.call(importApi.show, { params: { id } })).body;
  return { ...on, me, contact, list, lists, undo, view };
}

const told = ({ details }: { details: Record<string, unknown> }) =>
  ((details["lists"] ?? []) as ImportedList[]).map(({ name, contacts, created }) => [name, contacts, created]);

/** As Mailchimp writes them: in quotes, parted by commas. */
const csv = `"Email Address","Last Name","TAGS"
new@x.fr,Neuf,"""VIP"",""Salon 2024"""
calm@x.fr,Calme,"""vip"""
known@x.fr,Connu,"""Clients été"",""VIP"",""vip"""
none@x.fr,Rien,
`;

test("a dry run counts the contacts of each list and tells the new ones; the run fills them, once, and is undone", async () => {
  const { me, contact, list, lists, undo, check, importAll } = await world();
  await contact("calm@x.fr", { lastName: "Calme" });
  await contact("known@x.fr", { lastName: "Connu" });
  await list(me, "Clients Ete");
  const dry = await check(me, csv);
  expect(dry.columns.map(({ code, by }) => [code, by])).toEqual([
    ["EMAIL", "alias"],
    ["NOM", "alias"],
    ["LISTES", "alias"],
  ]);
  expect(countsOf(dry)).toMatchObject({ status: "checked", created: 2, updated: 2, unchanged: 0, refused: 0 });
  const expected = [
    ["Clients Ete", 1, false],
    ["Salon 2024", 1, true],
    ["VIP", 3, true],
  ];
  expect(told(dry)).toEqual(expected);
  expect(await lists()).toEqual({ "Clients Ete": [] });

  const done = await importAll(me, csv);
  expect(told(done)).toEqual(expected);
  expect(await lists()).toEqual({ "Clients Ete": ["known"], "Salon 2024": ["new"], VIP: ["calm", "known", "new"] });
  // For who imports alone.
  const mine = (await me.call(selectionApi.list, {})).body;
  expect(mine.map(({ name, shared, owner }) => [name, shared, owner.id])).toEqual([
    ["Clients Ete", false, me.id],
    ["Salon 2024", false, me.id],
    ["VIP", false, me.id],
  ]);

  const again = await importAll(me, csv);
  expect(countsOf(again)).toMatchObject({ created: 0, updated: 0, unchanged: 4 });
  expect(told(again)).toEqual([]);

  expect((await undo(done.id)).undo).toEqual({ restored: 4, kept: 0 });
  expect(await lists()).toEqual({ "Clients Ete": [] });
});

test("undoing takes back the memberships that the import added, no other, and leaves a list that was used since", async () => {
  const { me, contact, list, lists, undo, importAll, db } = await world();
  const before = await contact("before@x.fr");
  const [a, b] = [await contact("a@x.fr"), await contact("b@x.fr")];
  const vip = await list(me, "VIP");
  await db.selectionMember.create({ data: { selectionId: vip.id, contactId: before.id } });
  const done = await importAll(
    me,
    "EMAIL;LISTES\nbefore@x.fr;VIP\na@x.fr;VIP;\nb@x.fr;Partagée;\na2@x.fr;Remplie\na3@x.fr;Vide\n",
  );
  expect(told(done)).toEqual([
    ["Partagée", 1, true],
    ["Remplie", 1, true],
    ["Vide", 1, true],
    ["VIP", 1, false],
  ]);
  // Taken out and put back by hand: that is nobody's import any more.
  await db.selectionMember.deleteMany({ where: { contactId: a.id } });
  await db.selectionMember.create({ data: { selectionId: vip.id, contactId: a.id } });
  const [shared, filled] = await Promise.all(
    ["Partagée", "Remplie"].map((name) => db.selection.findFirstOrThrow({ where: { name } })),
  );
  await me.call(selectionApi.update, { params: { id: shared?.id ?? "" }, body: { version: 1, shared: true } });
  await db.selectionMember.create({ data: { selectionId: filled?.id ?? "", contactId: b.id } });
  await undo(done.id);
  expect(await lists()).toEqual({ Partagée: [], Remplie: ["b"], VIP: ["a", "before"] });
});

test("a list that the actor may not see is neither filled nor told of; one that is shared with him is", async () => {
  const { me, as, list, lists, importAll, check, db } = await world();
  const colleague = await as("salesperson");
  const stranger = await as("salesperson", { organisationId: (await anOrganisation(db)).id });
  await list(colleague, "Secrète");
  await list(colleague, "Commune", true);
  await list(stranger, "Ailleurs", true);
  const file = "EMAIL;LISTES\na@x.fr;secrete;\nb@x.fr;COMMUNE;\nc@x.fr;Ailleurs;\n";
  expect(told(await check(me, file))).toEqual([
    ["Ailleurs", 1, true],
    ["Commune", 1, false],
    ["secrete", 1, true],
  ]);
  await importAll(me, file);
  expect(await lists()).toEqual({
    Ailleurs: ["c"],
    [`Ailleurs of ${stranger.id}`]: [],
    [`Commune of ${colleague.id}`]: ["b"],
    secrete: ["a"],
    [`Secrète of ${colleague.id}`]: [],
  });
});

test("names too long, too many in a cell and too many new lists refuse their rows, and say so", async () => {
  const { me, contact, list, lists, check, importAll } = await world();
  const { made, inCell } = importListLimits;
  await list(me, "Là");
  await contact("z@x.fr");
  const names = (count: number, word: string) => Array.from({ length: count }, (_, i) => `${word} ${i}`);
  const rows = [
    ...names(made, "Liste").map((name, i) => `p${i}@x.fr,${name}`),
    `long@x.fr,${"x".repeat(81)}`,
    `many@x.fr,"${names(inCell + 1, "L").join(";")}"`,
    "more@x.fr,Une de trop",
    'again@x.fr,"LISTE 0;;Là; là "',
    "z@x.fr,Là",
    'line@x.fr,"Deux\nlignes"',
  ];
  const dry = await check(me, `EMAIL,LISTES\n${rows.join("\n")}\n`);
  expect(reasonsOf(dry)).toEqual([
    [102, "LISTES : 80 caractères au plus."],
    [103, `LISTES : Cette cellule nomme plus de ${inCell} listes.`],
    [
      104,
      `LISTES : Un import ne crée pas plus de ${made} listes de sélection, et « Une de trop » serait une de plus. Créez-la, ou n’importez pas cette colonne.`,
    ],
    [107, expect.stringContaining("Un import ne crée pas plus de")],
  ]);
  expect(countsOf(dry)).toMatchObject({ created: made + 1, updated: 1, refused: 4 });
  const done = await importAll(me, `EMAIL,LISTES\n${rows.join("\n")}\n`);
  expect(told(done)).toEqual(told(dry));
  expect(told(done)).toHaveLength(made + 1);
  expect((await lists())["Là"]).toEqual(["again", "z"]);
  expect((await lists())["Liste 0"]).toEqual(["again", "p0"]);
});

test("an import that is killed and taken up again fills each list once, as the dry run said", async () => {
  const { me, lists, check, db, ctx, ports, view } = await world();
  const file = `EMAIL;LISTES\n${Array.from({ length: 2200 }, (_, i) => `p${i}@x.fr;"Lot ${i % 3};Tous"`).join("\n")}\n`;
  const dry = await check(me, file);
  await me.call(importApi.run, { params: { id: dry.id } });
  ports.jobs.waiting.splice(0); // the test is the worker
  let asked = 0;
  const publish: typeof ctx.events.publish = async (db, message) => {
    if ("to" in message && ++asked === 2) throw new Error("killed");
    await ctx.events.publish(db, message);
  };
  const calm = new AbortController().signal;
  const dying = { ...ctx, events: { ...ctx.events, publish } };
  await expect(workThrough(dying, dry.id, "running", calm)).rejects.toThrow("killed");
  expect((await view(dry.id)).done).toBe(1000);
  await workThrough(ctx, dry.id, "running", calm);
  const done = await view(dry.id);
  expect(told(done)).toEqual(told(dry));
  expect(Object.entries(await lists()).map(([name, people]) => [name, people.length])).toEqual([
    ["Lot 0", 734],
    ["Lot 1", 733],
    ["Lot 2", 733],
    ["Tous", 2200],
  ]);
  expect(await db.selectionMember.count()).toBe(4400);
});

test("what an export tells of lists is taken back unchanged, and tells no list of somebody else", async () => {
  const { me, as, contact, list, exported, made, download, check, importAll, lists, db } = await world();
  const one = await contact("one@x.fr");
  const names = ["Salon, Paris", 'Dits "fidèles"', "A;B", "VIP", "* étoile"];
  const hidden = await list(await as("salesperson"), "Secrète");
  for (const { id } of [...(await Promise.all(names.map((name) => list(me, name)))), hidden])
    await db.selectionMember.create({ data: { selectionId: id, contactId: one.id } });
  await contact("two@x.fr");
  const rows = await exported(me, { record: "contact" });
  const cells = Object.fromEntries(rows.map((row) => [row["EMAIL"], row["LISTES"]]));
  expect(namesIn(cells["one@x.fr"] ?? "").sort()).toEqual([...names].sort());
  expect(cells["two@x.fr"]).toBe("");
  const { id } = await made(me, { record: "contact", format: "csv" });
  const file = (await download(me, id)).raw.rawPayload;
  expect(countsOf(await check(me, file))).toMatchObject({ unchanged: 2, created: 0, updated: 0, refused: 0 });
  // Where the lists are gone, the file brings them back.
  const before = await lists();
  await db.selection.deleteMany({ where: { userId: me.id } });
  await importAll(me, file);
  expect(await lists()).toEqual(before);
});

/** From the public documentation of each program, and public samples of its exports. */
test.each<[program: string, header: string, cell: string, names: string[]]>([
  ["Mailchimp", "TAGS", '"VIP","Salon 2024"', ["VIP", "Salon 2024"]],
  ["Mailchimp, one with a comma", "TAGS", '"Salon, Paris","VIP"', ["Salon, Paris", "VIP"]],
  ["Brevo", "Lists", "Newsletter,Clients", ["Newsletter", "Clients"]],
  ["listmonk", "lists", "Default list, Opt-in list", ["Default list", "Opt-in list"]],
  ["HubSpot", "List memberships", "Clients; Prospects", ["Clients", "Prospects"]],
  ["Pipedrive", "Person - Labels", "Hot lead,Client", ["Hot lead", "Client"]],
  ["Pipedrive in French", "Personne - Étiquettes", "Prospect chaud", ["Prospect chaud"]],
  ["Google Contacts", "Labels", "Salon, Paris ::: VIP ::: * myContacts ::: * starred", ["Salon, Paris", "VIP"]],
  ["Google Contacts before 2024", "Group Membership", "* myContacts", []],
  ["Outlook", "Categories", "Clients;Fournisseurs", ["Clients", "Fournisseurs"]],
  ["Outlook in French", "Catégories", "Catégorie bleue", ["Catégorie bleue"]],
])("the lists of %s are read", async (_, header, cell, names) => {
  const { as, check } = await importWorld();
  const quoted = `"${cell.replaceAll('"', '""')}"`;
  const checked = await check(await as("salesperson"), `"E-mail","${header}"\n"a@x.fr",${quoted}\n`);
  expect(checked.columns[1]).toMatchObject({ code: "LISTES", by: "alias" });
  expect(checked).toMatchObject({ created: 1, refused: 0 });
  expect(told(checked)).toEqual([...names].sort().map((name) => [name, 1, true]));
});

test("several columns of lists add up, of one program or chosen by hand, each list once", async () => {
  const { me, check, importAll, ports, view, lists } = await world();
  const csv = `E-mail,Labels,Group Membership,Campagne
a@x.fr,VIP ::: * myContacts,vip ::: Salon 2024,Printemps
b@x.fr,,Salon 2024,
c@x.fr,,,Printemps
`;
  const dry = await check(me, csv);
  expect(dry.columns.map(({ code }) => code)).toEqual(["EMAIL", "LISTES", "LISTES", null]);
  await me.call(importApi.change, { params: { id: dry.id }, body: { options: dry.options, mapping: { 3: "LISTES" } } });
  await ports.jobs.runAll();
  const expected = [
    ["Printemps", 2, true],
    ["Salon 2024", 2, true],
    ["VIP", 1, true],
  ];
  expect(told(await view(dry.id))).toEqual(expected);
  await me.call(importApi.run, { params: { id: dry.id } });
  await ports.jobs.runAll();
  expect(await lists()).toEqual({ Printemps: ["a", "c"], "Salon 2024": ["a", "b"], VIP: ["a"] });
  expect(told(await importAll(me, csv))).toEqual([]);
});

test("together the columns of a row name as many lists as one cell may; the row is refused at the column that goes beyond", async () => {
  const { me, check } = await world();
  const names = (prefix: string, count: number) => Array.from({ length: count }, (_, i) => `${prefix}${i}`).join(";");
  const row = (second: number) => `a@x.fr,${names("A", importListLimits.inCell - 10)},${names("B", second)}`;
  const checked = await check(me, `E-mail,Labels,Tags\n${row(10)}\n${row(11).replace("a@", "b@")}\n`);
  expect(countsOf(checked)).toMatchObject({ created: 1, refused: 1 });
  expect(reasonsOf(checked)).toEqual([[3, expect.stringMatching(/^Tags : /)]]);
});

test("a column of lists that is refused by hand brings none; a stray quote is part of its name", async () => {
  const { as, check, ports, show } = await importWorld();
  const me = await as("salesperson");
  const dry = await check(me, "EMAIL;TAGS\na@x.fr;VIP\n");
  await me.call(importApi.change, { params: { id: dry.id }, body: { options: dry.options, mapping: { 1: null } } });
  await ports.jobs.runAll();
  expect(told(await show(me, dry.id))).toEqual([]);
  expect(namesIn('Les "grands", 12" x 8" ,,')).toEqual(['Les "grands"', '12" x 8"']);
  expect(namesIn("")).toEqual([]);
});
