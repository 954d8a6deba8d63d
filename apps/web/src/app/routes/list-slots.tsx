import type { RecordName } from "@crm/fields";
import { type ComponentType, lazy, useState } from "react";
import { ExportLink } from "../../features/export/export-link.tsx";
import { useAnswerColumns } from "../../features/question/answer-columns.tsx";
import { FilterChips } from "../../features/question/filter-chips.tsx";
import { useMe } from "../../features/session/session.queries.ts";
import { ListTools } from "../../features/view/list-tools.tsx";
import { useListViews } from "../../features/view/use-list-views.ts";
import { LazyPart } from "../../ui/lazy-part.tsx";
import type { ListSlots, SelectedRows } from "../../ui/list-slots.ts";

// A list stands before what one may do with it is fetched.
const loadBulkBar = () => import("../../features/bulk/bulk-bar.tsx");
// `lazy` forgets that it takes the keys of any query.
const BulkBar = lazy(async () => ({
  default: (await loadBulkBar()).BulkBar as ComponentType<object>,
})) as unknown as Awaited<ReturnType<typeof loadBulkBar>>["BulkBar"];
const ExportSelection = lazy(async () => ({
  default: (await import("../../features/export/export-selection.tsx")).ExportSelection,
}));
const AnswerFilters = lazy(async () => ({
  default: (await import("../../features/question/answer-filters.tsx")).AnswerFilters,
}));
const FilterBuilder = lazy(async () => ({
  default: (await import("../../features/question/filter-builder.tsx")).FilterBuilder,
}));

/** What every list and report gets from the feature that knows questions. */
export const filterSlots = (record: RecordName): Pick<ListSlots, "answerFilters" | "groups" | "chips"> => ({
  answerFilters: (value, onChange) => (
    <LazyPart>
      <AnswerFilters record={record} value={value} onChange={onChange} />
    </LazyPart>
  ),
  groups: ({ fields, tree, onTree }) => (
    <LazyPart>
      <FilterBuilder record={record} fields={fields} value={tree} onChange={onTree} />
    </LazyPart>
  ),
  chips: (state) => <FilterChips record={record} {...state} />,
});

/** What a list gets from the features that know questions and saved views. */
export const useListSlots = (record: RecordName): ListSlots => ({
  bulk: useMe().permissions.includes(`${record}:write`)
    ? (rows) => <BulkBarOnceSelected record={record} {...rows} />
    : undefined,
  ...useListViews(record),
  answerColumns: useAnswerColumns(record),
  ...filterSlots(record),
  tools: (state) => (
    <>
      <ExportLink record={record} />
      <ListTools record={record} state={state} />
    </>
  ),
});

/** From the first selection on; it stays, as it tells how far a change is when nothing is selected any more. */
function BulkBarOnceSelected<Key extends readonly unknown[]>(props: SelectedRows<Key> & { record: RecordName }) {
  const [used, setUsed] = useState(false);
  const may = useMe().permissions.includes("export:run");
  const { all, marked } = props.selection;
  if (!used && (all || marked.size > 0)) setUsed(true);
  if (!used) return null;
  return (
    <LazyPart>
      <BulkBar {...props} more={(selected) => may && <ExportSelection record={props.record} {...selected} />} />
    </LazyPart>
  );
}
