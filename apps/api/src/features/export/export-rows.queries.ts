import type { ContactFilter, OpportunityFilter } from "@crm/contract";
import { Prisma } from "@crm/db";
import type { RecordName } from "@crm/fields";
import { recordScope } from "../../platform/access.ts";
import type { Ctx } from "../../platform/context.ts";
import { contactsWhere } from "../contact/contact.service.ts";
import type { Column } from "../export-template/export-columns.service.ts";
import { opportunitiesWhere } from "../opportunity/opportunity.service.ts";
import { type ExportRow, needsOf } from "./export-cells.ts";

/** Which records: what an export was asked for. */
export interface Selection {
  ids?: string[] | undefined;
  filter?: ContactFilter | OpportunityFilter | undefined;
  except?: string[] | undefined;
}

const aliasOf = { contact: "c", opportunity: "o" } as const satisfies Record<RecordName, string>;
const tableOf = { contact: "contacts", opportunity: "opportunities" } as const satisfies Record<RecordName, string>;
const table = (record: RecordName) => Prisma.raw(`${tableOf[record]} ${aliasOf[record]}`);

/** The records of a selection that the actor sees: the very condition of the list, so that their numbers agree. */
export async function selectionWhere(
  ctx: Ctx,
  record: RecordName,
  { ids, filter = {}, except = [] }: Selection,
): Promise<Prisma.Sql> {
  const id = Prisma.raw(`${aliasOf[record]}.id`);
  const conditions = [
    await (record === "contact"
      ? contactsWhere(ctx, filter as ContactFilter)
      : opportunitiesWhere(ctx, filter as OpportunityFilter)),
  ];
  if (ids) conditions.push(Prisma.sql`${id} = ANY(${ids}::uuid[])`);
  if (except.length > 0) conditions.push(Prisma.sql`${id} <> ALL(${except}::uuid[])`);
  return Prisma.join(conditions, " AND ");
}

export async function selectionCount(ctx: Ctx, record: RecordName, where: Prisma.Sql): Promise<number> {
  const [row] = await ctx.db.$queryRaw<[{ count: number }]>`
    SELECT count(*)::int AS count FROM ${table(record)} WHERE ${where}`;
  return row.count;
}

export async function selectionExists(ctx: Ctx, record: RecordName, where: Prisma.Sql): Promise<boolean> {
  const rows = await ctx.db.$queryRaw<unknown[]>`SELECT 1 FROM ${table(record)} WHERE ${where} LIMIT 1`;
  return rows.length > 0;
}

/** What of a record its columns show, newest first as the list does; each row is one JSON text, which is quick to pass on. */
function rowsSql({ actor }: Ctx, record: RecordName, columns: readonly Column[], where: Prisma.Sql): Prisma.Sql {
  const alias = aliasOf[record];
  const { fields, answers, contactAnswers, reached } = needsOf(record, columns);
  const select = [
    ...fields.map(({ alias, sql }) => `${sql} AS "${alias}"`),
    ...(answers ? [`${alias}.answers`] : []),
    ...(contactAnswers ? [`k.answers AS "contactAnswers"`] : []),
    ...(reached
      ? [
          `(SELECT json_object_agg(r.stage_id, r.reached_on) FROM reached_stages r WHERE r.opportunity_id = o.id) AS reached`,
        ]
      : []),
  ];
  // A follower sees the opportunity, not always its contact: of that he gets no more than its own list shows him.
  const seen = actor.permissions.has("contact:read") ? recordScope(actor, "k") : Prisma.sql`FALSE`;
  const joins =
    record === "contact"
      ? Prisma.empty
      : Prisma.sql`JOIN contacts c ON c.id = o.contact_id LEFT JOIN contacts k ON k.id = o.contact_id AND ${seen}
          LEFT JOIN users v ON v.id = k.owner_id JOIN pipelines p ON p.id = o.pipeline_id LEFT JOIN stages s ON s.id = o.stage_id`;
  return Prisma.sql`
    SELECT row_to_json(r)::text AS row FROM (
      SELECT ${Prisma.raw(select.join(", ") || `${alias}.id`)}
      FROM ${table(record)} ${joins}
        LEFT JOIN users u ON u.id = ${Prisma.raw(alias)}.owner_id LEFT JOIN organisations uo ON uo.id = u.organisation_id
      WHERE ${where} ORDER BY ${Prisma.raw(`${alias}.created_at DESC, ${alias}.id DESC`)}) AS r`;
}

interface Packed {
  row: string;
}
const unpack = (rows: Packed[]) => rows.map(({ row }) => JSON.parse(row) as ExportRow);

/** The first rows. */
export async function firstRows(
  ctx: Ctx,
  record: RecordName,
  columns: readonly Column[],
  size: number,
): Promise<ExportRow[]> {
  const where = await selectionWhere(ctx, record, {});
  return unpack(await ctx.reader.$queryRaw<Packed[]>`${rowsSql(ctx, record, columns, where)} LIMIT ${size}`);
}

/** Rows that are read at once. */
const batchSize = 1000;

/** Every row by batches, in the snapshot of ctx; the next batch is on its way while one is used. */
export async function* everyRow(
  ctx: Ctx,
  record: RecordName,
  columns: readonly Column[],
  where: Prisma.Sql,
): AsyncGenerator<ExportRow[]> {
  await ctx.db.$executeRaw`DECLARE export_rows NO SCROLL CURSOR FOR ${rowsSql(ctx, record, columns, where)}`;
  const fetch = () => {
    const rows = ctx.db.$queryRaw<Packed[]>`FETCH FORWARD ${Prisma.raw(String(batchSize))} FROM export_rows`;
    const coming = rows.then((found) => found);
    coming.catch(() => {}); // told when it is waited for
    return coming;
  };
  let next = fetch();
  try {
    for (;;) {
      const rows = await next;
      if (rows.length === 0) return;
      next = rows.length < batchSize ? Promise.resolve([]) : fetch();
      yield unpack(rows);
    }
  } finally {
    await next.catch(() => {}); // the connection is free again
  }
}
