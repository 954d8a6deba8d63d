import { type FunnelStage, reportApi } from "@crm/contract";
import { expect, test } from "vitest";
import { aQuestion } from "../../test/factories.ts";
import { opportunityApp } from "../../test/opportunity-app.ts";
import { bookIn, type ReadSheet } from "../../test/report-book.ts";
import { shownStatuses } from "./report-words.ts";

const none = { count: 0, amount: 0 };

/** A deal of each status in 2026, some of 2025, one that looks like a formula. */
async function world() {
  const app = await opportunityApp();
  const me = await app.as("admin", { firstName: "=HYPERLINK(A1)", lastName: "@Durand" });
  const stages = app.pipeline.stages.map(({ id }) => id);
  const sale = (year: number, place: number, over: object) =>
    app.opportunity({
      ...{ createdAt: new Date(`${year}-02-10T10:00:00Z`), stageId: stages[place] ?? null, ownerId: me.id },
      ...over,
    });
  for (const [at, { status }] of shownStatuses.entries()) await sale(2026, at % 3, { status, amount: 1000.5 + at });
  await sale(2026, 3, { amount: 250, status: "won" });
  for (const place of [0, 1, 2]) await sale(2025, place, { amount: 100, status: "lost" });
  const bookOf = async (report: "funnel" | "sales", query: string) => {
    const { raw } = await me.call(reportApi.sheet, { query: { report, query } });
    expect(raw.statusCode).toBe(200);
    return {
      sheets: await bookIn(raw.rawPayload),
      name: String(raw.headers["content-disposition"]),
      bytes: raw.rawPayload,
    };
  };
  return { ...app, me, bookOf };
}

const column = ({ table }: ReadSheet, header: string) => {
  const at = table[0]?.indexOf(header) ?? -1;
  expect(at, header).toBeGreaterThanOrEqual(0);
  return table.slice(1).map((row) => row[at]);
};
const formatIn = ({ page, table, head }: ReadSheet, header: string) =>
  page.getRow(head + 1).getCell((table[0]?.indexOf(header) ?? 0) + 1).numFmt;

const asked = "createdFrom=2026-01-01&createdTo=2026-12-31";

test("the funnel's workbook tells the figures of the screen, and those of what it is compared with", async () => {
  const { me, pipeline, bookOf } = await world();
  const { sheets, name } = await bookOf("funnel", `pipelineId=${pipeline.id}&${asked}&compare=year`);
  expect(name).toContain("entonnoir-des-ventes.xlsx");
  const [sheet] = sheets as [ReadSheet];
  const cohort = async (from: string, to: string): Promise<FunnelStage[]> => {
    const query = { pipelineId: pipeline.id, createdFrom: from, createdTo: to };
    return (await me.call(reportApi.funnel, { query })).body.stages;
  };
  const shown = await cohort("2026-01-01", "2026-12-31");
  const before = await cohort("2025-01-01", "2025-12-31");
  expect(column(sheet, "Nombre")).toEqual(shown.map(({ count }) => count));
  expect(column(sheet, "Montant")).toEqual(shown.map(({ amount }) => amount));
  for (const { status, label } of shownStatuses) {
    expect(column(sheet, label)).toEqual(shown.map(({ statuses }) => (statuses[status] ?? none).count));
    expect(column(sheet, `${label} (montant)`)).toEqual(shown.map(({ statuses }) => (statuses[status] ?? none).amount));
  }
  expect(column(sheet, "Depuis le début")).toEqual(shown.map(({ fromStart }) => fromStart));
  const other = "01/01/2025 – 31/12/2025";
  expect(sheet.lines).toContain(`Comparé à : ${other}`);
  expect(column(sheet, other)).toEqual(before.map(({ count }) => count));
  expect(column(sheet, `${other} (montant)`)).toEqual(before.map(({ amount }) => amount));
  expect(column(sheet, "Écart")).toEqual(shown.map(({ count }, at) => count - (before[at]?.count ?? 0)));
  expect(column(sheet, `${other} : depuis le début`)).toEqual(before.map(({ fromStart }) => fromStart));
  expect(column(sheet, "Écart (%)")).toEqual(
    shown.map(({ count }, at) => {
      const was = before[at]?.count ?? 0;
      return was > 0 ? (count - was) / was : null;
    }),
  );
  expect(column(sheet, "Écart (points)")).toEqual(
    shown.map(({ fromStart }, at) => Math.round(((fromStart ?? 0) - (before[at]?.fromStart ?? 0)) * 1000) / 10),
  );
  const [alone] = (await bookOf("funnel", `pipelineId=${pipeline.id}&${asked}`)).sheets as [ReadSheet];
  expect(alone.table[0]).not.toContain("Écart");
});

test("a workbook says what it is about, keeps its heads in sight, and is ready to print", async () => {
  const { bookOf, pipeline } = await world();
  const [sheet] = (await bookOf("funnel", `pipelineId=${pipeline.id}&${asked}`)).sheets as [ReadSheet];
  const { page, head, lines } = sheet;
  expect(lines[0]).toBe("Entonnoir des ventes");
  expect(lines[1]).toContain("Opportunités créées du 01/01/2026 au 31/12/2026");
  expect(lines.at(-1)).toBe("Fait le 02/03/2026");
  expect(page.views[0]).toMatchObject({ state: "frozen", ySplit: head, xSplit: 1 });
  expect(page.pageSetup).toMatchObject({ orientation: "landscape", fitToPage: true, fitToWidth: 1, fitToHeight: 0 });
  expect(page.pageSetup.printTitlesRow).toBe(`${head}:${head}`);
  expect(page.columns.every(({ width }) => (width ?? 0) >= 9)).toBe(true);
  expect(formatIn(sheet, "Montant")).toContain("€");
  expect(formatIn(sheet, "Depuis le début")).toContain("%");
  for (const { label, colour } of shownStatuses) {
    const cell = page.getRow(head).getCell((sheet.table[0]?.indexOf(label) ?? 0) + 1);
    expect(cell.fill).toMatchObject({ fgColor: { argb: `FF${colour.slice(1).toUpperCase()}` } });
  }
});

test("the sales report: sorted as on screen, a column for each number and choice, totals in bold, no formula", async () => {
  const { db, opportunity, bookOf, me } = await world();
  const size = await aQuestion(db, { record: "opportunity", type: "number", label: "Surface", inReports: true });
  const kind = await aQuestion(db, {
    ...{ record: "opportunity", type: "single-choice", label: "=Genre", inReports: true },
    config: {
      choices: [
        { value: "A", label: "Alpha" },
        { value: "B", label: "Bêta" },
      ],
    },
  });
  const createdAt = new Date("2026-02-01T10:00:00Z");
  await opportunity({ ownerId: null, createdAt, amount: 9000, answers: { [size.id]: 12.5, [kind.id]: "B" } });
  const [sheet] = (await bookOf("sales", `${asked}&sort=label&direction=desc`)).sheets as [ReadSheet];
  expect(column(sheet, "Utilisateur")).toEqual(["Personne", "=HYPERLINK(A1) @Durand", "Total"]);
  const { body } = await me.call(reportApi.sales, {
    query: { groupBy: "owner", createdFrom: "2026-01-01", createdTo: "2026-12-31" },
  });
  expect(column(sheet, "Nombre").at(-1)).toBe(body.total.count);
  expect(column(sheet, "Montant").at(-1)).toBe(body.total.amount);
  expect(column(sheet, "Surface (somme)")).toEqual([12.5, null, 12.5]);
  expect(column(sheet, "=Genre : Bêta")).toEqual([1, 0, 1]);
  const last = sheet.page.getRow(sheet.page.rowCount);
  expect(last.getCell(1).font.bold).toBe(true);
  sheet.page.eachRow((row) => row.eachCell(({ formula }) => expect(formula).toBeUndefined()));
});
