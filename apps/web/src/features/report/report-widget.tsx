import { type HomeWidget, weeksOf } from "@crm/contract";
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { type ComponentType, lazy } from "react";
import { today } from "../../lib/format.ts";
import { LazyPart } from "../../ui/lazy-part.tsx";
import { Section } from "../../ui/section.tsx";
import { SeeAll } from "../../ui/see-all.tsx";
import { WidgetSkeleton } from "./widget-skeleton.tsx";

interface Widget {
  title: MessageDescriptor;
  /** The report under the same filters. */
  address: () => string;
  /** `query`: of that address. */
  Content: ComponentType<{ query: string }>;
  /** About what it will take. */
  height: number;
}

const contents = () => import("./report-widget-contents.tsx");
const reporting = (query: Record<string, string>) => `/opportunites/reporting?${new URLSearchParams(query)}`;

function thisWeek(): { createdFrom: string; createdTo: string } {
  const now = today();
  const [monday = now] = weeksOf({ from: now, to: now });
  const sunday = new Date(Date.parse(monday) + 6 * 86_400_000).toISOString().slice(0, 10);
  return { createdFrom: monday, createdTo: sunday };
}

const widgets = {
  funnel: {
    title: msg`Entonnoir des ventes`,
    address: () => "/opportunites/entonnoir",
    Content: lazy(async () => ({ default: (await contents()).FunnelContent })),
    height: 300,
  },
  forecast: {
    title: msg`Prévisions`,
    address: () => reporting({ part: "forecast" }),
    Content: lazy(async () => ({ default: (await contents()).ForecastContent })),
    height: 580,
  },
  activity: {
    title: msg`Activité de la semaine`,
    address: () => reporting({ part: "activity", ...thisWeek() }),
    Content: lazy(async () => ({ default: (await contents()).ActivityContent })),
    height: 240,
  },
  results: {
    title: msg`Résultats du mois par utilisateur`,
    address: () => reporting({ part: "activity", period: "month" }),
    Content: lazy(async () => ({ default: (await contents()).ResultsContent })),
    height: 240,
  },
  lostReasons: {
    title: msg`Motifs de perte`,
    address: () => reporting({ part: "reasons" }),
    Content: lazy(async () => ({ default: (await contents()).LostContent })),
    height: 300,
  },
} satisfies Partial<Record<HomeWidget, Widget>>;

/** A part of a report on the home page. Its code and its figures come by themselves, once it is there. */
export function ReportWidget({ name }: { name: keyof typeof widgets }) {
  const { t, i18n } = useLingui();
  const { title, address, Content, height }: Widget = widgets[name];
  const to = address();
  return (
    <Section flush title={i18n._(title)} actions={<SeeAll to={to} label={t`Rapport complet`} />}>
      <LazyPart fallback={<WidgetSkeleton height={height} />}>
        <Content query={to.split("?")[1] ?? ""} />
      </LazyPart>
    </Section>
  );
}
