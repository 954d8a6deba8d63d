import { Prisma } from "@crm/db";
import {
  type AnswerFilter,
  choicesOf,
  dayBoundsOf,
  filterFits,
  issueSentence,
  type Question,
  type Storage,
  storageOf,
} from "@crm/fields";
import { Refusal } from "../../platform/error.ts";

/** What a filter is asked of: the column of answers, and the question's id as a text in SQL. */
interface Asked {
  column: string;
  question: Question;
  filter: AnswerFilter;
}

/**
 * What the answers to a question sort and compare by, as SQL; null when only containment is ever asked of them. A filter
 * on a question « Afficher dans la recherche » and its index must say it with the same words for PostgreSQL to match them.
 * Texts that people write have none: they may be longer than an index can hold, and GIN finds them.
 */
export function answerExpression(column: string, question: Question): string | null {
  return comparable[storageOf(question)](column, question);
}

/** The answers of a row of a list, as SQL: those to the questions « Afficher dans la recherche ». */
export function shownAnswers(column: string, questions: readonly Question[]): Prisma.Sql {
  const pairs = questions
    .filter(({ inSearch, archivedAt }) => inSearch && archivedAt === null)
    .map(({ id }) => `'${id}', ${column} -> '${id}'`);
  return Prisma.raw(pairs.length ? `jsonb_strip_nulls(jsonb_build_object(${pairs.join(", ")}))` : "'{}'::jsonb");
}

// The id is written into the statement, not passed: it comes from the database, and an index is matched by its text.
const asText = (column: string, { id }: Question) => `(${column} ->> '${id}')`;
const comparable: Record<Storage, (column: string, question: Question) => string | null> = {
  text: (column, question) => (choicesOf(question).length > 0 ? asText(column, question) : null),
  // An answer that is no number, which a broken restore could leave, must not make the cast fail.
  number: (column, question) =>
    `(CASE WHEN jsonb_typeof(${column} -> '${question.id}') = 'number' THEN ${asText(column, question)}::numeric END)`,
  // Days and UTC instants sort as text, byte by byte.
  date: (column, question) => `(${asText(column, question)} COLLATE "C")`,
  boolean: () => null,
  texts: () => null,
};

const raw = ({ column, question }: Asked) => Prisma.raw(asText(column, question));
const compared = ({ column, question }: Asked) =>
  Prisma.raw(answerExpression(column, question) ?? asText(column, question));
/** Served by the GIN index on answers. */
const holds = ({ column, question }: Asked, answer: unknown) =>
  Prisma.sql`${Prisma.raw(column)} @> ${JSON.stringify({ [question.id]: answer })}::jsonb`;
/** Served by the question's own index, in the order of names, where there is one. */
const isIndexed = ({ column, question }: Asked) => question.inSearch && answerExpression(column, question) !== null;
const containing = (text: unknown) => `%${String(text).replace(/[\\%_]/g, "\\$&")}%`;
const figure = (value: unknown) => Prisma.sql`${String(value)}::numeric`;
const day = ({ question, filter }: Asked) => dayBoundsOf(question, String(filter.value));

type Condition = (asked: Asked) => Prisma.Sql;
const presence = {
  empty: (asked: Asked) => Prisma.sql`${raw(asked)} IS NULL`,
  filled: (asked: Asked) => Prisma.sql`${raw(asked)} IS NOT NULL`,
};

/** One condition for each operator of each storage kind. */
const conditions: Record<Storage, Partial<Record<AnswerFilter["operator"], Condition>>> = {
  text: {
    ...presence,
    is: (asked) =>
      isIndexed(asked) ? Prisma.sql`${compared(asked)} = ${asked.filter.value}` : holds(asked, asked.filter.value),
    contains: (asked) => Prisma.sql`fold(${raw(asked)}) LIKE fold(${containing(asked.filter.value)})`,
    oneOf: (asked) => {
      const values = asked.filter.value as string[];
      if (isIndexed(asked)) return Prisma.sql`${compared(asked)} = ANY(${values}::text[])`;
      return Prisma.sql`(${Prisma.join(
        values.map((value) => holds(asked, value)),
        " OR ",
      )})`;
    },
  },
  number: {
    ...presence,
    is: (asked) =>
      isIndexed(asked)
        ? Prisma.sql`${compared(asked)} = ${figure(asked.filter.value)}`
        : holds(asked, asked.filter.value),
    atLeast: (asked) => Prisma.sql`${compared(asked)} >= ${figure(asked.filter.value)}`,
    atMost: (asked) => Prisma.sql`${compared(asked)} <= ${figure(asked.filter.value)}`,
  },
  date: {
    ...presence,
    is: (asked) => Prisma.sql`(${compared(asked)} >= ${day(asked).from} AND ${compared(asked)} < ${day(asked).before})`,
    atLeast: (asked) => Prisma.sql`${compared(asked)} >= ${day(asked).from}`,
    atMost: (asked) => Prisma.sql`${compared(asked)} < ${day(asked).before}`,
  },
  boolean: { ...presence, is: (asked) => holds(asked, asked.filter.value) },
  texts: { ...presence, includes: (asked) => holds(asked, [asked.filter.value]) },
};

/**
 * The condition that `column` (a column of answers, « c.answers ») meets every filter; TRUE without any. Knows storage kinds
 * and operators, never a field type. Refuses with VALIDATION_FAILED and `querystring/answers/<place>` a filter on a question
 * that the record doesn't have, or that doesn't suit it.
 */
export function answerWhere(
  column: string,
  questions: readonly Question[],
  filters: readonly AnswerFilter[],
): Prisma.Sql {
  if (filters.length === 0) return Prisma.sql`TRUE`;
  const byId = new Map(questions.map((question) => [question.id, question]));
  return Prisma.join(
    filters.map((filter, place) => {
      const question = byId.get(filter.questionId);
      const condition =
        question && filterFits(question, filter) ? conditions[storageOf(question)][filter.operator] : undefined;
      if (!question || !condition) throw unfit(place);
      return condition({ column, question, filter });
    }),
    " AND ",
  );
}

function unfit(place: number): Refusal {
  const issue = { rule: "custom", params: { params: { rule: "filterValue" } } };
  return new Refusal(
    "VALIDATION_FAILED",
    {},
    { issues: [{ path: `querystring/answers/${place}`, ...issue, message: issueSentence(issue, "fr") }] },
  );
}
