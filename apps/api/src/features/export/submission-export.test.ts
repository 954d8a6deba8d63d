import { submissionApi } from "@crm/contract";
import type { Prisma } from "@crm/db";
import { type FieldTypeName, fieldTypeNames } from "@crm/fields";
import { describe, expect, test } from "vitest";
import { exportWorld } from "../../test/exporting.ts";
import { aContact, aForm, anOrganisation, aQuestion, aSubmission } from "../../test/factories.ts";
import { countsOf, reasonsOf } from "../../test/importing.ts";
import type { TestUser } from "../../test/test-app.ts";
import { sweepExports } from "./export-sweep.service.ts";

const all = { record: "submission" } as const;
const said = (key: string, value: Prisma.InputJsonValue, text = String(value), label = key) => ({
  key,
  label,
  value,
  text,
});
/** But for what no file brings back. */
const valuesOf = (answers: unknown, but: string) =>
  Object.fromEntries(
    (answers as { key: string; value: unknown }[]).flatMap(({ key, value }) => (key === but ? [] : [[key, value]])),
  );

async function world() {
  const on = await exportWorld();
  const { db, home } = on;
  const [admin, seller] = [await on.as("admin"), await on.as("salesperson")];
  const form = await aForm(db, { organisationId: home.id, name: "Devis" });
  const contact = (over: object = {}) => aContact(db, { organisationId: home.id, ownerId: seller.id, ...over });
  const counted = async (by: TestUser, query: object = {}) =>
    (await by.call(submissionApi.count, { query: { ...query, exact: "true" } as never })).body.value;
  return { ...on, admin, seller, form, contact, counted };
}

describe("an export of submissions", () => {
  test("has the rows that the list counts, newest first, with the same filters, choice and exceptions", async () => {
    const { db, home, admin, form, contact, counted, exported } = await world();
    const letter = await aForm(db, { organisationId: home.id, name: "Lettre" });
    const { id: contactId } = await contact();
    const ids: string[] = [];
    for (let i = 0; i < 12; i++) {
      const { id } = await aSubmission(db, {
        ...{ formId: i % 3 ? form.id : letter.id, contactId: i % 4 ? contactId : null },
        ...{ receivedAt: new Date(Date.UTC(2026, 1, 1 + i, 23, 30)), answers: [said("message", `Portail n${i}`)] },
      });
      ids.push(id);
    }
    const counts: number[] = [];
    const filters = [{}, { formId: letter.id }, { contactId }, { from: "2026-02-04", to: "2026-02-06" }];
    for (const filter of [...filters, { search: "n11" }]) {
      counts.push(await counted(admin, filter));
      expect(await exported(admin, { ...all, filter })).toHaveLength(counts.at(-1) ?? 0);
    }
    expect(counts).toEqual([12, 4, 9, 3, 1]);
    const messages = async (asked: object) =>
      (await exported(admin, { ...all, ...asked })).map((row) => row["MESSAGE"]);
    expect((await messages({})).slice(0, 2)).toEqual(["Portail n11", "Portail n10"]);
    expect(await messages({ ids: [ids[3], ids[7]] })).toEqual(["Portail n7", "Portail n3"]);
    expect(await messages({ filter: { formId: letter.id }, except: [ids[0]] })).toHaveLength(3);
  });

  test("holds what its maker's list holds, no more; nobody's for who sees all; never of the bin", async () => {
    const { db, as, form, contact, exported, counted, admin, seller } = await world();
    const manager = await as("manager");
    const away = await anOrganisation(db);
    const of = async (word: string, over?: object) =>
      aSubmission(db, {
        ...{ formId: form.id, answers: [said("message", word)] },
        contactId: over ? (await contact(over)).id : null,
      });
    await of("mine", {});
    await of("homes", { ownerId: null });
    await of("aways", { ownerId: null, organisationId: away.id });
    await of("binned", { deletedAt: new Date() });
    await of("nobodys");
    const seen = async (by: TestUser) => (await exported(by, all)).map((row) => row["MESSAGE"]).sort();
    expect(await seen(seller)).toEqual(["mine"]);
    expect(await seen(manager)).toEqual(["homes", "mine"]);
    expect(await seen(admin)).toEqual(["aways", "homes", "mine", "nobodys"]);
    for (const by of [seller, manager, admin]) expect(await counted(by)).toBe((await seen(by)).length);
  });

  test("tells what was answered, not what the card says now, under the codes that an import reads", async () => {
    const { db, form, contact, admin, made, download, rowsOf } = await world();
    const budget = await aQuestion(db, { type: "amount", code: "BUDGET" });
    const old = await aQuestion(db, { type: "text", code: "ANCIEN", archivedAt: new Date() });
    const date = await aQuestion(db, { type: "date", code: "DATE" });
    await aQuestion(db, { type: "text", code: "JAMAIS" });
    const gone = "019a0000-0000-7000-8000-000000000001";
    const { id: contactId, code } = await contact({ email: "a@client.test", city: "Rennes", lastName: "Autre" });
    await aSubmission(db, {
      ...{ formId: form.id, contactId, receivedAt: new Date("2026-02-01T23:30:00.123Z") },
      answers: [
        ...[said("email", "old@client.test"), said("lastName", "=1+1"), said("mobile", "+33 6 12"), said(old.id, "@x")],
        ...[said("message", "-1\ndeux"), said(budget.id, 1234.5), said(date.id, "2026-12-24")],
        said(gone, "OUI", "Oui, bien sûr", "Déjà client ?"),
      ],
    });
    await aSubmission(db, { formId: form.id, contactId, answers: [], receivedAt: new Date("2026-01-01") });
    for (const format of ["xlsx", "csv"] as const) {
      const { id, file, total } = await made(admin, { ...all, format });
      expect([file?.name, total]).toEqual([`enregistrements-2026-03-02.${format}`, 2]);
      const content = (await download(admin, id)).raw.rawPayload;
      const [row, blank] = await rowsOf(content);
      expect(Object.entries(row ?? {}).filter(([head]) => head !== "CIVILITE")).toEqual([
        ["CODE_ENREGISTREMENT", "E-000001"],
        ["FORMULAIRE", "Devis"],
        ["DATE", format === "xlsx" ? "2026-02-02T00:30:00" : "02/02/2026 00:30"],
        ["CODE_CONTACT", code],
        ["NOM", "=1+1"],
        ["PRENOM", ""],
        ["ORGANISATION", ""],
        ["EMAIL", "old@client.test"],
        ["TELEPHONE", ""],
        ["MOBILE", "+33 6 12"],
        ["ADRESSE", ""],
        ["CODE_POSTAL", ""],
        ["VILLE", ""],
        ["PAYS", ""],
        ["MESSAGE", "-1\ndeux"],
        ["BUDGET", format === "xlsx" ? "1234.5" : "1234,5"],
        ["DATE_2", format === "xlsx" ? "2026-12-24" : "24/12/2026"],
        ["ANCIEN", "@x"],
        ["REPONSE_DEJA_CLIENT", "Oui, bien sûr"],
      ]);
      expect(blank).toMatchObject({ EMAIL: "a@client.test", NOM: "", MESSAGE: "" });
      // No program takes it for a formula.
      if (format === "csv") expect(content.toString()).toMatch(/;'=1\+1;.*;\+33 6 12;.*"'-1\ndeux";.*;'@x;/s);
    }
  });

  test.each(["xlsx", "csv"] as const)("as %s is imported again without a change, all of it", async (format) => {
    const { db, home, form, contact, admin, made, download, check, run } = await world();
    const choices = { choices: [{ label: "Au salon, dehors", value: "SAL" }] };
    const values: Record<FieldTypeName, Prisma.InputJsonValue> = {
      ...{ text: "'=1", "long-text": "un\ndeux", number: -1.5, amount: 10.25, date: "1850-01-02", file: [] },
      ...{ "date-time": "2025-10-26T01:30:00.000Z", boolean: false, "single-choice": "SAL", "radio-choice": "SAL" },
      ...{ "multiple-choice": ["SAL"], email: "x@y.fr", phone: "+33612345678", url: "https://y.fr/?a=1;b", scale: 3 },
      address: "1 rue; 01400; Bourg; France",
    };
    const answers = [];
    for (const type of fieldTypeNames.filter((type) => type !== "file")) {
      const config = type.endsWith("choice") ? choices : {};
      answers.push(said((await aQuestion(db, { type, config })).id, values[type]));
    }
    // An archived one has for a code how a live one is called.
    const old = await aQuestion(db, { type: "text", code: "BUDGET", archivedAt: new Date() });
    const live = await aQuestion(db, { type: "number", code: "BUDGET_2", label: "Budget" });
    answers.push(said(live.id, 12));
    const standard = [said("title", "Mme"), said("country", "France"), said("postalCode", "01400")];
    // One form has the other's address for a name, two have one name, and one is archived.
    const named = (name: string, over: object = {}) => aForm(db, { organisationId: home.id, name, ...over });
    const forms = [form, await named(form.slug), await named("Lettre"), await named("LETTRE")];
    forms.push(await named("lettre", { archivedAt: new Date() }));
    for (const { id: formId } of forms) {
      const { id: contactId, email } = await contact();
      await aSubmission(db, {
        formId,
        contactId,
        answers: [...standard, said("email", email), ...answers, said(old.id, "beaucoup")],
      });
      // In the hour that clocks show twice.
      await aSubmission(db, { formId, answers: [], receivedAt: new Date("2025-10-26T01:30:00.5Z") });
    }
    const { id } = await made(admin, { ...all, format });
    const content = (await download(admin, id)).raw.rawPayload;
    const dryRun = await check(admin, content, {}, "submission");
    expect(reasonsOf(dryRun)).toEqual([]);
    expect(countsOf(dryRun)).toMatchObject({ created: 0, updated: 0, refused: 0, unchanged: 10 });

    // Where they are not known any more, they come back as they were.
    const before = await db.submission.findMany({
      where: { contactId: { not: null } },
      orderBy: { receivedAt: "asc" },
    });
    await db.submission.deleteMany();
    const { created, refused } = await run(admin, (await check(admin, content, {}, "submission")).id);
    expect([created, refused]).toEqual([5, 5]); // nobody's stay nobody's: a file brings none
    const told = (rows: typeof before) =>
      rows
        .map(({ formId, contactId, receivedAt, answers }) => ({
          formId,
          contactId,
          receivedAt,
          answers: valuesOf(answers, old.id),
        }))
        .sort((one, other) => one.formId.localeCompare(other.formId));
    expect(told(await db.submission.findMany())).toEqual(told(before));
  });

  test("is told by mail, and goes once its maker may not read it any more", async () => {
    const { db, ctx, form, contact, as, made, ports, download } = await world();
    const manager = await as("manager");
    await aSubmission(db, { formId: form.id, contactId: (await contact()).id });
    const { id } = await made(manager, all);
    expect(ports.mailer.sent.at(-1)?.text).toContain("est prêt : 1 enregistrement. ");
    expect((await download(manager, id)).status).toBe(200);
    await db.user.update({ where: { id: manager.id }, data: { profile: "salesperson" } });
    await ctx.events.publish(db, { forget: manager.id });
    expect((await download(manager, id)).status).toBe(403);
    expect(await sweepExports(ctx, new AbortController().signal)).toBe(1);
  });
});
