import type { RecordName } from "@crm/fields";
import { useAnswerColumns } from "../../features/question/answer-columns.tsx";
import { AnswerFilters } from "../../features/question/answer-filters.tsx";
import { FilterBuilder } from "../../features/question/filter-builder.tsx";
import { FilterChips } from "../../features/question/filter-chips.tsx";
import { ListTools } from "../../features/view/list-tools.tsx";
import { useListViews } from "../../features/view/use-list-views.ts";
import type { ListSlots } from "../../ui/list-slots.ts";

/** What a list gets from the features that know questions and saved views. */
export const useListSlots = (record: RecordName): ListSlots => ({
  ...useListViews(record),
  answerColumns: useAnswerColumns(record),
  answerFilters: (value, onChange) => <AnswerFilters record={record} value={value} onChange={onChange} />,
  groups: ({ fields, tree, onTree }) => (
    <FilterBuilder record={record} fields={fields} value={tree} onChange={onTree} />
  ),
  chips: (state) => <FilterChips record={record} {...state} />,
  tools: (state) => <ListTools record={record} state={state} />,
});
