import { type AuditKind, auditKinds } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { NativeSelect } from "@mantine/core";

/** What people look for in a history. A kind that no pattern knows is among the others. */
const patterns = {
  action: /^action\./,
  exchange: /^interaction\./,
  creation: /\.(created|imported|duplicated|merged|unmerged|deleted|restored)$/,
  change: /\.(changed|answered)$/,
  assignment: /\.assigned$/,
  form: /^submission\./,
  progress: /^opportunity\.(status|stage-)/,
} as const;
export type TimelineTopic = keyof typeof patterns | "other";

const topicOf = (kind: AuditKind): TimelineTopic =>
  (Object.keys(patterns) as (keyof typeof patterns)[]).find((topic) => patterns[topic].test(kind)) ?? "other";

/** The kinds of event that a topic stands for, as the API is asked; undefined for all of them. */
export const kindsOf = (topic: TimelineTopic | null): string | undefined =>
  topic === null ? undefined : JSON.stringify(auditKinds.filter((kind) => topicOf(kind) === topic));

/** Shows the whole history, or only one kind of event. */
export function TimelineFilter({
  value,
  onChange,
}: {
  value: TimelineTopic | null;
  onChange: (topic: TimelineTopic | null) => void;
}) {
  const { t } = useLingui();
  return (
    <NativeSelect
      size="xs"
      aria-label={t`Filtrer l’historique`}
      value={value ?? ""}
      data={[
        { value: "", label: t`Tous les événements` },
        { value: "exchange", label: t`Échanges` },
        { value: "creation", label: t`Créations et suppressions` },
        { value: "change", label: t`Modifications` },
        { value: "assignment", label: t`Affectations` },
        { value: "progress", label: t`Avancement des opportunités` },
        { value: "action", label: t`Actions à traiter` },
        { value: "form", label: t`Formulaires` },
        { value: "other", label: t`Autres` },
      ]}
      onChange={({ currentTarget }) => onChange((currentTarget.value || null) as TimelineTopic | null)}
    />
  );
}
