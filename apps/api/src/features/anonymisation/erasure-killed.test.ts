import type { PrismaClient } from "@crm/db";
import { expect, test } from "vitest";
import type { Ctx } from "../../platform/context.ts";
import { aContact, aQuestion } from "../../test/factories.ts";
import { testApp } from "../../test/test-app.ts";
import { storeFile } from "../file/file.service.ts";
import { notify } from "../notification/notification.service.ts";
import { anonymiseDue } from "./erasure.service.ts";

const never = new AbortController().signal;

/** A ctx whose process dies at its `last` step: before or after what it commits, or puts into the store, or takes out of it. */
function mortal(ctx: Ctx, last: number): Ctx {
  let steps = 0;
  const step = () => {
    if (++steps >= last) throw new Error("killed");
  };
  const around =
    <A extends unknown[], R>(act: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      step();
      const result = await act(...args);
      step();
      return result;
    };
  const { files } = ctx;
  const db = new Proxy(ctx.db as PrismaClient, {
    get(target, name) {
      const value = Reflect.get(target, name) as unknown;
      if (name !== "$transaction") return value;
      const run = (value as PrismaClient["$transaction"]).bind(target);
      // A long look changes nothing.
      return (work: never, options: { isolationLevel?: string }) =>
        (options.isolationLevel ? run : around(run))(work, options as never);
    },
  });
  return {
    ...ctx,
    db,
    files: { ...files, put: around(files.put), remove: around(files.remove) },
  };
}

test("killed at any step, then run again, it certifies the same as a run that was not killed", async () => {
  const { as, db, ctx, ports, clock, home } = await testApp();
  const [admin, question] = [await as("admin"), await aQuestion(db, { type: "email" })];
  let people = 0;
  /** Somebody in a file, in others' notes and notifications; due. */
  async function somebody(): Promise<string> {
    const n = ++people;
    const [lastName, email, second] = [`Zorn${n}x`, `zorn${n}x@quevilly.test`, `autre${n}x@quevilly.test`];
    const contact = await aContact(db, {
      ...{ organisationId: home.id, lastName, email, answers: { [question.id]: second } },
      anonymiseAt: new Date(clock.now.getTime() - 1),
    });
    const rows = `${lastName};${email}\nDurand;${second}\nKervella;yann@kervella.test`;
    const content = Buffer.from(`Nom;E-mail\n${rows}\n`);
    await storeFile(ctx, { name: "a.csv", mediaType: "text/csv", purpose: "import", content });
    await aContact(db, { organisationId: home.id, notes: `<p>Vu avec ${second}</p>` });
    await notify(ctx, admin.id, "import.done", { quoted: email });
    return contact.id;
  }
  const certificateOf = (contactId: string) =>
    db.anonymisationCertificate.findUniqueOrThrow({ where: { contactId }, select: { erased: true, kept: true } });

  const whole = await somebody();
  await anonymiseDue(ctx, never);
  const expected = await certificateOf(whole);
  expect(expected.erased).toMatchObject({ importRows: 2, files: 1, mentions: 2 });

  await db.file.deleteMany();

  let kills = 0;
  for (let last = 1; ; last++) {
    const id = await somebody();
    const killed = await anonymiseDue(mortal(ctx, last), never).then(
      () => false,
      () => true,
    );
    if (killed) await anonymiseDue(ctx, never);
    expect({ last, ...(await certificateOf(id)) }).toEqual({ last, ...expected });
    await ports.jobs.runAll();
    const files = await db.file.findMany();
    for (const file of files) expect(ports.files.files.get(file.key)).toHaveLength(file.size);
    if (!killed) break;
    kills++;
    await db.file.deleteMany();
  }
  // A file put and given, two texts, the contact itself: before and after each.
  expect(kills).toBe(10);
  expect(await db.erasedCount.count()).toBe(0);
}, 120_000);
