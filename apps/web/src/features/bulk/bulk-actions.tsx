import type { BulkKind, BulkRecord, BulkView } from "@crm/contract";
import { t } from "@lingui/core/macro";
import { type Icon, IconEraser, IconForms, IconTrash, IconUserShare } from "@tabler/icons-react";
import type { ComponentType } from "react";
import { AnswerDialog } from "./answer-dialog.tsx";
import { AssignDialog } from "./assign-dialog.tsx";
import type { BulkBody } from "./bulk.queries.ts";
import { AnonymiseDialog, DeleteDialog } from "./sure-dialog.tsx";

/** What the dialog of a kind is told. */
export interface BulkDialogProps {
  record: BulkRecord;
  /** How many records; null while they are being counted. */
  count: number | null;
  target: Pick<BulkBody, "ids" | "filter" | "except">;
  onClose: () => void;
  /** The change goes on in the background: this is its id. */
  onStarted: (id: BulkView["id"]) => void;
}

interface BulkAction {
  label: () => string;
  icon: Icon;
  danger?: boolean;
  Dialog: ComponentType<BulkDialogProps>;
}

/** What can be done with a selection, in the order of the bar: a kind of the contract that is missing here does not compile. */
export const bulkActions: Record<BulkKind, BulkAction> = {
  assign: { label: () => t`Affecter`, icon: IconUserShare, Dialog: AssignDialog },
  answer: { label: () => t`Répondre à une question`, icon: IconForms, Dialog: AnswerDialog },
  anonymise: { label: () => t`Anonymiser`, icon: IconEraser, Dialog: AnonymiseDialog },
  delete: { label: () => t`Supprimer`, icon: IconTrash, danger: true, Dialog: DeleteDialog },
};
