import {
  type Asked,
  opportunityFilterFields,
  opportunityStatuses,
  type PipelineView,
  type ReportAddress,
} from "@crm/contract";
import {
  type Criterion,
  choicesOf,
  criteriaOf,
  criterionText,
  type FilterField,
  type FilterTree,
  formatDay,
  type Question,
  storageOf,
} from "@crm/fields";
import type { Ctx } from "../../platform/context.ts";
import { listOrganisations } from "../organisation/organisation.service.ts";
import { userRefs } from "../user/user.service.ts";
import { statusNames } from "./report-words.ts";

type Named = { value: string; label: string };
type FieldName = keyof typeof opportunityFilterFields;

const fieldNames: Record<FieldName, string> = {
  title: "Objet",
  status: "Statut",
  statusOn: "Date du statut",
  statusReason: "Motif du statut",
  stage: "Étape",
  pipeline: "Type",
  amount: "Montant",
  expectedOn: "Date prévue",
  owner: "Suivi par",
  organisation: "Organisation de l’utilisateur",
  createdAt: "Date de création",
};

interface Known {
  pipelines: readonly PipelineView[];
  questions: readonly Question[];
}

/** Which opportunities a report is about, in the words of its screen: a line for the main filters, one for the criteria. */
export async function filterLines(
  ctx: Ctx,
  address: ReportAddress,
  asked: Asked,
  { pipelines, questions }: Known,
): Promise<string[]> {
  const { createdFrom, createdTo, pipelineId, ownerId, status, stageId } = asked;
  const tree = address.filter;
  const criteria = tree ? criteriaOf(tree) : [];
  const idsOf = (field: FieldName) =>
    criteria.flatMap((one) => ("field" in one && one.field === field ? [one.value].flat().map(String) : []));
  const users = await userRefs(ctx, [...(ownerId && ownerId !== "none" ? [ownerId] : []), ...idsOf("owner")]);
  const organisations = idsOf("organisation").length > 0 ? await listOrganisations(ctx) : [];
  const stages = pipelines.flatMap(({ stages }) => stages);
  const named = (rows: readonly { id: string; name: string }[]): Named[] =>
    rows.map(({ id, name }) => ({ value: id, label: name }));
  const choices: Partial<Record<FieldName, Named[]>> = {
    status: opportunityStatuses.map((value) => ({ value, label: statusNames[value] })),
    stage: stages.map(({ id, label }) => ({ value: id, label })),
    pipeline: named(pipelines),
    owner: [...users].map(([value, { name }]) => ({ value, label: name })),
    organisation: named(organisations),
  };
  const said = (one: Criterion): string => {
    if ("questionId" in one) {
      const question = questions.find(({ id }) => id === one.questionId);
      if (!question) return "Critère sur une question supprimée";
      const subject = { label: question.label, storage: storageOf(question), choices: choicesOf(question) };
      return criterionText(subject, one, "fr");
    }
    const field = one.field as FieldName;
    const of: FilterField | undefined = opportunityFilterFields[field];
    if (!of) return "Critère inconnu";
    const subject = { label: fieldNames[field], storage: storageOf(of.setting), choices: choices[field] ?? [] };
    return criterionText(subject, one, "fr");
  };
  const about = address.part === "activity" ? "Du" : "Opportunités créées du";
  const days = createdFrom && createdTo && `${about} ${formatDay(createdFrom)} au ${formatDay(createdTo)}`;
  const type = pipelineId && pipelines.find(({ id }) => id === pipelineId)?.name;
  const who = ownerId === "none" ? "Personne" : ownerId && users.get(ownerId)?.name;
  const stage = stageId === "none" ? "Aucune étape" : stageId && stages.find(({ id }) => id === stageId)?.label;
  return [
    [
      days,
      type && `Type : ${type}`,
      who ? `Utilisateur : ${who}` : "Tous les utilisateurs",
      status && `Statut : ${statusNames[status]}`,
      stage && `Étape : ${stage}`,
    ],
    [...address.answers.map(said), tree && treeText(tree, said)],
  ]
    .map((parts) => parts.filter(Boolean).join(" · "))
    .filter(Boolean);
}

/** « A et (B ou C) ». */
function treeText({ match, items }: FilterTree, said: (one: Criterion) => string): string {
  const join = (how: "all" | "any", parts: string[]) => parts.join(how === "all" ? " et " : " ou ");
  return join(
    match,
    items.map((item) => {
      if (!("criteria" in item)) return said(item);
      const parts = item.criteria.map(said);
      return parts.length > 1 ? `(${join(item.match, parts)})` : join(item.match, parts);
    }),
  );
}
