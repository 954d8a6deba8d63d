import { consentApi, contactApi, duplicateApi, sessionApi, submissionApi, userApi } from "@crm/contract";
import { emailKey } from "@crm/fields";
import { createTransport } from "nodemailer";
import { expect, test } from "vitest";
import { aContact, aForm, passwordHashOf } from "../../test/factories.ts";
import { countsOf, importWorld, reasonsOf } from "../../test/importing.ts";
import { searchDuplicates } from "../duplicate/duplicate.service.ts";

const typed = "contact@société-h2.example";
const asPunycode = "contact@xn--socit-h2-e1ab.example";

async function world() {
  const on = await importWorld();
  const me = await on.as("admin");
  const create = async (email: string) => (await me.call(contactApi.create, { body: { email } })).body;
  return { ...on, me, create };
}

test("the database and the rule agree on what two addresses have in common", async () => {
  const { db } = await world();
  const domains = [
    "société.fr",
    "bücher.example",
    "пример.рф",
    "例え.テスト",
    "ひとこと。日本",
    "مثال.إختبار",
    "faß.de",
    "ñ.es",
  ];
  const others = [
    "münchen-straße.gmbh.example",
    "ü.ü.ü",
    "안녕하세요.한국",
    "عمرو.مصر",
    "ไทย.ไทย",
    "A.Fr",
    "plain.example",
  ];
  const emails = [...domains, ...others].map(
    (domain) => `é.x@${domain.normalize("NFKC").replace("。", ".").toLowerCase()}`,
  );
  const rows = await db.$queryRaw<{ email: string; key: string }[]>`
    SELECT email, email_key(email) AS key FROM unnest(${[...emails, "à modifier a@société.fr", "", "é", "é@"]}::text[]) AS email`;
  expect(rows.map(({ key }) => key)).toEqual(rows.map(({ email }) => emailKey(email)));
  expect(rows.filter(({ key }) => /[^ -~]/.test(key.slice(key.indexOf("@"))) && key.includes("@"))).toEqual([]);
});

test("a contact keeps its address as it was typed, and is found by it in punycode", async () => {
  const { me, create } = await world();
  const [{ id, email }, other] = [await create(` Contact@Socie\u0301te\u0301-h2.example;`), await create("autre@b.fr")];
  expect(email).toBe(typed);
  const similar = await me.call(duplicateApi.similar, { query: { email: `mailto:${asPunycode}`, exceptId: other.id } });
  expect(similar.body).toMatchObject([{ id, reasons: ["email"] }]);
  const items = [{ field: "email", operator: "is" as const, value: asPunycode }];
  for (const search of [typed, asPunycode, "société-h2.ex", "xn--socit-h2-e1ab.example"]) {
    const list = await me.call(contactApi.list, { query: { search } as never });
    expect([search, list.body.rows.map((row) => row.id)]).toEqual([search, [id]]);
  }
  const filter = JSON.stringify({ match: "all", items });
  const { body } = await me.call(contactApi.list, { query: { filter } as never });
  expect(body.rows.map((row) => row.id)).toEqual([id]);
});

test("a file updates it by either form, and takes what people paste", async () => {
  const { me, db, importAll } = await world();
  await importAll(me, `EMAIL;NOM\n${typed};Riou\n`);
  expect(countsOf(await importAll(me, `EMAIL;NOM\n${typed};Riou\n`))).toMatchObject({ unchanged: 1, created: 0 });
  expect(countsOf(await importAll(me, `EMAIL;NOM\n${asPunycode};Riou\n`))).toMatchObject({ unchanged: 1 });
  expect(countsOf(await importAll(me, `EMAIL;NOM\n${asPunycode};Kervella\n`))).toMatchObject({ updated: 1 });
  expect(await db.contact.findMany()).toMatchObject([{ email: typed, lastName: "Kervella" }]);
  const twins = await importAll(me, `EMAIL;NOM\n${typed};Un\n${asPunycode};Deux\n`);
  expect(reasonsOf(twins)).toEqual([[3, "EMAIL : Même e-mail que la ligne 2."]]);
  const pasted = ["r&d@h2e.example", "MAILTO:lien@h2e.example", "Jean <nom@h2e.example>", "point@h2e.example."];
  const refused = ["ARRO BAS@h2e.example", "jean@h2e..example"];
  const done = await importAll(me, `EMAIL\n${[...pasted, ...refused].join("\n")}\n"a@b.fr; c@d.fr"\n`);
  expect(countsOf(done)).toMatchObject({ created: 4, refused: 3 });
  expect(reasonsOf(done)).toEqual([
    [6, "EMAIL : Cette adresse e-mail n’est pas valable."],
    [7, "EMAIL : Cette adresse e-mail n’est pas valable."],
    [8, "EMAIL : Indiquez une seule adresse e-mail."],
  ]);
});

test("who withdrew under one form stays withdrawn under the other; a form's visitor is the same contact", async () => {
  const { me, db, anyone, home, create } = await world();
  const { id } = await create(typed);
  const body = { channel: "email" as const, state: "withdrawn" as const, givenOn: "2026-03-01" };
  await me.call(consentApi.change, { params: { id }, body });
  expect((await create(asPunycode)).emailConsent).toBe("withdrawn");
  await db.contact.deleteMany({ where: { email: asPunycode } });
  const form = await aForm(db, { organisationId: home.id });
  const sent = await anyone.call(submissionApi.receive, {
    params: { slug: form.slug },
    body: { version: 1, answers: { email: asPunycode, lastName: "Riou" } },
  });
  expect(sent.status).toBe(201);
  expect(await db.contact.findMany()).toMatchObject([{ id, email: typed, lastName: "Riou" }]);
});

test("a user signs in with either form, and nobody takes the other", async () => {
  const { as, anyone, home, me } = await world();
  const password = "un mot de passe sûr";
  await as("salesperson", { email: typed, passwordHash: await passwordHashOf(password) });
  for (const email of [typed, asPunycode, ` ${asPunycode.toUpperCase()} `])
    expect((await anyone.call(sessionApi.signIn, { body: { email, password } })).status).toBe(200);
  const user = { firstName: "A", lastName: "B", password, organisationId: home.id, profile: "salesperson" as const };
  const taken = await me.call(userApi.create, { body: { ...user, email: asPunycode, crmAccess: true } });
  expect([taken.status, taken.body]).toMatchObject([409, { code: "EMAIL_TAKEN" }]);
});

test("the job that looks for duplicates pairs both forms", async () => {
  const { db, home, ctx, me } = await world();
  const [one, two] = [
    await aContact(db, { organisationId: home.id, email: typed, lastName: "A" }),
    await aContact(db, { organisationId: home.id, email: asPunycode, lastName: "Z" }),
  ];
  await searchDuplicates(ctx, new AbortController().signal);
  const { body } = await me.call(duplicateApi.list, { query: {} as never });
  expect(body.rows.map(({ first, second }) => [first.id, second.id].sort())).toEqual([[one.id, two.id].sort()]);
});

test("mail leaves for the domain in punycode", async () => {
  const transport = createTransport({ streamTransport: true, buffer: true }, { from: "crm@briconett.test" });
  const { envelope, message } = await transport.sendMail({ to: typed, subject: "s", text: "t" });
  expect(envelope.to).toEqual([asPunycode]);
  expect(String(message)).toContain(asPunycode);
});
