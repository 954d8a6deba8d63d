import { type Answers, choicesOf, judgeOf, type Setting } from "./answers.ts";
import { type AnswerFilter, dayBoundsOf, filterFits, type Operator } from "./filter.ts";
import type { Question } from "./question.ts";
import { storageOf } from "./registry.ts";
import { fold } from "./words.ts";

type Asked = Setting & Pick<Question, "id" | "condition" | "archivedAt">;
type Criterion = Pick<AnswerFilter, "operator" | "value">;

/** Where an answer stands among others: instants by their days, the rest as it is. */
type Place = (bound: unknown) => { from: unknown; before?: unknown };
const ordered = (one: unknown, other: unknown) => (one as number) < (other as number);

/** Whether an answer meets a criterion that fits its question, as filters in the database see it: what is not… is met by none. */
export function answerMeets(question: Setting, { operator, value }: Criterion, answer: unknown): boolean {
  const blank = answer === null || answer === undefined;
  const dated = storageOf(question) === "date";
  const place: Place = (bound) => (dated ? dayBoundsOf(question, String(bound)) : { from: bound });
  const is = (bound: unknown) => {
    const { from, before } = place(bound);
    return dated ? !ordered(answer, from) && ordered(answer, before) : answer === bound;
  };
  const above = (bound: unknown) => {
    const { from, before } = place(bound);
    return dated ? !ordered(answer, before) : ordered(from, answer);
  };
  const below = (bound: unknown) => ordered(answer, place(bound).from);
  const contains = () => fold(String(answer)).includes(fold(String(value)));
  const bounds = value as unknown[];
  const met: Record<Operator, () => boolean> = {
    is: () => is(value),
    isNot: () => !is(value),
    contains,
    notContains: () => !contains(),
    oneOf: () => bounds.includes(answer),
    noneOf: () => !bounds.includes(answer),
    atLeast: () => !below(value),
    atMost: () => !above(value),
    above: () => above(value),
    below: () => below(value),
    between: () => !below(bounds[0]) && !above(bounds[1]),
    includes: () => (answer as unknown[]).includes(value),
    excludes: () => !(answer as unknown[]).includes(value),
    empty: () => false,
    filled: () => true,
  };
  if (blank) return negative.has(operator);
  return met[operator]();
}
const negative = new Set<Operator>(["empty", "isNot", "notContains", "noneOf", "excludes"]);

/**
 * Whether each question is shown, given the answers of its record: without a condition, or when the question that its
 * condition is about is shown and answered so. A condition that can't be judged any more (its question is archived, gone, or
 * of another type) hides nothing.
 */
export function isShown(questions: readonly Asked[], answers: Answers): (question: Asked) => boolean {
  const byId = new Map(questions.map((question) => [question.id, question]));
  const known = new Map<string, boolean>();
  const shown = (question: Asked): boolean => {
    const before = known.get(question.id);
    if (before !== undefined) return before;
    known.set(question.id, true); // a circle, which no form makes, hides nothing
    const on = conditionOn(question, byId);
    const result =
      !on || !question.condition || (shown(on) && answerMeets(on, question.condition, understood(on, answers[on.id])));
    known.set(question.id, result);
    return result;
  };
  return shown;
}

/** The question that a condition is about, when it can be judged. */
function conditionOn({ condition }: Pick<Asked, "condition">, byId: ReadonlyMap<string, Asked>): Asked | undefined {
  const on = condition ? byId.get(condition.questionId) : undefined;
  return on && condition && on.archivedAt === null && conditionFits(on, condition) ? on : undefined;
}

/** Whether a condition can be asked of a question: the criterion is of its kind, and its choices are still proposed. */
export function conditionFits(question: Setting, condition: Criterion): boolean {
  if (judgeOf(question) === null || !filterFits(question, condition)) return false;
  const values = choicesOf(question).map(({ value }) => value);
  return values.length === 0 || [condition.value ?? []].flat().every((value) => values.includes(String(value)));
}

/** What is being typed and is no answer yet is none. */
function understood(question: Setting, answer: unknown): unknown {
  const valid = judgeOf(question)?.value.safeParse(answer);
  return valid?.success ? valid.data : null;
}

/** Why a condition can't be set on a question (`undefined`: a new one): the rule of its issue, or null when it can. */
export function conditionFault(
  questions: readonly Asked[],
  id: string | undefined,
  condition: AnswerFilter,
): "conditionQuestion" | "conditionCycle" | "filterValue" | null {
  const byId = new Map(questions.map((question) => [question.id, question]));
  const on = byId.get(condition.questionId);
  if (!on || on.archivedAt !== null) return "conditionQuestion";
  const met = new Set<string>();
  for (let next: Asked | undefined = on; next && !met.has(next.id); next = byId.get(next.condition?.questionId ?? "")) {
    if (next.id === id) return "conditionCycle";
    met.add(next.id);
  }
  return conditionFits(on, condition) ? null : "filterValue";
}

/** The questions that are shown according to the answers to one. */
export const dependentsOf = <Q extends Pick<Asked, "condition" | "archivedAt">>(
  questions: readonly Q[],
  id: string,
): Q[] => questions.filter(({ condition, archivedAt }) => archivedAt === null && condition?.questionId === id);
