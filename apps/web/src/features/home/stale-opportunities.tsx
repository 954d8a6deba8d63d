import type { Me, PipelineView, StaleOpportunity } from "@crm/contract";
import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { IconMoodSmile } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { formatAmount, formatDate } from "../../lib/format.ts";
import { pipelineList } from "../../lib/shared.queries.ts";
import { Section } from "../../ui/section.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { staleOpportunities } from "./home.queries.ts";
import classes from "./home-page.module.css";
import { useWhose, WhoseChoice } from "./whose-choice.tsx";
import { WidgetList } from "./widget-list.tsx";

const noPipelines: PipelineView[] = [];
const daysSince = (since: string) => Math.floor((Date.now() - new Date(since).getTime()) / 86_400_000);

/** Open opportunities that nobody has touched for longer than their stage allows. */
export function StaleOpportunities({ me }: { me: Me }) {
  const { t } = useLingui();
  const [whose, setWhose] = useWhose("stale");
  const query = useQuery(staleOpportunities(whose));
  const { data: pipelines = noPipelines } = useQuery(pipelineList);
  const stageOf = ({ pipelineId, stageId }: StaleOpportunity) =>
    pipelines.find(({ id }) => id === pipelineId)?.stages.find(({ id }) => id === stageId)?.label;
  const title = t`Opportunités en sommeil`;
  return (
    <Section flush title={title} actions={<WhoseChoice me={me} label={title} value={whose} onChange={setWhose} />}>
      <WidgetList
        query={query}
        rows={query.data}
        expected={4}
        empty={
          <EmptyState compact title={t`Rien ne dort`} icon={<IconMoodSmile size={20} stroke={1.6} />}>
            {t`Les opportunités ouvertes sans échange ni changement depuis trop longtemps pour leur étape s’afficheront ici.`}
          </EmptyState>
        }
      >
        {(row: StaleOpportunity) => (
          <>
            <span className={classes["text"]}>
              <Link to={`/opportunites/${row.id}`} className={classes["name"]}>
                {row.title}
              </Link>
              <span className={classes["detail"]}>
                {[
                  row.contact.name,
                  stageOf(row),
                  row.amount === null ? "" : formatAmount(row.amount),
                  whose === "everyone" && row.owner?.name,
                ]
                  .filter(Boolean)
                  .join(" · ")}
              </span>
            </span>
            <time
              className={classes["late"]}
              dateTime={row.since}
              title={t`Dernier échange ou changement le ${formatDate(row.since)}`}
            >
              {plural(daysSince(row.since), { one: "# jour", other: "# jours" })}
            </time>
          </>
        )}
      </WidgetList>
    </Section>
  );
}
