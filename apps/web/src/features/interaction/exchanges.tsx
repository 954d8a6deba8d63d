import { type InteractionKind, interactionKinds, type OpportunityView } from "@crm/contract";
import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { Button, Skeleton } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useId, useRef, useState } from "react";
import { formatNumber, formatRelative } from "../../lib/format.ts";
import { interactionIcons, interactionLabels } from "../../ui/interaction-words.ts";
import { Section } from "../../ui/section.tsx";
import { ShowMore } from "../../ui/show-more.tsx";
import { ErrorState } from "../../ui/states.tsx";
import { ExchangeForm } from "./exchange-form.tsx";
import { ExchangeLine } from "./exchange-line.tsx";
import classes from "./interaction.module.css";
import { interactionList, useCreateInteraction } from "./interaction.queries.ts";

/** How many of the latest show at once; the rest is asked for. */
const atFirst = 6;

/**
 * The exchanges of an opportunity (guide 3.2): five buttons in the guide's order, each with its count; one opens the form and
 * the history of its kind. Below, the history of all of them.
 */
export function Exchanges({ opportunity: { id, can } }: { opportunity: OpportunityView }) {
  const { t, i18n } = useLingui();
  const [kind, setKind] = useState<InteractionKind | null>(null);
  const [unfolded, setUnfolded] = useState(false);
  const panelId = useId();
  const buttons = useRef<HTMLFieldSetElement>(null);
  const every = useInfiniteQuery(interactionList(id));
  // Once all are there, those of a kind need not be asked for.
  const partial = every.hasNextPage === true;
  const some = useInfiniteQuery({ ...interactionList(id, kind ?? undefined), enabled: kind !== null && partial });
  const create = useCreateInteraction(id);

  const shown = kind !== null && partial ? some : every;
  const rows = (shown.data?.pages.flatMap((page) => page.rows) ?? []).filter(
    (row) => kind === null || row.kind === kind,
  );
  const visible = unfolded || kind !== null ? rows : rows.slice(0, atFirst);
  const counts = every.data?.pages[0]?.counts;
  const total = counts ? Object.values(counts).reduce((sum, count) => sum + count, 0) : undefined;
  const latest = every.data?.pages[0]?.rows[0];

  function close() {
    const opener = buttons.current?.querySelector<HTMLElement>("[aria-expanded=true]");
    setKind(null);
    requestAnimationFrame(() => opener?.focus());
  }

  return (
    <Section title={t`Échanges`} badge={total ? formatNumber(total) : undefined}>
      <div className={classes["exchanges"]}>
        <fieldset ref={buttons} className={classes["buttons"]}>
          <legend className={classes["unseen"]}>{t`Consigner un échange`}</legend>
          {interactionKinds.map((one) => (
            <KindButton
              key={one}
              kind={one}
              count={counts?.[one]}
              opened={kind === one}
              panelId={panelId}
              onToggle={() => (kind === one ? close() : setKind(one))}
            />
          ))}
        </fieldset>
      </div>
      <div id={panelId}>
        {kind !== null && can.update && (
          <ExchangeForm
            key={kind}
            label={t`Consigner : ${i18n._(interactionLabels[kind])}`}
            kind={kind}
            draftKey={`interaction:${id}:${kind}`}
            save={create.mutateAsync}
            onClose={close}
          />
        )}
      </div>
      <div className={classes["title"]}>
        <h3>
          {kind === null ? t`Historique des échanges` : t`Historique des échanges : ${i18n._(interactionLabels[kind])}`}
        </h3>
        {latest && kind === null && (
          <span className={classes["latest"]}>
            {t`Dernier : ${i18n._(interactionLabels[latest.kind])}, ${formatRelative(latest.heldAt)}`}
          </span>
        )}
        {kind !== null && (
          <Button variant="subtle" size="compact-xs" onClick={close}>
            {t`Tout l’historique`}
          </Button>
        )}
      </div>
      {shown.error && !shown.data ? (
        <ErrorState error={shown.error} onRetry={() => void shown.refetch()} />
      ) : shown.isPending ? (
        <Skeleton height={64} />
      ) : rows.length === 0 ? (
        <p className={classes["nothing"]}>
          {kind === null
            ? t`Aucun échange pour l’instant : consignez le premier avec l’un de ces boutons.`
            : t`Aucun échange de ce type pour l’instant.`}
        </p>
      ) : (
        <ol className={classes["history"]} aria-label={t`Historique des échanges`}>
          {visible.map((exchange) => (
            <ExchangeLine key={exchange.id} exchange={exchange} />
          ))}
        </ol>
      )}
      {(shown.hasNextPage || visible.length < rows.length) && (
        <ShowMore
          compact
          loading={shown.isFetchingNextPage}
          onMore={() => {
            setUnfolded(true);
            if (visible.length === rows.length) void shown.fetchNextPage();
          }}
        />
      )}
    </Section>
  );
}

interface KindButtonProps {
  kind: InteractionKind;
  count: number | undefined;
  opened: boolean;
  panelId: string;
  onToggle: () => void;
}

/** Its name is the guide's word alone; how many there are is its description. */
function KindButton({ kind, count, opened, panelId, onToggle }: KindButtonProps) {
  const { i18n } = useLingui();
  const Icon = interactionIcons[kind];
  const countId = useId();
  return (
    <span className={classes["place"]}>
      <button
        type="button"
        className={classes["kind"]}
        aria-describedby={countId}
        aria-expanded={opened}
        aria-controls={panelId}
        onClick={onToggle}
      >
        <Icon size={18} aria-hidden />
        <span className={classes["word"]}>{i18n._(interactionLabels[kind])}</span>
        <span className={classes["count"]} data-none={!count || undefined} aria-hidden>
          {count === undefined ? "\u2007" : formatNumber(count)}
        </span>
      </button>
      <span id={countId} className={classes["unseen"]}>
        {plural(count ?? 0, { 0: "Aucun échange", one: "# échange", other: "# échanges" })}
      </span>
    </span>
  );
}
