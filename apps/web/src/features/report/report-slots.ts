import type { HomeWidget } from "@crm/contract";
import type { ReactNode } from "react";
import type { FilterSubject } from "../../lib/filter-subject.ts";
import type { ListSlots } from "../../ui/list-slots.ts";

/** What reports get from the features that know questions and opportunities. */
export interface ReportSlots extends Pick<ListSlots, "answerFilters" | "groups" | "chips"> {
  /** « Ajouter à l’accueil »: for what is a widget there too. */
  pin: (widget: HomeWidget) => ReactNode;
  fields: readonly FilterSubject[];
  /** Questions by whose answers opportunities can be grouped. */
  groupings: readonly {
    value: string;
    label: string;
    /** One may have several answers. */
    several: boolean;
    yesNo: boolean;
    /** Of the opportunity's contact. */
    ofContact?: boolean;
  }[];
}
