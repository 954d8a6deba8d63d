import type { RecordName } from "@crm/fields";
import { BulkBar } from "../../features/bulk/bulk-bar.tsx";
import { useAnswerColumns } from "../../features/question/answer-columns.tsx";
import { AnswerFilters } from "../../features/question/answer-filters.tsx";
import { FilterBuilder } from "../../features/question/filter-builder.tsx";
import { FilterChips } from "../../features/question/filter-chips.tsx";
import { useMe } from "../../features/session/session.queries.ts";
import { ListTools } from "../../features/view/list-tools.tsx";
import { useListViews } from "../../features/view/use-list-views.ts";
import type { ListSlots } from "../../ui/list-slots.ts";

/** What a list gets from the features that know questions and saved views. */
export const useListSlots = (record: RecordName): ListSlots => ({
  bulk: useMe().permissions.includes(`${record}:write`) ? (rows) => <BulkBar record={record} {...rows} /> : undefined,
  ...useListViews(record),
  answerColumns: useAnswerColumns(record),
  answerFilters: (value, onChange) => <AnswerFilters record={record} value={value} onChange={onChange} />,
  groups: ({ fields, tree, onTree }) => (
    <FilterBuilder record={record} fields={fields} value={tree} onChange={onTree} />
  ),
  chips: (state) => <FilterChips record={record} {...state} />,
  tools: (state) => <ListTools record={record} state={state} />,
});
