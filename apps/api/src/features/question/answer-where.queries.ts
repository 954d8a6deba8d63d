import type { ErrorCode } from "@crm/contract";
import { Prisma } from "@crm/db";
import {
  type AnswerFilter,
  type Criterion,
  comparedAs,
  dayBoundsOf,
  emailKey,
  type FilterField,
  type FilterTree,
  fieldFilterFits,
  filterFits,
  issueSentence,
  meetsUnanswered,
  type Question,
  readEmail,
  type Storage,
  storageOf,
} from "@crm/fields";
import { recordScope } from "../../platform/access.ts";
import type { Actor } from "../../platform/context.ts";
import { criterionSql, days, type FieldOperands, figures, type Operand, onDay } from "../../platform/criterion.ts";
import { Refusal } from "../../platform/error.ts";

/**
 * What the answers to a question sort and compare by, as SQL; null when only containment is ever asked of them. A filter
 * on a question « Afficher dans la recherche » and its index must say it with the same words for PostgreSQL to match them.
 * Texts that people write are compared as the built-in fields are: whatever their case and accents, by their first 120 signs.
 */
export function answerExpression(column: string, question: Question): string | null {
  return comparable[storageOf(question)](column, question);
}

/**
 * The column that a list sorts by for the answers to a question, those who have none last, served by the question's index.
 * Refuses with VALIDATION_FAILED a question that is not in search, or whose answers have no order.
 */
export function answerOrder(column: string, questions: readonly Question[], id: string) {
  const question = questions.find(
    (question) => question.id === id && question.inSearch && question.archivedAt === null,
  );
  const sql = question && answerExpression(column, question);
  if (!question || !sql) return refuse("VALIDATION_FAILED", ["querystring/sort"]);
  return { sql, cast: storageOf(question) === "number" ? "numeric" : "text", empty: "null" } as const;
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
  text: (column, question) => comparedTexts[comparedAs(question)].key(asText(column, question)),
  // An answer that is no number, which a broken restore could leave, must not make the cast fail.
  number: (column, question) =>
    `(CASE WHEN jsonb_typeof(${column} -> '${question.id}') = 'number' THEN ${asText(column, question)}::numeric END)`,
  // Days and UTC instants sort as text, byte by byte.
  date: (column, question) => `(${asText(column, question)} COLLATE "C")`,
  boolean: () => null,
  texts: () => null,
};

/** An answer, as the conditions on it are asked; the indexes that serve them depend on how it is kept. */
function operandOf(column: string, question: Question): Operand {
  const expression = answerExpression(column, question);
  const text = Prisma.raw(asText(column, question));
  const compared = expression === null ? text : Prisma.raw(expression);
  /** Served by the GIN index on answers. */
  const holds = (answer: unknown) =>
    Prisma.sql`${Prisma.raw(column)} @> ${JSON.stringify({ [question.id]: answer })}::jsonb`;
  const asked: Asked = { question, text, compared, holds, indexed: question.inSearch && expression !== null };
  return { filled: Prisma.sql`${text} IS NOT NULL`, is: holds, ...operands[storageOf(question)](asked) };
}

/** What an answer is compared by. */
interface Asked {
  question: Question;
  text: Prisma.Sql;
  compared: Prisma.Sql;
  holds(answer: unknown): Prisma.Sql;
  /** Served by the question's own index, in the order of names. */
  indexed: boolean;
}

/** A choice is the code of one, to the letter. */
const chosen = ({ compared, holds, indexed }: Asked): Partial<Operand> => ({
  ...(indexed ? { is: (value) => Prisma.sql`${compared} = ${value}` } : {}),
  oneOf: (values) =>
    indexed
      ? Prisma.sql`${compared} = ANY(${values}::text[])`
      : Prisma.sql`(${Prisma.join(values.map(holds), " OR ")})`,
});

/** A text that a person wrote is what it is whatever the case, accents and apostrophes, as a built-in field is. */
const written = ({ compared }: Asked): Partial<Operand> => ({
  is: (value) => Prisma.sql`${compared} = sort_key(${String(value)})`,
  oneOf: (values) => Prisma.sql`${compared} IN (${Prisma.join(values.map((value) => Prisma.sql`sort_key(${value})`))})`,
});

/** Two e-mails are the same when they reach the same person, as in the built-in field. */
const addressed = ({ compared }: Asked): Partial<Operand> => {
  const keyOf = (value: unknown) => emailKey(readEmail(String(value)));
  return {
    is: (value) => Prisma.sql`${compared} = ${keyOf(value)}`,
    oneOf: (values) => Prisma.sql`${compared} = ANY(${values.map(keyOf)}::text[])`,
  };
};

/** What texts are compared by, as SQL, and how. */
const comparedTexts: Record<
  ReturnType<typeof comparedAs>,
  { key: (text: string) => string; operand: (asked: Asked) => Partial<Operand> }
> = {
  choice: { key: (text) => text, operand: chosen },
  email: { key: (text) => `(email_key(${text}) COLLATE "C")`, operand: addressed },
  text: { key: (text) => `(sort_key(${text}) COLLATE "C")`, operand: written },
};

const operands: Record<Storage, (asked: Asked) => Partial<Operand>> = {
  text: (asked) => ({
    folded: Prisma.sql`fold(${asked.text})`,
    ...comparedTexts[comparedAs(asked.question)].operand(asked),
  }),
  number: ({ compared, indexed }) => ({
    order: figures(compared),
    ...(indexed ? { is: (value) => Prisma.sql`${compared} = ${String(value)}::numeric` } : {}),
  }),
  date: ({ question, compared }) => {
    const order = days(compared, (day) => dayBoundsOf(question, day), "text");
    return { order, is: onDay(order) };
  },
  boolean: () => ({}),
  texts: ({ holds }) => ({ includes: (value) => holds([value]) }),
};

/** What a criterion may be asked of. */
export interface Filtered {
  /** The column of answers, « c.answers ». */
  column: string;
  questions: readonly Question[];
  /** The built-in fields, as the contract describes them, and as columns. */
  fields: Record<string, FilterField>;
  operands: FieldOperands;
}

/** The condition of a criterion; what can't be asked leaves its `path` in `outdated`. */
function conditionOf(
  { column, questions, fields, operands }: Filtered,
  criterion: Criterion,
  path: string,
  outdated: string[],
): Prisma.Sql {
  const refused = () => {
    outdated.push(path);
    return Prisma.sql`FALSE`;
  };
  if ("field" in criterion) {
    const [field, operand] = Object.hasOwn(fields, criterion.field)
      ? [fields[criterion.field], operands[criterion.field]]
      : [];
    const condition = field && operand && fieldFilterFits(field, criterion) && criterionSql(operand, criterion);
    return condition || refused();
  }
  const question = questions.find(({ id }) => id === criterion.questionId);
  const fits = question && filterFits(question, criterion);
  return (fits && criterionSql(operandOf(column, question), criterion)) || refused();
}

const joined = (match: FilterTree["match"], conditions: Prisma.Sql[]) =>
  Prisma.sql`(${Prisma.join(conditions, match === "all" ? " AND " : " OR ")})`;

/**
 * The condition that a record meets a tree of criteria; TRUE for an empty one. Refuses with FILTER_OUTDATED, each at
 * `querystring/filter/…`, criteria on a question or a field that the record doesn't have, or that don't suit it any more:
 * leaving them out would find more than was meant (docs/decisions/0022).
 */
export function filterWhere(of: Filtered, tree: FilterTree | undefined): Prisma.Sql {
  if (!tree || tree.items.length === 0) return Prisma.sql`TRUE`;
  return orOutdated((outdated) =>
    joined(
      tree.match,
      tree.items.map((item, i) => {
        const path = `querystring/filter/items/${i}`;
        if (!("criteria" in item)) return conditionOf(of, item, path, outdated);
        return joined(
          item.match,
          item.criteria.map((criterion, j) => conditionOf(of, criterion, `${path}/criteria/${j}`, outdated)),
        );
      }),
    ),
  );
}

/**
 * The condition that `column` (a column of answers, « c.answers ») meets every filter; TRUE without any. Knows storage kinds
 * and operators, never a field type. Refuses with FILTER_OUTDATED, each at `querystring/answers/<place>`, filters on a question
 * that the record doesn't have, or that don't suit it any more.
 */
export function answerWhere(
  column: string,
  questions: readonly Question[],
  filters: readonly AnswerFilter[],
): Prisma.Sql {
  if (filters.length === 0) return Prisma.sql`TRUE`;
  const of = { column, questions, fields: {}, operands: {} };
  return orOutdated((outdated) =>
    Prisma.join(
      filters.map((filter, place) => conditionOf(of, filter, `querystring/answers/${place}`, outdated)),
      " AND ",
    ),
  );
}

/**
 * The condition that the contact of an opportunity `o` meets every filter; one that the actor does not see answered nothing.
 * Refuses as `answerWhere` does, with `querystring/contactAnswers/<place>`.
 */
export function contactAnswerWhere(
  actor: Actor,
  questions: readonly Question[],
  filters: readonly AnswerFilter[],
): Prisma.Sql {
  if (filters.length === 0) return Prisma.sql`TRUE`;
  const of = { column: "c.answers", questions, fields: {}, operands: {} };
  const seen = Prisma.sql`SELECT 1 FROM contacts c WHERE c.id = o.contact_id AND ${recordScope(actor, "c")}`;
  return orOutdated((outdated) => {
    const conditions = filters.map((filter, place) => {
      const met = conditionOf(of, filter, `querystring/contactAnswers/${place}`, outdated);
      return meetsUnanswered(filter)
        ? Prisma.sql`NOT EXISTS (${seen} AND (${met}) IS NOT TRUE)`
        : Prisma.sql`EXISTS (${seen} AND ${met})`;
    });
    return Prisma.join(conditions, " AND ");
  });
}

/** What `write` gives, unless it found criteria that can't be asked: then each of them is told. */
function orOutdated(write: (outdated: string[]) => Prisma.Sql): Prisma.Sql {
  const outdated: string[] = [];
  const condition = write(outdated);
  if (outdated.length > 0) refuse("FILTER_OUTDATED", outdated);
  return condition;
}

function refuse(code: ErrorCode, paths: string[]): never {
  const issue = { rule: "custom", params: { params: { rule: "filterValue" } } };
  const message = issueSentence(issue, "fr");
  throw new Refusal(code, {}, { issues: paths.map((path) => ({ path, ...issue, message })) });
}
