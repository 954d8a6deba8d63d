import type { SimilarContact, SimilarityReason, SimilarQuery } from "@crm/contract";
import { Prisma } from "@crm/db";
import { emailKey, readEmail, readPhone } from "@crm/fields";
import type { z } from "zod";
import { recordScope } from "../../platform/access.ts";
import { type Ctx, inTransaction } from "../../platform/context.ts";

/** From this likeness of their letters on, 0 to 1, two names are close: « Kervella Yann » and « Kervela Yan », in any order. */
const closeness = 0.7;
/** Fewer figures are an extension, which many share. */
const figures = 6;
/** Contacts that are looked at for one reason: a switchboard's number or a frequent name is no reason to list everybody. */
const perReason = 20;
/** Contacts that are shown to who types. */
const shown = 5;

/** The operator « %> » means `closeness` until the transaction ends: it is what the index of search answers to. */
const measureNames = (ctx: Ctx) =>
  ctx.db.$executeRaw`SELECT set_config('pg_trgm.word_similarity_threshold', ${String(closeness)}, true)`;
/** What search looks in holds the names, beside much else: a name is at least as close to a part of it as to them alone. */
const byName = (name: Prisma.Sql) =>
  Prisma.sql`o.search %> ${name} AND similarity(o.name_key, ${name}) >= ${closeness}::real`;

/** What a contact is compared by, as SQL expressions. */
interface Compared {
  email: Prisma.Sql;
  numbers: Prisma.Sql;
  name: Prisma.Sql;
  company: Prisma.Sql;
  city: Prisma.Sql;
}

const numbersOf = (phone: Prisma.Sql, mobile: Prisma.Sql) => Prisma.sql`
  ARRAY(SELECT n FROM unnest(ARRAY[phone_digits(${phone}), phone_digits(${mobile})]) AS n WHERE length(n) >= ${figures})`;

const storedAs = (alias: string): Compared => {
  const column = (name: string) => Prisma.raw(`${alias}.${name}`);
  return {
    email: Prisma.sql`email_key(${column("email")})`,
    numbers: numbersOf(column("phone"), column("mobile")),
    name: column("name_key"),
    company: column("company_key"),
    city: Prisma.sql`sort_key(${column("city")})`,
  };
};

/** What two contacts have in common: one column per reason, the closeness of names, nothing said of what both leave empty. */
function commonSql(a: Compared, b: Compared): Prisma.Sql {
  const same = (one: Prisma.Sql, other: Prisma.Sql) =>
    Prisma.sql`(${one} = ${other} AND ${one} <> sort_key('') AND ${one} <> '')`;
  return Prisma.sql`
    ${same(a.email, b.email)} AS email, ${a.numbers} && ${b.numbers} AS phone, ${same(a.company, b.company)} AS company,
    ${same(a.city, b.city)} AS city,
    CASE WHEN ${a.name} = sort_key('') OR ${b.name} = sort_key('') THEN 0 ELSE similarity(${a.name}, ${b.name}) END AS close`;
}

const score = Prisma.sql`
  (x.email::int * 100 + x.phone::int * 50 + (CASE WHEN x.close >= ${closeness}::real THEN round(x.close * 40) ELSE 0 END)
   + x.company::int * 15 + x.city::int * 5)::int`;
const reasons = Prisma.sql`
  array_remove(ARRAY[CASE WHEN x.email THEN 'email' END, CASE WHEN x.phone THEN 'phone' END,
    CASE WHEN x.close >= ${closeness}::real THEN 'name' END, CASE WHEN x.company THEN 'company' END, CASE WHEN x.city THEN 'city' END], NULL)`;

/** Contacts (alias o) that may be compared: neither deleted nor anonymised. */
const living = Prisma.sql`o.deleted_at IS NULL AND o.anonymised_at IS NULL`;
const byPhone = (numbers: Prisma.Sql) => Prisma.sql`o.phone <> '' AND phone_digits(o.phone) = ANY(${numbers})`;
const byMobile = (numbers: Prisma.Sql) => Prisma.sql`o.mobile <> '' AND phone_digits(o.mobile) = ANY(${numbers})`;

/** The contacts that the actor sees and that look like the one being typed, as one statement; null when nothing is typed. */
export function similarSql(ctx: Ctx, typed: z.output<typeof SimilarQuery>): Prisma.Sql | null {
  const { email = "", phone = "", mobile = "", lastName = "", firstName = "", company = "", city = "" } = typed;
  const named = `${lastName} ${firstName}`.trim();
  const given: Compared = {
    email: Prisma.sql`${emailKey(readEmail(email))}`,
    numbers: Prisma.sql`(SELECT numbers FROM typed)::text[]`,
    name: Prisma.sql`sort_key(${named})`,
    company: Prisma.sql`sort_key(${company})`,
    city: Prisma.sql`sort_key(${city})`,
  };
  const seen = Prisma.sql`${recordScope(ctx.actor, "o")} AND ${living}
    AND ${typed.exceptId === undefined ? Prisma.sql`TRUE` : Prisma.sql`o.id <> ${typed.exceptId}::uuid`}`;
  const ways = [
    ...(email ? [Prisma.sql`${storedAs("o").email} = ${given.email}`] : []),
    ...(phone || mobile ? [byPhone(given.numbers), byMobile(given.numbers)] : []),
    // Two or three letters are close to everything.
    ...(named.length > 3 ? [byName(given.name)] : []),
  ];
  if (ways.length === 0) return null;
  const found = ways.map(
    (way) => Prisma.sql`(SELECT o.id FROM contacts o WHERE ${way} AND ${seen} LIMIT ${perReason})`,
  );
  return Prisma.sql`
    WITH typed AS MATERIALIZED (
      SELECT ${numbersOf(Prisma.sql`${readPhone(phone)}::text`, Prisma.sql`${readPhone(mobile)}::text`)} AS numbers
    ), found AS MATERIALIZED (${Prisma.join(found, " UNION ")})
    SELECT o.id, o.code, o.last_name AS "lastName", o.first_name AS "firstName", o.company, o.email, o.city, ${reasons} AS reasons
    FROM found JOIN contacts o ON o.id = found.id
    CROSS JOIN LATERAL (SELECT ${commonSql(given, storedAs("o"))}) AS x
    ORDER BY ${score} DESC, o.id LIMIT ${shown}`;
}

/** Runs `similarSql`. */
export function similarTo(ctx: Ctx, typed: z.output<typeof SimilarQuery>): Promise<SimilarContact[]> {
  const sql = similarSql(ctx, typed);
  if (sql === null) return Promise.resolve([]);
  return inTransaction({ ...ctx, db: ctx.reader }, async (ctx) => {
    await measureNames(ctx);
    return ctx.db.$queryRaw<(SimilarContact & { reasons: SimilarityReason[] })[]>(sql);
  });
}

/** A row of a file that would become a contact. */
interface Newcomer {
  lastName: string;
  firstName: string;
  company: string;
  phone: string;
  mobile: string;
  city: string;
}

/**
 * How many of these look like a contact that the actor sees: same phone, or same name in the same company or city. Names must
 * be the same here, not only close: that is one statement by index for a thousand rows, where closeness costs milliseconds each.
 */
export async function countSimilar(ctx: Ctx, newcomers: Newcomer[]): Promise<number> {
  if (newcomers.length === 0) return 0;
  const seen = Prisma.sql`${recordScope(ctx.actor, "o")} AND ${living}`;
  const rows = await ctx.db.$queryRaw<[{ count: number }]>`
    WITH r AS MATERIALIZED (
      SELECT sort_key("lastName" || ' ' || "firstName") AS name, sort_key(company) AS company, sort_key(city) AS city,
             ${numbersOf(Prisma.raw("phone"), Prisma.raw("mobile"))} AS numbers
      FROM jsonb_to_recordset(${JSON.stringify(newcomers)}::jsonb)
        AS r("lastName" text, "firstName" text, company text, phone text, mobile text, city text)
    )
    SELECT count(*)::int AS count FROM r WHERE
      EXISTS (SELECT 1 FROM unnest(r.numbers) AS n JOIN contacts o ON o.phone <> '' AND phone_digits(o.phone) = n WHERE ${seen})
      OR EXISTS (SELECT 1 FROM unnest(r.numbers) AS n JOIN contacts o ON o.mobile <> '' AND phone_digits(o.mobile) = n WHERE ${seen})
      OR (r.name <> sort_key('') AND EXISTS (
        SELECT 1 FROM contacts o WHERE o.name_key = r.name AND ${seen}
          AND ((o.company_key = r.company AND r.company <> sort_key('')) OR (sort_key(o.city) = r.city AND r.city <> sort_key('')))))`;
  return rows[0].count;
}

/**
 * Looks for the pairs of these contacts anew and keeps them; those that were told apart stay apart. Runs in a transaction.
 * Names are compared within one company, and within one city where the other begins with three letters of one of the words:
 * both by an index that leaves few to compare.
 * Contacts are held in the order of their ids, as bulk changes hold them: neither ever waits for the other in a circle.
 */
export async function findPairs(ctx: Ctx, contactIds: string[]): Promise<void> {
  if (contactIds.length === 0) return;
  const closeTo = Prisma.sql`s.name_key <> sort_key('') AND similarity(o.name_key, s.name_key) >= ${closeness}::real`;
  const near = (way: Prisma.Sql) => Prisma.sql`
    SELECT s.id AS one, o.id AS other FROM s CROSS JOIN LATERAL (
      SELECT o.id FROM contacts o WHERE ${way} AND o.id <> s.id AND ${living} LIMIT ${perReason}) AS o`;
  const numbers = Prisma.raw("s.numbers");
  // Pairs are held in their order too, before contacts: undoing an import deletes both.
  await ctx.db.$executeRaw`
    WITH held AS MATERIALIZED (
      SELECT first_id, second_id FROM duplicate_pairs
      WHERE first_id = ANY(${contactIds}::uuid[]) OR second_id = ANY(${contactIds}::uuid[])
      ORDER BY first_id, second_id FOR UPDATE
    ) DELETE FROM duplicate_pairs p USING held h WHERE p.first_id = h.first_id AND p.second_id = h.second_id`;
  await ctx.db.$executeRaw`
    WITH s AS MATERIALIZED (
      SELECT o.id, ${storedAs("o").email} AS email, o.name_key, o.company_key, sort_key(o.city) AS city, ${storedAs("o").numbers} AS numbers,
             ARRAY(SELECT left(word, 3) FROM unnest(string_to_array(o.name_key, ' ')) AS word) AS starts
      FROM contacts o WHERE o.id = ANY(${contactIds}::uuid[]) AND ${living}
    ), near AS (
      ${near(Prisma.sql`${storedAs("o").email} = s.email`)}
      UNION ALL ${near(byPhone(numbers))}
      UNION ALL ${near(byMobile(numbers))}
      UNION ALL ${near(Prisma.sql`o.company_key = s.company_key AND s.company_key <> sort_key('') AND ${closeTo}`)}
      UNION ALL ${near(Prisma.sql`o.city <> '' AND sort_key(o.city) = s.city AND left(o.name_key, 3) = ANY(s.starts) AND ${closeTo}`)}
    ), pairs AS MATERIALIZED (SELECT DISTINCT least(one, other) AS first_id, greatest(one, other) AS second_id FROM near),
    held AS MATERIALIZED (
      SELECT c.id FROM contacts c WHERE c.id IN (SELECT first_id FROM pairs UNION SELECT second_id FROM pairs) ORDER BY c.id FOR KEY SHARE
    )
    INSERT INTO duplicate_pairs (first_id, second_id, score, reasons)
    SELECT p.first_id, p.second_id, ${score}, ${reasons}
    FROM pairs p JOIN contacts a ON a.id = p.first_id JOIN contacts b ON b.id = p.second_id
    JOIN held ha ON ha.id = a.id JOIN held hb ON hb.id = b.id
    CROSS JOIN LATERAL (SELECT ${commonSql(storedAs("a"), storedAs("b"))}) AS x
    WHERE NOT EXISTS (SELECT 1 FROM distinct_pairs d WHERE d.first_id = p.first_id AND d.second_id = p.second_id)
    ON CONFLICT (first_id, second_id) DO UPDATE SET score = excluded.score, reasons = excluded.reasons`;
}
