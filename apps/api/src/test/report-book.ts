import ExcelJS from "exceljs";

export interface ReadSheet {
  page: ExcelJS.Worksheet;
  /** What stands above the table. */
  lines: string[];
  /** Its head, its rows and its totals. */
  table: ExcelJS.CellValue[][];
  /** The row of its heads, as Excel counts. */
  head: number;
}

/** The sheets of a report's workbook, as another program reads them. */
export async function bookIn(content: Buffer): Promise<ReadSheet[]> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(content as never);
  return book.worksheets.map((page) => {
    const [view] = page.views;
    const head = view?.state === "frozen" ? (view.ySplit ?? 1) : 1;
    const cells = (row: number) =>
      Array.from({ length: page.columnCount }, (_, at) => page.getRow(row).getCell(at + 1).value);
    const numbers = Array.from({ length: page.rowCount }, (_, at) => at + 1);
    return {
      ...{ page, head },
      lines: numbers
        .filter((row) => row < head)
        .flatMap((row) => (page.getCell(row, 1).text ? [page.getCell(row, 1).text] : [])),
      table: numbers.filter((row) => row >= head).map(cells),
    };
  });
}
