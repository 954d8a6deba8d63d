import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "react-router";
import { codeSentence } from "../../lib/error-sentence.ts";
import { formatDateTime } from "../../lib/format.ts";
import { Section } from "../../ui/section.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import classes from "./import.module.css";
import { type ImportSummary, importList, isWorking } from "./import.queries.ts";
import { UndoButton } from "./import-undo.tsx";
import { importAddress, onlyAdds, statusWords } from "./import-words.ts";

/** « Mes imports »: the latest ones, each leading back to where it stands, and undone from here. */
export function ImportHistory() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery({
    ...importList,
    refetchInterval: ({ state }) => (state.data?.some(isWorking) ? 5000 : false),
  });
  return (
    <Section title={t`Mes imports`} flush>
      {error ? (
        <ErrorState error={error} onRetry={() => void refetch()} title={t`Impossible d’afficher vos imports`} />
      ) : data?.length === 0 ? (
        <EmptyState compact title={t`Aucun import pour l’instant`}>
          {t`Vos fichiers vérifiés et importés apparaîtront ici.`}
        </EmptyState>
      ) : (
        <ul className={classes["history"]}>
          {data?.map((one) => (
            <li key={one.id}>
              <Link to={importAddress(one.record, one.id)} className={classes["past"]}>
                <span className={classes["name"]}>{one.file.name}</span> <span>{statusWords[one.status]()}</span>{" "}
                <span className={classes["dim"]}>{outcome(one)}</span>{" "}
                <span className={classes["dim"]}>{formatDateTime(one.createdAt)}</span>
              </Link>
              <UndoButton
                view={one}
                size="compact-sm"
                named
                onStarted={() => void navigate(importAddress(one.record, one.id))}
              />
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function outcome({ record, failure, details, created, updated, refused, status }: ImportSummary): string {
  if (failure) return codeSentence(failure, details);
  if (status === "checking") return "";
  return [
    ...(onlyAdds(record)
      ? [plural(created, { one: "# nouvel enregistrement", other: "# nouveaux enregistrements" })]
      : [
          plural(created, { one: "# nouveau", other: "# nouveaux" }),
          plural(updated, { one: "# mis à jour", other: "# mis à jour" }),
        ]),
    plural(refused, { one: "# refusé", other: "# refusés" }),
  ].join(", ");
}
