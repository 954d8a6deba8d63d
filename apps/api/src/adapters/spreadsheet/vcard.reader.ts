import type { CsvText } from "@crm/contract";
import { type SheetReading, type SheetRow, UnreadableSpreadsheet } from "../../ports/spreadsheet.ts";
import { keepGuard } from "./cell.guard.ts";
import type { SheetLimits } from "./sheet.limits.ts";
import { decoded, mendLines, type Survey, surveyOf, toText } from "./text.encoding.ts";
import { type Card, type CardProperty, cardsOf } from "./vcard.parser.ts";

const batchSize = 500;
const wanted = new Set([
  ...["FN", "N", "ORG", "TITLE", "EMAIL", "TEL", "ADR", "URL", "NOTE", "BDAY", "CATEGORIES", "KIND"],
  ...["X-ABLABEL", "X-ABSHOWAS", "X-CODE-CONTACT"],
]);
/** What a card fills: base fields by their codes, then what a question may take; in the order of the columns. */
const headers = [
  ...["CODE_CONTACT", "CIVILITE", "NOM", "PRENOM", "ORGANISATION", "EMAIL", "TELEPHONE", "MOBILE", "ADRESSE"],
  ...["CODE_POSTAL", "VILLE", "PAYS", "NOTES", "FONCTION", "SERVICE", "SITE_WEB", "DATE_NAISSANCE", "FAX", "REGION"],
  ...["CATEGORIES", "SUFFIXE_NOM", "AUTRES_EMAILS", "AUTRES_TELEPHONES", "AUTRES_MOBILES", "AUTRES_ADRESSES"],
] as const;
type Header = (typeof headers)[number];

/**
 * The cards of a file as the rows of a sheet: row 1 holds the headers that some card fills (a blank cell may erase, a column
 * that is not there does not), each card is a row. A malformed card says so. Goes through the file three times.
 */
export async function* vcardRows(
  path: string,
  limits: SheetLimits,
  {
    encoding,
    sure,
    onText,
  }: Pick<SheetReading, "encoding"> & { sure: Survey | undefined; onText: (text: CsvText) => void },
): AsyncGenerator<SheetRow[]> {
  const survey = encoding === undefined && sure ? sure : await surveyOf(path, encoding);
  onText({ ...toText(survey), delimiter: null });
  const cards = () => cardsOf(linesOf(decoded(path, survey)), wanted);
  const filled = new Set<Header>(["EMAIL"]);
  for await (const card of cards()) for (const header of factsOf(card).keys()) filled.add(header);
  const columns = headers.filter((header) => filled.has(header));
  let row = 1;
  let batch: SheetRow[] = [{ row, cells: columns }];
  for await (const card of cards()) {
    if (++row > limits.rows) throw new UnreadableSpreadsheet("TOO_MANY_ROWS", { limit: limits.rows - 1 });
    const facts = factsOf(card);
    const read = mendLines({ ...card, cells: columns.map((header) => facts.get(header) ?? "") }, survey);
    const faults = [...card.faults, ...read.faults];
    batch.push({ row, cells: read.cells.map(keepGuard), ...(faults.length > 0 && { faults }) });
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

async function* linesOf(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = "";
  for await (const piece of pieces) {
    const lines = (rest + piece).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? "";
    yield* lines;
  }
  if (rest !== "") yield rest.replace(/\r$/, "");
}

/** What a card says, nothing that is blank. */
function factsOf({ properties }: Card): Map<Header, string> {
  const facts = new Map<Header, string>();
  const put = (header: Header, ...texts: (string | undefined)[]) => {
    const said = [...new Set(texts.map((text) => text?.replace(/\r\n?/g, "\n").trim() ?? ""))].filter(Boolean);
    if (said.length > 0) facts.set(header, said.join(header === "NOTES" ? "\n\n" : ", "));
  };
  const named = (name: string) => properties.filter((one) => one.name === name).sort(byRank);
  const texts = (name: string) => named(name).map(textOf).filter(Boolean);
  const first = (header: Header, others: Header, [one, ...more]: string[]) => {
    put(header, one);
    put(others, ...more.filter((text) => text !== one));
  };

  const [[family, given, middle, prefix, suffix] = []] = named("N").map(({ parts }) => parts);
  const [[company, ...department] = []] = named("ORG").map(({ parts }) => parts);
  put("CODE_CONTACT", texts("X-CODE-CONTACT")[0]);
  put("CIVILITE", prefix);
  put("NOM", family);
  put(
    "PRENOM",
    [given, middle]
      .map((name) => name?.trim())
      .filter(Boolean)
      .join(" "),
  );
  put("SUFFIXE_NOM", suffix);
  put("ORGANISATION", company);
  put("SERVICE", ...department);
  first("EMAIL", "AUTRES_EMAILS", texts("EMAIL"));

  const labels = new Map(named("X-ABLABEL").map((label) => [label.group, textOf(label)]));
  const is = (kind: RegExp) => (tel: CardProperty) =>
    kind.test([...tel.types, (tel.group && labels.get(tel.group)) ?? ""].join(" "));
  const [isFax, isMobile] = [is(/\b(fax|pager)/i), is(/\b(cell|mobile|portable)/i)];
  const phones = named("TEL").filter((tel) => !isFax(tel));
  put("FAX", ...named("TEL").filter(isFax).map(phoneOf));
  first("MOBILE", "AUTRES_MOBILES", phones.filter(isMobile).map(phoneOf));
  first("TELEPHONE", "AUTRES_TELEPHONES", phones.filter((tel) => !isMobile(tel)).map(phoneOf));

  const [address, ...addresses] = named("ADR")
    .map(({ parts }) => parts)
    .filter((parts) => parts.some((part) => part.trim()));
  if (address) {
    const [box, more, street, city, region, code, country] = address;
    put("ADRESSE", more, street, box);
    put("VILLE", city);
    put("REGION", region);
    put("CODE_POSTAL", code);
    put("PAYS", country);
  }
  put(
    "AUTRES_ADRESSES",
    ...addresses.map((parts) =>
      parts
        .map((part) => part.trim())
        .filter(Boolean)
        .join(" "),
    ),
  );
  put("FONCTION", ...texts("TITLE"));
  put("SITE_WEB", ...texts("URL"));
  put("DATE_NAISSANCE", texts("BDAY")[0]?.replace(/^(\d{4})-?(\d\d)-?(\d\d)(T.*)?$/, "$1-$2-$3"));
  put("CATEGORIES", ...named("CATEGORIES").flatMap(({ parts }) => parts.map(inQuotes)));
  put("NOTES", ...texts("NOTE"));

  // Of a card without a name, the name that is shown is that of the company, the e-mail, or all there is of one.
  const [shown = ""] = texts("FN");
  if (
    !facts.has("NOM") &&
    !facts.has("PRENOM") &&
    shown !== facts.get("EMAIL") &&
    shown !== facts.get("ORGANISATION")
  ) {
    const isCompany = /^org/i.test(texts("KIND")[0] ?? "") || /^company/i.test(texts("X-ABSHOWAS")[0] ?? "");
    put(isCompany && !facts.has("ORGANISATION") ? "ORGANISATION" : "NOM", shown);
  }
  return facts;
}

/** The one that is liked best first, then those of work. */
const byRank = (a: CardProperty, b: CardProperty) =>
  a.preference - b.preference || Number(b.types.has("work")) - Number(a.types.has("work"));
/** A category that holds what parts them stands in quotes, as imports and exports of lists have it. */
const inQuotes = (name: string) => (/[",;\n]/.test(name) ? `"${name.trim().replaceAll('"', '""')}"` : name);
const textOf = ({ parts }: CardProperty) => parts.join(";").trim();
/** « tel:+33-1-55-55-55-55;ext=12 » of 4.0 is a number too. */
const phoneOf = (tel: CardProperty) =>
  textOf(tel)
    .replace(/^tel:/i, "")
    .replace(/;ext=(\d+)/i, " poste $1")
    .replace(/;.*$/, "");
