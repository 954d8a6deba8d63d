import { UpcomingActions } from "../../features/action/upcoming-actions.tsx";
import { HomePage } from "../../features/home/home-page.tsx";
import { ReportWidget } from "../../features/report/report-widget.tsx";
import { useMe } from "../../features/session/session.queries.ts";
import { SubmissionStats } from "../../features/submission/submission-stats.tsx";
import { navigationFor } from "../navigation.tsx";

/** Accueil, with the links to what this person may open. */
export function Home() {
  const me = useMe();
  const addresses = navigationFor(me.permissions).flatMap(({ entries }) => entries.map(({ to }) => to));
  return (
    <HomePage
      me={me}
      opens={(address) => addresses.includes(address)}
      others={{
        toDo: <UpcomingActions myId={me.id} />,
        submissionStats: <SubmissionStats />,
        funnel: <ReportWidget name="funnel" />,
        forecast: <ReportWidget name="forecast" />,
        activity: <ReportWidget name="activity" />,
        results: <ReportWidget name="results" />,
        lostReasons: <ReportWidget name="lostReasons" />,
      }}
    />
  );
}
