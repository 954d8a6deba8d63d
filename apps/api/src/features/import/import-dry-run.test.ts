import { importApi } from "@crm/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { aContact, anOpportunity, aPipeline, aQuestion } from "../../test/factories.ts";
import { importWorld } from "../../test/importing.ts";

/** More rows than one chunk holds, about few people: they repeat, swap and follow one another in every way. */
const rows = 1300;
const options = fc.record({
  mode: fc.constantFrom("create", "update", "both"),
  key: fc.constantFrom("code", "email", undefined),
  empty: fc.constantFrom("keep", "erase"),
  unknownChoices: fc.constantFrom("refuse", "add"),
});
const row = fc.record({
  code: fc.option(fc.nat(79), { freq: 2 }),
  email: fc.option(fc.nat(2000)),
  known: fc.option(fc.nat(79), { freq: 2 }),
  name: fc.constantFrom("", "Riou", "Le Goff"),
  origin: fc.constantFrom("", "Web", "Salon", "Nouveau"),
  size: fc.constantFrom("", "1", "beaucoup"),
});

test("whatever the file and the options, the real run does what the dry run said", async () => {
  const on = await importWorld();
  const admin = await on.as("admin");
  const choices = [{ value: "Web", label: "Web" }];
  await aQuestion(on.db, { type: "single-choice", code: "ORIGINE", label: "Origine", config: { choices } });
  await aQuestion(on.db, { type: "number", code: "TAILLE", label: "Taille" });
  const people: { code: string }[] = [];
  for (let i = 0; i < 80; i++)
    people.push(await aContact(on.db, { organisationId: on.home.id, email: `known${Math.floor(i / 2)}@client.test` }));
  const csvOf = (drawn: Drawn[]) =>
    `CODE_CONTACT;EMAIL;NOM;ORIGINE;TAILLE\n${drawn
      .map(({ code, email, known, name, origin, size }) => {
        const mail = known !== null ? `KNOWN${known}@client.test` : email === null ? "" : `new${email}@client.test`;
        return [code === null ? "" : (people[code]?.code ?? ""), mail, name, origin, size].join(";");
      })
      .join("\n")}`;
  const agrees = async (drawn: Drawn[], chosen: Record<string, unknown>) => {
    const given = Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== undefined));
    const checked = await on.check(admin, csvOf(drawn), given);
    expect(checked).toMatchObject({ status: "checked", missing: [] });
    const { created, updated, unchanged, skipped, refused, duplicates, total, refusedRows } = checked;
    expect(created + updated + unchanged + skipped + refused).toBe(total);
    const before = await on.db.contact.count();
    const done = await on.run(admin, checked.id);
    expect(done).toMatchObject({
      status: "done",
      created,
      updated,
      unchanged,
      skipped,
      refused,
      duplicates,
      refusedRows,
    });
    expect(await on.db.contact.count()).toBe(before + created);
    expect(await on.db.importItem.count({ where: { importId: done.id } })).toBe(created + updated);
    // And it can be taken back, whole.
    if (created + updated === 0) return;
    expect((await admin.call(importApi.undo, { params: { id: done.id } })).status).toBe(202);
    await on.ports.jobs.runAll();
    expect((await on.show(admin, done.id)).undo).toEqual({ restored: created + updated, kept: 0 });
    expect(await on.db.contact.count()).toBe(before);
  };
  await fc.assert(fc.asyncProperty(fc.array(row, { minLength: rows, maxLength: rows, size: "max" }), options, agrees), {
    numRuns: 5,
    seed: 3,
    endOnFailure: true,
  });
}, 180_000);

type Drawn = typeof row extends fc.Arbitrary<infer Value> ? Value : never;

test("the same for opportunities", async () => {
  const on = await importWorld();
  const admin = await on.as("admin");
  const pipeline = await aPipeline(on.db);
  const contact = await aContact(on.db, { organisationId: on.home.id, email: "a@b.fr" });
  const of = { organisationId: on.home.id, contactId: contact.id, pipelineId: pipeline.id };
  const known: string[] = [];
  for (let i = 0; i < 60; i++) known.push((await anOpportunity(on.db, of)).code);
  const drawing = fc.record({
    code: fc.option(fc.nat(59), { freq: 3 }),
    title: fc.constantFrom("", "Un", "Deux"),
    stage: fc.constantFrom("", "Piste", "Proposition", "Nulle part"),
    status: fc.constantFrom("", "Ouvert", "Gagné", "Sans suite"),
    amount: fc.constantFrom("", "10", "-1", "1 234,50"),
  });
  const chosen = fc.record({
    mode: fc.constantFrom("create", "update", "both"),
    empty: fc.constantFrom("keep", "erase"),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(drawing, { minLength: 1100, maxLength: 1100, size: "max" }),
      chosen,
      async (drawn, given) => {
        const lines = drawn.map(({ code, title, stage, status, amount }) =>
          [code === null ? "" : known[code], "a@b.fr", title, stage, status, amount].join(";"),
        );
        const csv = `CODE_OPPORTUNITE;CONTACT_EMAIL;TITRE;ETAPE;ETAT;MONTANT\n${lines.join("\n")}`;
        const checked = await on.check(admin, csv, given, "opportunity");
        const { created, updated, unchanged, skipped, refused, duplicates, refusedRows } = checked;
        const before = await on.db.opportunity.count();
        const done = await on.run(admin, checked.id);
        expect(done).toMatchObject({ created, updated, unchanged, skipped, refused, duplicates, refusedRows });
        expect(await on.db.opportunity.count()).toBe(before + created);
      },
    ),
    { numRuns: 4, seed: 3, endOnFailure: true },
  );
}, 180_000);
