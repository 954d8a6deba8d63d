import type { BulkKind } from "@crm/contract";
import { answerMany } from "./answer-many.service.ts";
import { assignMany } from "./assign-many.service.ts";
import type { BulkWork, ParamsOf } from "./bulk-kinds.ts";
import { anonymiseMany, deleteMany } from "./mark-many.service.ts";
import { deselectMany, selectMany } from "./select-many.service.ts";

/** How each kind of the contract is done and undone: one that is missing here does not compile. */
const works = {
  assign: assignMany,
  answer: answerMany,
  select: selectMany,
  deselect: deselectMany,
  delete: deleteMany,
  anonymise: anonymiseMany,
} satisfies { [Kind in BulkKind]: BulkWork<ParamsOf<Kind>> };

/** The work of a kind; its params are those that the contract's schema of the kind gave. */
export const workOf = (kind: string): BulkWork<unknown> => works[kind as BulkKind] as BulkWork<unknown>;
