import { t } from "@lingui/core/macro";
import { useNavigate } from "react-router";
import { errorSentence } from "../../lib/error-sentence.ts";
import { notify } from "../../ui/notify.ts";
import { type BinRecord, useBin } from "./bin.queries.ts";

const places = { contact: "/contacts", opportunity: "/opportunites" };

/** Deletes a record, goes back to its list, and offers to undo that. Rejects when it is refused. */
export function useDeleteRecord(record: BinRecord): (id: string, message: () => string) => Promise<void> {
  const navigate = useNavigate();
  const remove = useBin(record, "delete");
  const restore = useBin(record, "restore");

  async function undo(id: string) {
    try {
      await restore.mutateAsync(id);
      await navigate(`${places[record]}/${id}`);
    } catch (error) {
      await notify({ kind: "error", message: errorSentence(error) });
    }
  }

  return async (id, message) => {
    await remove.mutateAsync(id);
    await navigate(places[record]);
    await notify({ message: message(), action: { label: t`Annuler`, run: () => void undo(id) } });
  };
}
