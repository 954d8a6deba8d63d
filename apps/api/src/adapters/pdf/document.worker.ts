import { createRequire } from "node:module";
import { parentPort } from "node:worker_threads";
import type { Content, CustomTableLayout, Table, TableCell } from "pdfmake";
import pdfmake from "pdfmake";
import type { PdfBars, PdfDocument, PdfTable } from "../../ports/pdf.ts";

// Its types say a namespace where the module is one object.
const pdf = pdfmake as unknown as typeof import("pdfmake");
const fonts = createRequire(import.meta.url)("pdfmake/fonts/Roboto.js") as Record<string, Record<string, string>>;
const own = new Set(Object.values(fonts).flatMap((faces) => Object.values(faces)));
pdf.setFonts(fonts);
// It fetches nothing but its own fonts.
pdf.setUrlAccessPolicy(() => false);
pdf.setLocalAccessPolicy((path) => own.has(path));

/** Of a page of A4 on its side, in points, without its margins. */
const width = 842 - 2 * 32;
/** More columns than these are told in a second table, under the first. */
const mostColumns = 15;
const ink = { text: "#1f2430", dim: "#5b6270", line: "#d5d9e0", wash: "#f1f3f6" };

/** One document, drawn by pdfmake with the fonts that come with it: A4 on its side. */
async function drawn({ title, lines, bars, tables, footer }: PdfDocument): Promise<Buffer> {
  const content: Content[] = [
    { text: shown(title), fontSize: 18, bold: true, margin: [0, 0, 0, 4] },
    ...lines.map((line): Content => ({ text: shown(line), fontSize: 9, color: ink.dim, margin: [0, 0, 0, 1] })),
    ...(bars ? barContent(bars) : []),
    ...tables.flatMap(split).flatMap(tableContent),
  ];
  return pdf
    .createPdf({
      info: { title: shown(title) },
      pageSize: "A4",
      pageOrientation: "landscape",
      pageMargins: [32, 32, 32, 40],
      content,
      defaultStyle: { font: "Roboto", fontSize: 8, color: ink.text },
      footer: (page, pages) => ({
        columns: [
          { text: shown(footer), color: ink.dim },
          { text: `Page ${page} sur ${pages}`, alignment: "right", color: ink.dim },
        ],
        margin: [32, 12],
        fontSize: 8,
      }),
    })
    .getBuffer();
}

/** The narrow space between thousands is in none of its fonts. */
const shown = (text: string) => text.replaceAll("\u202f", "\u00a0");

/** A table that is too wide as several: each begins with the first column again. */
function split(table: PdfTable): PdfTable[] {
  const { columns, rows, foot, title } = table;
  if (columns.length <= mostColumns) return [table];
  const parts = Math.ceil((columns.length - 1) / (mostColumns - 1));
  const size = Math.ceil((columns.length - 1) / parts);
  return Array.from({ length: parts }, (_, part) => {
    const of = <T>(cells: T[]) => [...cells.slice(0, 1), ...cells.slice(1 + part * size, 1 + (part + 1) * size)];
    return {
      ...(title && part === 0 && { title }),
      columns: of(columns),
      rows: rows.map(of),
      ...(foot && { foot: of(foot) }),
    };
  });
}

const lines: CustomTableLayout = {
  hLineWidth: (line, { table }) => (line === 0 || line === table.body.length ? 0 : 0.5),
  vLineWidth: () => 0,
  hLineColor: () => ink.line,
  paddingTop: () => 3,
  paddingBottom: () => 3,
  paddingLeft: () => 4,
  paddingRight: () => 4,
};

function tableContent({ title, columns, rows, foot }: PdfTable): Content[] {
  const cells = (row: string[], look: object): TableCell[] =>
    columns.map(({ figures }, at) => ({
      text: shown(row[at] ?? ""),
      ...(figures && { alignment: "right" as const }),
      ...look,
    }));
  const head = cells(
    columns.map(({ header }) => header),
    { bold: true, color: ink.dim, fillColor: ink.wash },
  );
  const [first, ...others] = columns;
  const table: Table = {
    headerRows: 1,
    dontBreakRows: true,
    widths: [first && others.length > 0 ? Math.max(90, width / (columns.length + 2)) : "*", ...others.map(() => "*")],
    body: [
      head,
      ...rows.map((row) => cells(row, {})),
      ...(foot ? [cells(foot, { bold: true, fillColor: ink.wash })] : []),
    ],
  };
  return [
    ...(title ? [{ text: shown(title), fontSize: 11, bold: true, margin: [0, 12, 0, 4] } as Content] : []),
    { table, layout: lines, fontSize: columns.length > 11 ? 7 : 8, margin: [0, title ? 0 : 12, 0, 0] },
  ];
}

const label = 150;
const bar = 480;

/** Each bar beside its label and before its figure; the longest is as long as there is room. */
function barContent({ rows, legend }: PdfBars): Content[] {
  const sumOf = (segments: PdfBars["rows"][number]["segments"]) => segments.reduce((sum, { value }) => sum + value, 0);
  const most = Math.max(1, ...rows.map(({ segments }) => sumOf(segments)));
  return [
    {
      columns: legend.map(({ label, colour }) => ({
        columns: [
          { canvas: [{ type: "rect" as const, x: 0, y: 1, w: 8, h: 8, color: colour }], width: 12 },
          { text: shown(label), width: "auto" as const },
        ],
        columnGap: 0,
        width: "auto" as const,
      })),
      columnGap: 14,
      margin: [0, 10, 0, 6],
    },
    ...rows.map(({ label: name, said, segments }): Content => {
      let x = 0;
      const rects = segments
        .filter(({ value }) => value > 0)
        .map(({ value, colour }) => {
          const w = (value / most) * bar;
          x += w;
          return { type: "rect" as const, x: x - w, y: 0, w, h: 11, color: colour };
        });
      return {
        columns: [
          { text: shown(name), width: label, alignment: "right" },
          { canvas: [{ type: "rect" as const, x: 0, y: 0, w: 0.5, h: 11, color: ink.line }, ...rects], width: bar },
          { text: shown(said), width: "*" },
        ],
        columnGap: 8,
        margin: [0, 0, 0, 3],
      };
    }),
  ];
}

parentPort?.on(
  "message",
  (document: PdfDocument) => void drawn(document).then((bytes) => parentPort?.postMessage(bytes)),
);
