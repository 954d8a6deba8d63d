import type { ImportRecord } from "@crm/contract";
import { contactKind } from "./contact-kind.service.ts";
import type { ImportKind } from "./import-kind.ts";
import { opportunityKind } from "./opportunity-kind.service.ts";
import { submissionKind } from "./submission-kind.service.ts";

/** Every kind of record that files bring; its pages, routes, jobs and undoing are the same code for all. */
const kinds: Record<ImportRecord, ImportKind> = {
  contact: contactKind,
  opportunity: opportunityKind,
  submission: submissionKind,
};

export const kindOf = (record: string): ImportKind => kinds[record as ImportRecord];
