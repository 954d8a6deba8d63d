import type { BulkView } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { bulkAddress } from "../../ui/bulk-words.ts";
import { Progress } from "../../ui/progress.tsx";
import classes from "./bulk.module.css";
import { bulkCard, isWorking, useCancelBulk } from "./bulk.queries.ts";
import { bulkActions } from "./bulk-actions.tsx";
import { useBulkEnd, useTellBulk } from "./bulk-told.ts";

/** Below a list: a change that the server works on. It ends with a notice. */
export function BulkProgress({ id, onEnd }: { id: string; onEnd: () => void }) {
  const { t } = useLingui();
  const { data: view } = useQuery(bulkCard(id));
  const tell = useTellBulk();
  useBulkEnd(view, (ended) => {
    tell(ended);
    onEnd();
  });
  if (!view || !isWorking(view)) return null;
  return (
    <section className={classes["bar"]} aria-label={t`Modification en cours`}>
      <div className={classes["progress"]}>
        <WorkingBar view={view} />
      </div>
      <CancelButton view={view} />
      <Button component={Link} to={bulkAddress(id)} variant="subtle" size="compact-sm">{t`Suivre`}</Button>
    </section>
  );
}

export function WorkingBar({ view }: { view: BulkView }) {
  const { t } = useLingui();
  const label = view.status === "undoing" ? t`Annulation` : bulkActions[view.kind].label();
  return <Progress label={label} done={view.done} total={view.total} waiting={view.total === 0} />;
}

/** Stops a change; what it did so far can be undone. Undoing goes on to its end. */
export function CancelButton({ view }: { view: BulkView }) {
  const { t } = useLingui();
  const cancel = useCancelBulk();
  if (!view.can.cancel) return null;
  return (
    <Button
      variant="default"
      size="compact-sm"
      loading={cancel.isPending}
      onClick={() => cancel.mutate(view.id)}
    >{t`Arrêter`}</Button>
  );
}
