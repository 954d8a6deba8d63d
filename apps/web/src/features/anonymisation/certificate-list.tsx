import type { Certificate } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { IconCertificate } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { formatDateTime } from "../../lib/format.ts";
import { ShowMore } from "../../ui/show-more.tsx";
import { CardSkeleton, EmptyState, ErrorState } from "../../ui/states.tsx";
import classes from "./anonymisation.module.css";
import { certificateList } from "./anonymisation.queries.ts";

/** Certificates of what was anonymised, latest first. */
export function CertificateList() {
  const { t } = useLingui();
  const list = useInfiniteQuery(certificateList);
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  if (list.isPending) return <CardSkeleton lines={4} />;
  if (!list.data) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  if (rows.length === 0)
    return (
      <EmptyState title={t`Aucune anonymisation`} icon={<IconCertificate size={20} stroke={1.6} />}>
        {t`Chaque anonymisation définitive laisse ici un certificat, sans donnée personnelle.`}
      </EmptyState>
    );
  return (
    <>
      <ul className={classes["list"]} aria-label={t`Anonymisations`}>
        {rows.map((row) => (
          <Line key={row.id} row={row} />
        ))}
      </ul>
      {list.hasNextPage && <ShowMore loading={list.isFetchingNextPage} onMore={() => void list.fetchNextPage()} />}
    </>
  );
}

function Line({ row: { id, contactCode, executedAt, requestedBy, requestedAt } }: { row: Certificate }) {
  const { t } = useLingui();
  const by = requestedBy?.name ?? t`l’application`;
  return (
    <li className={classes["line"]}>
      <Link to={`/outils/corbeille/certificats/${id}`} className={classes["name"]}>
        {t`Certificat ${contactCode}`}
      </Link>
      <span className={classes["dim"]}>{t`Demandée le ${formatDateTime(requestedAt)} par ${by}`}</span>
      <span className={classes["dim"]}>{t`Effectuée le ${formatDateTime(executedAt)}`}</span>
    </li>
  );
}
