import type { RecordName } from "@crm/fields";
import { contactKind } from "./contact-kind.service.ts";
import type { ImportKind } from "./import-kind.ts";
import { opportunityKind } from "./opportunity-kind.service.ts";

/** Every kind of record that files bring; its pages, routes, jobs and undoing are the same code for all. */
const kinds: Record<RecordName, ImportKind> = { contact: contactKind, opportunity: opportunityKind };

export const kindOf = (record: string): ImportKind => kinds[record as RecordName];
