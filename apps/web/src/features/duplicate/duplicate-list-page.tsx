import type { DuplicatePair } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Badge, Button, Skeleton } from "@mantine/core";
import { IconArrowMerge, IconUsers } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { errorSentence } from "../../lib/error-sentence.ts";
import { contactName, formatDate, formatPhone } from "../../lib/format.ts";
import { notify } from "../../ui/notify.ts";
import { Page, PageHeader } from "../../ui/page.tsx";
import { ShowMore } from "../../ui/show-more.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import classes from "./duplicate.module.css";
import { duplicateList, useSetDistinct } from "./duplicate.queries.ts";
import { mergeAddress, reasonLabels } from "./duplicate-words.ts";

/** Outils → Doublons: pairs of contacts that may be one person, the likeliest first. */
export function DuplicateListPage() {
  const { t } = useLingui();
  const list = useInfiniteQuery(duplicateList);
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <Page>
      <PageHeader
        title={t`Doublons`}
        subtitle={t`Contacts qui semblent être la même personne : même e-mail, même téléphone, ou noms proches dans une même organisation ou ville. Les plus probables d’abord.`}
      />
      {list.isError && !list.data ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : list.isPending ? (
        <ul className={classes["pairs"]} aria-hidden>
          {[0, 1, 2].map((i) => (
            <li key={i} className={classes["pair"]}>
              <Skeleton height={12} width="30%" />
              <Skeleton height={64} mt={12} />
            </li>
          ))}
        </ul>
      ) : rows.length === 0 ? (
        <EmptyState title={t`Aucun doublon trouvé`} icon={<IconUsers size={20} stroke={1.6} />}>
          {t`Les nouveaux contacts et les changements sont comparés en continu : revenez quand vous voulez.`}
        </EmptyState>
      ) : (
        <>
          <ul className={classes["pairs"]} aria-label={t`Doublons`}>
            {rows.map((pair) => (
              <Pair key={`${pair.first.id} ${pair.second.id}`} pair={pair} />
            ))}
          </ul>
          {list.hasNextPage && <ShowMore loading={list.isFetchingNextPage} onMore={() => void list.fetchNextPage()} />}
        </>
      )}
    </Page>
  );
}

function Pair({ pair }: { pair: DuplicatePair }) {
  const { t, i18n } = useLingui();
  const { first, second, reasons } = pair;
  const setDistinct = useSetDistinct();
  const names = `${contactName(first)} / ${contactName(second)}`;

  async function tellApart() {
    try {
      await setDistinct.mutateAsync({ ...pair, distinct: true });
      await notify({
        message: t`${contactName(first)} et ${contactName(second)} ne seront plus proposés.`,
        action: { label: t`Annuler`, run: () => setDistinct.mutate({ ...pair, distinct: false }) },
      });
    } catch (error) {
      await notify({ kind: "error", message: errorSentence(error) });
    }
  }

  return (
    <li className={classes["pair"]}>
      <div className={classes["reasons"]}>
        {reasons.map((reason) => (
          <Badge key={reason} variant="light" color="gray">
            {i18n._(reasonLabels[reason])}
          </Badge>
        ))}
      </div>
      <div className={classes["sides"]}>
        <Side side={first} />
        <Side side={second} />
      </div>
      <div className={classes["buttons"]}>
        <Button
          variant="subtle"
          color="gray"
          loading={setDistinct.isPending}
          onClick={() => void tellApart()}
          aria-label={t`Ce ne sont pas des doublons : ${names}`}
        >{t`Ce ne sont pas des doublons`}</Button>
        <Button
          component={Link}
          to={mergeAddress(first.id, second.id)}
          variant="default"
          leftSection={<IconArrowMerge size={16} aria-hidden />}
          aria-label={t`Fusionner : ${names}`}
        >{t`Fusionner`}</Button>
      </div>
    </li>
  );
}

function Side({ side }: { side: DuplicatePair["first"] }) {
  const { t } = useLingui();
  const facts = [side.company, side.email, formatPhone(side.phone), formatPhone(side.mobile), side.city];
  return (
    <div className={classes["side"]}>
      <Link to={`/contacts/${side.id}`} className={classes["name"]}>
        {contactName(side)}
      </Link>
      <p className={classes["facts"]}>{facts.filter((fact) => fact && fact !== contactName(side)).join(" · ")}</p>
      <p className={classes["why"]}>
        {side.code} · {t`créé le ${formatDate(side.createdAt)}`}
      </p>
    </div>
  );
}
