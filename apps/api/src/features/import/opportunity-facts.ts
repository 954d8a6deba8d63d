import { type OpportunityStatus, statusCells } from "@crm/contract";
import { emailKey, fold, readEmail } from "@crm/fields";

/** What rows of opportunities are judged against: types with their stages in order, and people to follow them. */
export interface OpportunityFacts {
  pipelines: Pipeline[];
  users: Person[];
}
export interface Pipeline {
  id: string;
  name: string;
  archived: boolean;
  stages: { id: string; label: string; position: number; archived: boolean }[];
}
export interface Person {
  id: string;
  name: string;
  email: string;
  organisationId: string;
  /** Records can be given to him. */
  assignable: boolean;
}

/** Beside what exports write. */
const words: Record<OpportunityStatus, string[]> = {
  open: ["ouverte", "en cours"],
  won: ["gagnée"],
  lost: ["perdu", "perdue"],
  postponed: ["ajournée", "reporté", "reportée"],
  other: [],
};
const statusOfWord = new Map(
  Object.entries(words).flatMap(([status, said]) =>
    [status, statusCells[status as OpportunityStatus], ...said].map(
      (word) => [fold(word), status as OpportunityStatus] as const,
    ),
  ),
);

export const readStatus = (cell: string): OpportunityStatus | undefined => statusOfWord.get(fold(cell));

export const pipelineNamed = ({ pipelines }: OpportunityFacts, name: string): Pipeline | undefined => {
  const same = pipelines.filter((pipeline) => fold(pipeline.name) === fold(name));
  return same.find(({ archived }) => !archived) ?? same[0];
};

/** The type of a new opportunity whose row names none: the only one there is. */
export const onlyPipeline = ({ pipelines }: OpportunityFacts): Pipeline | undefined => {
  const live = pipelines.filter(({ archived }) => !archived);
  return live.length === 1 ? live[0] : undefined;
};

/** Who an e-mail or a name means; « several » when more than one person is called so. */
export function personNamed({ users }: OpportunityFacts, cell: string): Person | "several" | undefined {
  const said = fold(cell);
  const address = emailKey(readEmail(cell));
  const byMail = users.find(({ email }) => emailKey(email) === address);
  if (byMail) return byMail;
  const named = users.filter(({ name }) => fold(name) === said);
  const able = named.filter(({ assignable }) => assignable);
  const found = able.length > 0 ? able : named;
  return found.length > 1 ? "several" : found[0];
}
