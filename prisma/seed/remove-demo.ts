import type { Prisma, PrismaClient } from "../src/index.ts";
import { demoEmails } from "./demo-users.ts";

/** How many rows of each table went, and whether somebody is left who can sign in as « Gestionnaire ». */
export interface RemovedDemo {
  removed: Record<string, number>;
  adminLeft: boolean;
}

/**
 * Takes the demo away: its records, then its accounts with all that was theirs alone. What people made stays, with what it
 * hangs on: a contact of the demo to which somebody added an exchange, a question that one of their records answers, a type
 * that they changed. One transaction: all of it or nothing.
 */
export function removeDemo(db: PrismaClient, now = new Date()): Promise<RemovedDemo> {
  return db.$transaction(
    async (tx) => {
      await tx.$executeRaw`SELECT id FROM contacts WHERE id IN (SELECT id FROM demo_records) ORDER BY id FOR UPDATE`;
      await tx.$executeRaw`SELECT id FROM opportunities WHERE id IN (SELECT id FROM demo_records) ORDER BY id FOR UPDATE`;
      await keepWhatPeopleUse(tx);
      const removed: Record<string, number> = {};
      const remove = async (kind: string) => {
        const sql = `DELETE FROM ${kind} WHERE id IN (SELECT id FROM demo_records WHERE kind = '${kind}')`;
        removed[kind] = await tx.$executeRawUnsafe(sql);
      };
      await tx.$executeRaw`DELETE FROM audit_events WHERE opportunity_id IN (SELECT id FROM demo_records)`;
      for (const kind of ["interactions", "actions", "submissions", "opportunities", "contacts", "forms", "users"])
        await remove(kind);
      await keepWhatIsNamed(tx);
      await remove("questions");
      await remove("pipelines");
      await keepOrganisationsInUse(tx);
      await remove("organisations");
      await forgetRemoved(tx);
      await tx.demoRecord.deleteMany();
      await tx.installation.update({ where: { id: 1 }, data: { demoRemovedAt: now } });
      const admin = { profile: "admin", active: true, NOT: { passwordHash: "" } } as const;
      return { removed, adminLeft: (await tx.user.count({ where: admin })) > 0 };
    },
    { timeout: 600_000, maxWait: 60_000 },
  );
}

/** What stays is from now on as if people had made it. */
const keep = (db: Prisma.TransactionClient, kind: string, condition: string) =>
  db.$executeRawUnsafe(`DELETE FROM demo_records d WHERE d.kind = '${kind}' AND (${condition})`);

/** Whether a row of `table` that the demo did not bring hangs on the record `d`. */
const hangs = (table: string, column: string) =>
  `EXISTS (SELECT FROM ${table} t WHERE t.${column} = d.id AND t.id NOT IN (SELECT id FROM demo_records))`;

async function keepWhatPeopleUse(db: Prisma.TransactionClient): Promise<void> {
  const on = (column: string, ...tables: string[]) => tables.map((table) => hangs(table, column)).join(" OR ");
  await keep(db, "opportunities", on("opportunity_id", "interactions", "actions"));
  // One that a contact of theirs was merged into holds what was in it.
  const merged =
    "EXISTS (SELECT FROM contact_merges m WHERE m.kept_id = d.id AND m.merged_id NOT IN (SELECT id FROM demo_records))";
  const theirs = on("contact_id", "opportunities", "interactions", "actions", "submissions");
  await keep(db, "contacts", `${theirs} OR ${merged}`);
  const changed = "EXISTS (SELECT FROM forms f WHERE f.id = d.id AND f.version > 1)";
  await keep(db, "forms", `${changed} OR ${hangs("submissions", "form_id")}`);
  // An account that somebody made his own is no demo's any more.
  const own = demoEmails.map((email) => `'${email}'`).join(", ");
  await keep(db, "users", `EXISTS (SELECT FROM users u WHERE u.id = d.id AND u.email NOT IN (${own}))`);
}

interface Column {
  table: string;
  column: string;
  nullable: boolean;
}

/** Columns of our tables, their names ready for SQL. `condition` sees pg_attribute as a, pg_class as c, pg_type as t. */
const columns = (db: Prisma.TransactionClient, condition: string) =>
  db.$queryRawUnsafe<Column[]>(`
    SELECT quote_ident(c.relname) AS "table", quote_ident(a.attname) AS "column", NOT a.attnotnull AS nullable
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid JOIN pg_type t ON t.oid = a.atttypid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
      AND c.relname NOT IN ('demo_records', '_prisma_migrations') AND (${condition})`);

const anyId = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

/** Questions and types that people changed, or that what is left still names: in answers, forms, views, reports, templates. */
async function keepWhatIsNamed(db: Prisma.TransactionClient): Promise<void> {
  const told = ["'audit_events'", "'notifications'", "'idempotency_keys'"].join(", ");
  const texts = await columns(db, `(t.typname = 'jsonb' OR a.attname = 'query') AND c.relname NOT IN (${told})`);
  const named = texts.map(
    ({ table, column }) => `SELECT m[1] AS id FROM ${table}, regexp_matches(${column}::text, '(${anyId})', 'g') AS m`,
  );
  const changed = (table: string) => `EXISTS (SELECT FROM ${table} t WHERE t.id = d.id AND t.version > 1)`;
  const ids = `SELECT id::uuid FROM (${named.join(" UNION ")}) AS named`;
  await keep(db, "questions", `d.id IN (${ids}) OR ${changed("questions")}`);
  const used = "EXISTS (SELECT FROM opportunities o WHERE o.pipeline_id = d.id)";
  const stages = `EXISTS (SELECT FROM stages s WHERE s.pipeline_id = d.id AND s.id IN (${ids}))`;
  await keep(db, "pipelines", `d.id IN (${ids}) OR ${changed("pipelines")} OR ${used} OR ${stages}`);
}

async function keepOrganisationsInUse(db: Prisma.TransactionClient): Promise<void> {
  const members = await columns(db, "a.attname = 'organisation_id'");
  const inUse = members.map(({ table, column }) => `EXISTS (SELECT FROM ${table} t WHERE t.${column} = d.id)`);
  await keep(db, "organisations", inUse.join(" OR "));
}

/** Nothing that is left points at what is gone: ids that no foreign key guards, and what is told of records. */
async function forgetRemoved(db: Prisma.TransactionClient): Promise<void> {
  const unguarded = await columns(
    db,
    `t.typname = 'uuid' AND a.attname <> 'id' AND NOT EXISTS (
       SELECT FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'f' AND a.attnum = ANY (k.conkey))`,
  );
  for (const { table, column, nullable } of unguarded) {
    const gone = `WHERE ${column} IN (SELECT id FROM demo_records)`;
    await db.$executeRawUnsafe(
      nullable ? `UPDATE ${table} SET ${column} = NULL ${gone}` : `DELETE FROM ${table} ${gone}`,
    );
  }
  for (const table of ["audit_events", "notifications"])
    await db.$executeRawUnsafe(`
      DELETE FROM ${table} n WHERE EXISTS (
        SELECT FROM regexp_matches(n.data::text, '(${anyId})', 'g') AS m
        JOIN demo_records d ON d.id = m[1]::uuid WHERE d.kind NOT IN ('organisations', 'users', 'questions', 'pipelines'))`);
}
