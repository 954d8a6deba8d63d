import { reportParts } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { pipelineList, userDirectory } from "../../lib/shared.queries.ts";
import { Page, PageHeader } from "../../ui/page.tsx";
import { ActivitySection, activityFault } from "./activity-section.tsx";
import { ForecastSection } from "./forecast-section.tsx";
import { LostSection } from "./lost-section.tsx";
import classes from "./report.module.css";
import { ReportActions } from "./report-actions.tsx";
import { askedOf, partLinks, periodOf, useReportAddress } from "./report-address.ts";
import { ReportCaption } from "./report-caption.tsx";
import { periodFault, ReportFilters } from "./report-filters.tsx";
import type { ReportSlots } from "./report-slots.ts";
import { GroupSelect, SalesSection } from "./sales-section.tsx";

/** The widget of the home page that tells the same. */
const widgetOf = { opportunities: null, activity: "activity", forecast: "forecast", reasons: "lostReasons" } as const;

/** Opportunités → Reporting commercial (guide 6.2), with what people did, what is to come, and why deals were lost. */
export function SalesPage(slots: ReportSlots) {
  const { t } = useLingui();
  const { address, change, open } = useReportAddress();
  const { data: pipelines = [] } = useQuery(pipelineList);
  const { data: users = [] } = useQuery(userDirectory);
  const { part } = address;
  const period = periodOf(address);
  const onActivity = part === "activity";
  const fault = part === "forecast" ? null : onActivity ? activityFault(period) : periodFault(period);
  const ready = fault === null;
  const { groupings } = slots;
  const asked = askedOf(address);
  const labels = {
    opportunities: t`Opportunités`,
    activity: t`Activité`,
    forecast: t`Prévisions`,
    reasons: t`Motifs de perte`,
  };
  const widget = widgetOf[part];
  return (
    <Page>
      <PageHeader
        title={t`Reporting commercial`}
        actions={<ReportActions state={{ report: "sales", address, open, ready }} />}
      />
      <div className={classes["partsBar"]}>
        <nav className={classes["parts"]} aria-label={t`Parties du rapport`}>
          {reportParts.map((name) => (
            <Link
              key={name}
              to={{ search: partLinks(address, name) }}
              aria-current={name === part ? "page" : undefined}
            >
              {labels[name]}
            </Link>
          ))}
        </nav>
        {widget && slots.pin(widget)}
      </div>
      <ReportCaption address={address} type={pipelines.find(({ id }) => id === address.pipelineId)} users={users} />
      <ReportFilters
        {...{ address, change, slots, pipelines, fault }}
        withDays={part !== "forecast"}
        withStatus={part === "opportunities"}
        peopleOnly={onActivity}
      >
        {part === "opportunities" && <GroupSelect {...{ address, change, groupings }} />}
      </ReportFilters>
      {part === "opportunities" && <SalesSection {...{ address, change, groupings, pipelines, ready }} />}
      {onActivity && (
        <ActivitySection period={period} ownerId={address.ownerId} ready={ready} pin={slots.pin("results")} />
      )}
      {part === "forecast" && <ForecastSection asked={asked} />}
      {part === "reasons" && <LostSection asked={asked} ready={ready} />}
    </Page>
  );
}
