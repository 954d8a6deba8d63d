import { type Activity, type Forecast, interactionKinds, type LostReasons, type Results } from "@crm/contract";
import type { z } from "zod";
import { statusColumns } from "./funnel-paper.ts";
import type { Paper, PaperCell, PaperTable } from "./report-paper.ts";
import { euros, kindNames, number, shownStatuses } from "./report-words.ts";

type Part = Pick<Paper, "main" | "tables" | "sheets">;
const sumOf = <Row>(rows: readonly Row[], of: (row: Row) => number) => rows.reduce((sum, row) => sum + of(row), 0);
const count = (header: string) => ({ header, kind: "count" as const });
const amount = (header: string) => ({ header, kind: "amount" as const });

/** « Prévisions », as on screen: what is open, by expected month. */
export function forecastPaper({ months }: Forecast): Part {
  const month = new Intl.DateTimeFormat("fr-FR", { timeZone: "UTC", month: "long", year: "numeric" });
  const line = (rows: Forecast["months"]) => [
    sumOf(rows, (row) => row.count),
    sumOf(rows, (row) => row.amount),
    Math.round(sumOf(rows, (row) => row.weighted)),
    Math.round(sumOf(rows, (row) => row.observed)),
  ];
  const [open = 0, worth = 0, weighted = 0, observed = 0] = line(months);
  return {
    main: [
      { label: "Ouvertes", value: `${number(open)} (${euros(worth)})` },
      { label: "Pondéré par la probabilité de l’étape", value: euros(weighted) },
      { label: "Pondéré par le taux constaté", value: euros(observed) },
    ],
    tables: [
      {
        columns: [
          { header: "Mois prévu", kind: "text" },
          count("Nombre"),
          ...["Montant", "Pondéré par la probabilité de l’étape", "Pondéré par le taux constaté"].map(amount),
        ],
        rows: months.map((row) => [
          row.month === null ? "Sans date prévue" : month.format(new Date(`${row.month}-01`)),
          ...line([row]),
        ]),
        foot: ["Total", ...line(months)],
      },
    ],
  };
}

/** « Motifs de perte », as on screen: the most frequent first. */
export function reasonsPaper(reasons: z.infer<typeof LostReasons>): Part {
  const [lost, worth] = [sumOf(reasons, (row) => row.count), sumOf(reasons, (row) => row.amount)];
  return {
    main: [{ label: "Sans suite", value: `${number(lost)} (${euros(worth)})` }],
    tables: [
      {
        columns: [
          { header: "Motif", kind: "text" },
          count("Nombre"),
          { header: "Part", kind: "share" },
          amount("Montant"),
        ],
        rows: reasons.map((row) => [row.reason || "Non précisé", row.count, row.count / lost, row.amount]),
        foot: ["Total", lost, lost > 0 ? 1 : null, worth],
      },
    ],
  };
}

/** « Activité », as on screen: what each did, then what came of it. `ownerId`: whose only. */
export function activityPaper(
  { weeks, late, responseDays, responses }: Activity,
  results: Results,
  ownerId: string | null,
): Part {
  const wanted = ({ userId }: { userId: string | null }) => ownerId === null || (userId ?? "none") === ownerId;
  const [theirs, overdue] = [weeks.filter(wanted), late.filter(wanted)];
  const line = (weeks: Activity["weeks"], late: Activity["late"]) => [
    ...interactionKinds.map((kind) => sumOf(weeks, ({ exchanges }) => exchanges[kind])),
    sumOf(weeks, ({ exchanges }) => sumOf(interactionKinds, (kind) => exchanges[kind])),
    sumOf(weeks, ({ actionsDone }) => actionsDone),
    sumOf(weeks, ({ actionsLate }) => actionsLate),
    sumOf(late, ({ count }) => count),
  ];
  const total = line(theirs, overdue);
  const answered = responses.filter(wanted);
  const daysOf = (id: string | null) => answered.find(({ userId }) => userId === id)?.days ?? null;
  const daysOfAll = ownerId === null ? responseDays : (answered[0]?.days ?? null);
  const names = new Map([...theirs, ...overdue, ...answered].map(({ userId, name }) => [userId, name || "Personne"]));
  const [exchanges = 0, done = 0, after = 0, waiting = 0] = total.slice(interactionKinds.length);
  const people = [...names].map(([id, name]) => [
    name,
    ...line(
      theirs.filter(({ userId }) => userId === id),
      overdue.filter(({ userId }) => userId === id),
    ),
    daysOf(id),
  ]);
  const columns = [
    ...interactionKinds.map((kind) => count(kindNames[kind])),
    ...["Échanges", "Actions faites", "dont après l’échéance", "En retard aujourd’hui"].map(count),
    { header: "Délai du premier échange (jours)", kind: "days" as const },
  ];
  const byUser: PaperTable = {
    title: "Activité par utilisateur",
    columns: [{ header: "Utilisateur", kind: "text" }, ...columns],
    rows: people.sort((a, b) => busy(b) - busy(a)),
    foot: ["Total", ...total, daysOfAll],
  };
  const achieved = resultsTable(results, results.rows.filter(wanted));
  return {
    main: [
      { label: "Échanges", value: number(exchanges) },
      { label: "Actions faites", value: number(done) },
      { label: "dont après l’échéance", value: number(after) },
      { label: "Actions en retard aujourd’hui", value: number(waiting) },
      {
        label: "Délai médian du premier échange",
        value: daysOfAll === null ? "—" : `${number(daysOfAll)} j`,
      },
    ],
    tables: [byUser, achieved],
    sheets: [
      byUser,
      {
        title: "Activité par semaine",
        columns: [
          { header: "Utilisateur", kind: "text" },
          { header: "Semaine du", kind: "day" },
          // What is late today, and how long first exchanges took, belongs to no week.
          ...columns.slice(0, -2),
        ],
        rows: theirs.map((week) => [week.name || "Personne", week.week, ...line([week], []).slice(0, -1)]),
        foot: ["Total", null, ...total.slice(0, -1)],
      },
      achieved,
    ],
  };
}

const busy = (row: readonly PaperCell[]) =>
  Number(row[interactionKinds.length + 1]) + Number(row[interactionKinds.length + 2]);

const resultsTable = ({ stages }: Results, rows: Results["rows"]): PaperTable => ({
  title: "Résultats par utilisateur",
  columns: [
    { header: "Utilisateur", kind: "text" },
    ...statusColumns.filter((_, at) => ["won", "lost"].includes(shownStatuses[at]?.status ?? "")),
    ...stages.map(({ label }) => count(label)),
  ],
  rows: rows.map(({ name, won, lost, stages: reached }) => [
    name || "Personne",
    won,
    lost,
    ...stages.map(({ id }) => reached[id] ?? 0),
  ]),
  foot: [
    "Total",
    ...(["won", "lost"] as const).map((ended) => ({
      count: sumOf(rows, (row) => row[ended].count),
      amount: Math.round(sumOf(rows, (row) => row[ended].amount) * 100) / 100,
    })),
    ...stages.map(({ id }) => sumOf(rows, (row) => row.stages[id] ?? 0)),
  ],
});
