import { Prisma } from "@crm/db";
import { type DayBounds, emailKey, type FieldFilter, type Operator, readEmail } from "@crm/fields";

/** What a criterion is asked of, as SQL: the answers to a question, or a column. What it can't be asked is left out. */
export interface Operand {
  filled: Prisma.Sql;
  is(value: unknown): Prisma.Sql;
  oneOf?(values: string[]): Prisma.Sql;
  /** The text without case and accents. */
  folded?: Prisma.Sql;
  /** Among several choices. */
  includes?(value: unknown): Prisma.Sql;
  order?: Order;
}

/** Conditions on what has an order; a day has a beginning and an end. */
interface Order {
  atLeast(value: unknown): Prisma.Sql;
  atMost(value: unknown): Prisma.Sql;
  above(value: unknown): Prisma.Sql;
  below(value: unknown): Prisma.Sql;
}

/** The order of figures. */
export function figures(sql: Prisma.Sql): Order {
  const figure = (value: unknown) => Prisma.sql`${String(value)}::numeric`;
  return {
    atLeast: (value) => Prisma.sql`${sql} >= ${figure(value)}`,
    atMost: (value) => Prisma.sql`${sql} <= ${figure(value)}`,
    above: (value) => Prisma.sql`${sql} > ${figure(value)}`,
    below: (value) => Prisma.sql`${sql} < ${figure(value)}`,
  };
}

/** The order of days and of moments; `bounds` says where a day begins and ends, `cast` what the column compares with. */
export function days(
  sql: Prisma.Sql,
  bounds: (day: string) => DayBounds,
  cast: "text" | "date" | "timestamptz",
): Order {
  const edge = (value: unknown, which: keyof DayBounds) =>
    Prisma.sql`${bounds(String(value))[which]}::${Prisma.raw(cast)}`;
  return {
    atLeast: (value) => Prisma.sql`${sql} >= ${edge(value, "from")}`,
    atMost: (value) => Prisma.sql`${sql} < ${edge(value, "before")}`,
    above: (value) => Prisma.sql`${sql} >= ${edge(value, "before")}`,
    below: (value) => Prisma.sql`${sql} < ${edge(value, "from")}`,
  };
}

/** On the day: from its beginning to its end. */
export const onDay = (order: Order) => (value: unknown) =>
  Prisma.sql`(${order.atLeast(value)} AND ${order.atMost(value)})`;

const raw = (sql: string) => Prisma.raw(sql);
/** Every field that a list filters by besides its questions, under its name in the contract. */
export type FieldOperands<Name extends string = string> = Record<Name, Operand>;

/**
 * A text column, « c.city », never NULL. It is what it is whatever the case and accents: `key` is what compares them, a
 * column or an expression that an index is on.
 */
export const textColumn = (column: string, key = `(sort_key(${column}) COLLATE "C")`): Operand => ({
  filled: Prisma.sql`${raw(column)} <> ''`,
  is: (value) => Prisma.sql`${raw(key)} = sort_key(${value})`,
  oneOf: (values) => Prisma.sql`${raw(key)} IN (${Prisma.join(values.map((value) => Prisma.sql`sort_key(${value})`))})`,
  folded: raw(`fold(${column})`),
});

/** A column of e-mails: two are the same when they reach the same person. */
export const emailColumn = (column: string): Operand => ({
  filled: Prisma.sql`${raw(column)} <> ''`,
  is: (value) => Prisma.sql`email_key(${raw(column)}) = ${emailKey(readEmail(String(value)))}`,
  oneOf: (values) => Prisma.sql`email_key(${raw(column)}) = ANY(${values.map((value) => emailKey(readEmail(value)))})`,
  folded: raw(`fold(${column})`),
});

/** A column of ids or of an enum; `type` is its type. */
export const exactColumn = (column: string, type: string): Operand => ({
  filled: Prisma.sql`${raw(column)} IS NOT NULL`,
  is: (value) => Prisma.sql`${raw(column)} = ${value}::${raw(type)}`,
  oneOf: (values) => Prisma.sql`${raw(column)} = ANY(${values}::text[]::${raw(type)}[])`,
});

/** A column of days or of moments. */
export function dayColumn(column: string, type: "date" | "timestamptz", bounds: (day: string) => DayBounds): Operand {
  const order = days(raw(column), bounds, type);
  return { filled: Prisma.sql`${raw(column)} IS NOT NULL`, is: onDay(order), order };
}

/** A column of figures. */
export const figureColumn = (column: string): Operand => ({
  filled: Prisma.sql`${raw(column)} IS NOT NULL`,
  is: (value) => Prisma.sql`${raw(column)} = ${String(value)}::numeric`,
  order: figures(raw(column)),
});

/** A part of a folded text, whatever LIKE would make of its signs. */
const part = (value: unknown) => Prisma.sql`fold(${`%${String(value).replace(/[\\%_]/g, "\\$&")}%`})`;
/** Everything else, what is empty included. */
const not = (sql: Prisma.Sql | undefined) => sql && Prisma.sql`(${sql}) IS NOT TRUE`;

const conditions: Record<Operator, (operand: Operand, value: unknown) => Prisma.Sql | undefined> = {
  is: (operand, value) => operand.is(value),
  isNot: (operand, value) => not(operand.is(value)),
  contains: ({ folded }, value) => folded && Prisma.sql`${folded} LIKE ${part(value)}`,
  notContains: (operand, value) => not(conditions.contains(operand, value)),
  oneOf: ({ oneOf }, value) => oneOf?.(value as string[]),
  noneOf: (operand, value) => not(conditions.oneOf(operand, value)),
  atLeast: ({ order }, value) => order?.atLeast(value),
  atMost: ({ order }, value) => order?.atMost(value),
  above: ({ order }, value) => order?.above(value),
  below: ({ order }, value) => order?.below(value),
  between: ({ order }, value) => {
    const [from, to] = value as [unknown, unknown];
    return order && Prisma.sql`(${order.atLeast(from)} AND ${order.atMost(to)})`;
  },
  includes: ({ includes }, value) => includes?.(value),
  excludes: (operand, value) => not(conditions.includes(operand, value)),
  filled: ({ filled }) => filled,
  empty: ({ filled }) => Prisma.sql`NOT (${filled})`,
};

/** A criterion as a condition; undefined when it can't be asked of the operand. */
export const criterionSql = (operand: Operand, { operator, value }: Pick<FieldFilter, "operator" | "value">) =>
  conditions[operator](operand, value);
