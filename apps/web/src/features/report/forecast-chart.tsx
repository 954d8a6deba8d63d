import type { Forecast } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Bar, CartesianGrid, ComposedChart, Legend, Line, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { formatMonth, formatNumber } from "../../lib/format.ts";
import { euros } from "./report-words.ts";

const words = { fontSize: 12, fill: "var(--ink-dim)" };

/** Amounts by expected month, whole and weighed; the table under it says the same, and opens the lists. */
export function ForecastChart({ months }: Forecast) {
  const { t } = useLingui();
  const rows = months.map((month) => ({
    ...month,
    name: month.month === null ? t`Sans date prévue` : formatMonth(month.month),
  }));
  return (
    <ResponsiveContainer width="100%" height={260}>
      <ComposedChart
        data={rows}
        margin={{ top: 8, right: 8, bottom: 0, left: 8 }}
        accessibilityLayer={false}
        role="img"
        aria-label={t`Prévisions par mois prévu : les chiffres sont dans le tableau.`}
      >
        <CartesianGrid stroke="var(--line)" vertical={false} />
        <XAxis dataKey="name" tick={words} tickLine={false} stroke="var(--line-strong)" />
        <YAxis
          tick={words}
          tickLine={false}
          axisLine={false}
          width={64}
          tickFormatter={(value: number) => t`${formatNumber(Math.round(value / 1000))} k€`}
        />
        <Tooltip
          cursor={{ fill: "var(--hover)" }}
          contentStyle={{
            background: "var(--surface)",
            border: "1px solid var(--line-strong)",
            borderRadius: 8,
            color: "var(--ink)",
            fontSize: 13,
          }}
          formatter={(value) => euros(Number(value))}
        />
        <Legend wrapperStyle={{ fontSize: 13 }} />
        <Bar dataKey="amount" name={t`Montant`} fill="var(--status-other)" maxBarSize={36} isAnimationActive={false} />
        <Bar
          dataKey="weighted"
          name={t`Pondéré par la probabilité de l’étape`}
          fill="var(--accent)"
          maxBarSize={36}
          isAnimationActive={false}
        />
        <Line
          dataKey="observed"
          name={t`Pondéré par le taux constaté`}
          stroke="var(--status-won)"
          strokeWidth={2}
          dot={{ r: 3 }}
          isAnimationActive={false}
        />
      </ComposedChart>
    </ResponsiveContainer>
  );
}
