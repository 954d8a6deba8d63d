import {
  ActivityQuery,
  type Asked,
  askedOf,
  comparedOf,
  FunnelQuery,
  funnelAskedOf,
  funnelType,
  periodOf,
  type ReportAddress,
  ReportFilter,
  type ReportName,
  readReportAddress,
  SalesQuery,
} from "@crm/contract";
import { formatDay } from "@crm/fields";
import type { Ctx } from "../../platform/context.ts";
import { Refusal } from "../../platform/error.ts";
import { parseOrRefuse } from "../../platform/issues.ts";
import { today } from "../../platform/today.ts";
import { listPipelines } from "../pipeline/pipeline.service.ts";
import { questionsOf } from "../question/question.service.ts";
import { userRefs } from "../user/user.service.ts";
import { showActivity, showForecast, showLostReasons } from "./activity.service.ts";
import { showDurations, showFunnel } from "./funnel.service.ts";
import { funnelPaper } from "./funnel-paper.ts";
import { activityPaper, forecastPaper, reasonsPaper } from "./part-papers.ts";
import { filterLines } from "./report-filters.service.ts";
import { type Paper, toBook, toPdfDocument } from "./report-paper.ts";
import { showResults } from "./results.service.ts";
import { showSales } from "./sales.service.ts";
import { salesPaper } from "./sales-paper.ts";

export type { Paper } from "./report-paper.ts";

const reportTitles: Record<ReportName, string> = {
  funnel: "Entonnoir des ventes",
  sales: "Reporting commercial",
};
const groupNames = { owner: "Utilisateur", organisation: "Organisation", pipeline: "Type" } as const;
const partTitles = { activity: "Activité", forecast: "Prévisions", reasons: "Motifs de perte" } as const;

/** A report as an address asks for it, on a day of Paris from which its days are reckoned when they move. */
export interface AskedReport {
  report: ReportName;
  query: string;
  day: string;
}

/**
 * What the screen of a report shows the actor at an address: to be printed or mailed. Refuses what the screen refuses: days
 * (VALIDATION_FAILED), a condition that no longer applies (FILTER_OUTDATED), a type that is not there (NOT_FOUND).
 */
export async function reportPaper(ctx: Ctx, { report, query, day }: AskedReport): Promise<Paper> {
  const params = new URLSearchParams(query);
  const address = readReportAddress(params);
  // On screen a filter that nobody can read is left out, and its chips are not there; in a mail nobody would see it.
  const unread =
    (!["[]", "", null].includes(params.get("answers")) && address.answers.length === 0) ||
    (params.get("filter") && !address.filter);
  if (unread) throw new Refusal("FILTER_OUTDATED");
  const [pipelines, questions] = await Promise.all([listPipelines(ctx), questionsOf(ctx, "opportunity")]);
  const known = { pipelines, questions };
  if (report === "funnel") {
    const type = funnelType(address, pipelines);
    const asked = funnelAskedOf(address, type?.id, day);
    const filter = parseOrRefuse(FunnelQuery, asked, "query");
    const other = comparedOf(address, asked, day);
    const [funnel, durations, lines, compared] = await Promise.all([
      showFunnel(ctx, filter),
      showDurations(ctx, filter),
      filterLines(ctx, address, asked, known),
      // Days that can't be compared with are left out, as on screen.
      other && FunnelQuery.safeParse(other).success ? cohortOf(ctx, address, other) : null,
    ]);
    const title = reportTitles.funnel;
    const about = compared ? [...lines, `Comparé à : ${compared.name}`] : lines;
    return { title, lines: about, ...funnelPaper(funnel, durations, address.measure ?? "count", compared) };
  }
  const asked = askedOf(address, day);
  if (address.part !== "opportunities") {
    const title = `${reportTitles.sales} : ${partTitles[address.part]}`;
    const [about, aboutAsked] = aboutPart(address, asked);
    const lines = await filterLines(ctx, about, aboutAsked, known);
    return { title, lines, ...(await partOf(ctx, address, aboutAsked, day)) };
  }
  const { groupBy } = address;
  const [sales, lines] = await Promise.all([
    showSales(ctx, parseOrRefuse(SalesQuery, { ...asked, groupBy }, "query")),
    filterLines(ctx, address, asked, known),
  ]);
  const isIt = ({ id }: { id: string }) => id === groupBy;
  const question = questions.find(isIt) ?? (await questionsOf(ctx, "contact")).find(isIt);
  const groupName = groupNames[groupBy as keyof typeof groupNames] ?? question?.label ?? "Groupe";
  return { title: reportTitles.sales, lines, ...salesPaper(sales, address, pipelines, groupName) };
}

async function cohortOf(ctx: Ctx, { compare }: ReportAddress, asked: Asked) {
  const { stages } = await showFunnel(ctx, parseOrRefuse(FunnelQuery, asked, "query"));
  const { ownerId, createdFrom = "", createdTo = "" } = asked;
  const user = ownerId && ownerId !== "none" && (await userRefs(ctx, [ownerId])).get(ownerId)?.name;
  const name = compare === "user" ? user || "Personne" : `${formatDay(createdFrom)} – ${formatDay(createdTo)}`;
  return { name, stages };
}

/** What the other parts of « Reporting commercial » are about: activity only of whom and when; the forecast whenever created. */
function aboutPart(address: ReportAddress, { status: _, stageId: __, ...asked }: Asked): [ReportAddress, Asked] {
  const { createdFrom = "", createdTo = "", ownerId, ...others } = asked;
  if (address.part === "forecast") return [address, { ...others, ...(ownerId && { ownerId }) }];
  if (address.part !== "activity") return [address, asked];
  return [
    { ...address, answers: [], filter: null },
    { createdFrom, createdTo, ...(ownerId && { ownerId }) },
  ];
}

/** Each asked as its screen asks. */
async function partOf(ctx: Ctx, address: ReportAddress, asked: Asked, day: string) {
  if (address.part === "activity") {
    const days = parseOrRefuse(ActivityQuery, periodOf(address, day), "query");
    const [activity, results] = await Promise.all([showActivity(ctx, days), showResults(ctx, days)]);
    return activityPaper(activity, results, address.ownerId);
  }
  if (address.part === "reasons")
    return reasonsPaper(await showLostReasons(ctx, parseOrRefuse(ReportFilter, asked, "query")));
  return forecastPaper(await showForecast(ctx, parseOrRefuse(ReportFilter, asked, "query")));
}

/** A paper as PDF, dated today. */
export const paperPdf = (ctx: Ctx, paper: Paper): Promise<Buffer> =>
  ctx.pdf.write(toPdfDocument(paper, `${paper.title} · Fait le ${formatDay(today(ctx))}`));

/** The report of an address as PDF. Refuses as `reportPaper`. */
export const reportPdf = async (ctx: Ctx, asked: AskedReport): Promise<Buffer> =>
  paperPdf(ctx, await reportPaper(ctx, asked));

/** A paper as a workbook, dated today. */
export const paperBook = (ctx: Ctx, paper: Paper): Promise<Buffer> =>
  ctx.workbooks.write(toBook(paper, ctx.now(), `Fait le ${formatDay(today(ctx))}`));
