import type { SubmissionPeriod, SubmissionStats } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { formatDate } from "../../lib/format.ts";
import { submissionTotal } from "./submission-words.ts";

const words = { fontSize: 12, fill: "var(--ink-dim)" };

/** « 02/03 »: the year is the same for all, or said by the order. */
const short = (day: string) => formatDate(day).slice(0, 5);

/** How many came in each day or week; the table beside it says the same. */
export function SubmissionChart({ periods, by }: Pick<SubmissionStats, "periods"> & { by: SubmissionPeriod }) {
  const { t } = useLingui();
  return (
    <ResponsiveContainer width="100%" height={180}>
      <BarChart
        data={periods}
        margin={{ top: 8, right: 4, bottom: 0, left: 0 }}
        accessibilityLayer={false}
        role="img"
        aria-label={
          by === "day"
            ? t`Enregistrements par jour : les chiffres sont dans le tableau.`
            : t`Enregistrements par semaine : les chiffres sont dans le tableau.`
        }
      >
        <CartesianGrid stroke="var(--line)" vertical={false} />
        <XAxis
          dataKey="from"
          tick={words}
          tickLine={false}
          stroke="var(--line-strong)"
          tickFormatter={short}
          minTickGap={24}
        />
        <YAxis tick={words} tickLine={false} axisLine={false} width={32} allowDecimals={false} />
        <Tooltip
          cursor={{ fill: "var(--hover)" }}
          contentStyle={{
            background: "var(--surface)",
            border: "1px solid var(--line-strong)",
            borderRadius: 8,
            color: "var(--ink)",
            fontSize: 13,
          }}
          itemStyle={{ color: "var(--ink)" }}
          separator=""
          labelFormatter={(day) => (by === "day" ? formatDate(String(day)) : t`Semaine du ${formatDate(String(day))}`)}
          formatter={(value) => submissionTotal(Number(value))}
        />
        <Bar
          dataKey="count"
          name=""
          fill="var(--accent)"
          radius={[3, 3, 0, 0]}
          maxBarSize={28}
          isAnimationActive={false}
        />
      </BarChart>
    </ResponsiveContainer>
  );
}
