import type { BulkKind, BulkRecord, BulkView } from "@crm/contract";
import { t } from "@lingui/core/macro";
import {
  type Icon,
  IconEraser,
  IconForms,
  IconListCheck,
  IconListDetails,
  IconTrash,
  IconUserShare,
} from "@tabler/icons-react";
import type { ComponentType } from "react";
import { AnswerDialog } from "./answer-dialog.tsx";
import { AssignDialog } from "./assign-dialog.tsx";
import type { BulkBody } from "./bulk.queries.ts";
import { DeselectDialog, SelectDialog } from "./selection-dialog.tsx";
import { AnonymiseDialog, DeleteDialog } from "./sure-dialog.tsx";

/** What the dialog of a kind is told. */
export interface BulkDialogProps {
  record: BulkRecord;
  /** How many records; null while they are being counted. */
  count: number | null;
  target: Pick<BulkBody, "ids" | "filter" | "except">;
  /** The selection that the list shows, if it shows one. */
  selectionId: string | undefined;
  onClose: () => void;
  /** The change goes on in the background: this is its id. */
  onStarted: (id: BulkView["id"]) => void;
}

interface BulkAction {
  label: () => string;
  icon: Icon;
  danger?: boolean;
  /** Only where the list shows a selection. */
  ofSelection?: boolean;
  Dialog: ComponentType<BulkDialogProps>;
}

/** What can be done with a selection, in the order of the bar: a kind of the contract that is missing here does not compile. */
export const bulkActions: Record<BulkKind, BulkAction> = {
  assign: { label: () => t`Affecter`, icon: IconUserShare, Dialog: AssignDialog },
  answer: { label: () => t`Répondre à une question`, icon: IconForms, Dialog: AnswerDialog },
  select: { label: () => t`Ajouter à une liste`, icon: IconListCheck, Dialog: SelectDialog },
  deselect: { label: () => t`Retirer de la liste`, icon: IconListDetails, ofSelection: true, Dialog: DeselectDialog },
  anonymise: { label: () => t`Anonymiser`, icon: IconEraser, Dialog: AnonymiseDialog },
  delete: { label: () => t`Supprimer`, icon: IconTrash, danger: true, Dialog: DeleteDialog },
};
