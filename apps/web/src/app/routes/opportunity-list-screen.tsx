import { lazy } from "react";
import { OpportunityListPage } from "../../features/opportunity/opportunity-list-page.tsx";
import { LazyPart } from "../../ui/lazy-part.tsx";
import { CardSkeleton } from "../../ui/states.tsx";
import { useListSlots } from "./list-slots.tsx";

// Its code and the one that drags come with the first board.
const Board = lazy(async () => ({ default: (await import("../../features/board/board.tsx")).Board }));
const StatusWindow = lazy(async () => ({
  default: (await import("../../features/opportunity/status-window.tsx")).StatusWindow,
}));

/** The list, with the questions of opportunities, saved views and the board. */
export const OpportunityList = () => (
  <OpportunityListPage
    {...useListSlots("opportunity")}
    board={({ sort, ...of }) => (
      <LazyPart fallback={<CardSkeleton lines={8} />}>
        <Board
          sort={{ sort: sort.by, direction: sort.direction }}
          statusWindow={(chosen) => (
            <LazyPart fallback={null}>
              <StatusWindow {...chosen} />
            </LazyPart>
          )}
          {...of}
        />
      </LazyPart>
    )}
  />
);
