import { api, type Endpoint } from "@crm/contract";
import { expect, test } from "vitest";
import type { z } from "zod";

/** What a command may carry of the state that it starts from. */
const states = ["version", "from", "stageId", "kept", "ids"];

/** Commands that carry no state, and why two people can't overwrite each other with them unseen. */
const byNature: Record<string, string> = {
  "action.closeCalendar": "ends one's own address",
  "action.finish": "starts from « to do »; a second report is refused with ACTION_ALREADY_DONE",
  "action.reopen": "sets one state; its report stands on the timeline",
  "action.remove": "sets one state, and can be restored",
  "action.restore": "sets one state",
  "action.setTypeArchived": "says the state that it sets",
  "anonymisation.mark": "sets one state; the first mark's day stays",
  "anonymisation.cancel": "sets one state",
  "bin.deleteContact": "sets one state, and can be restored",
  "bin.deleteOpportunity": "sets one state, and can be restored",
  "bin.purgeContact": "of the bin only, for good: nothing is left to overwrite",
  "bin.purgeOpportunity": "of the bin only, for good: nothing is left to overwrite",
  "bin.restoreContact": "sets one state",
  "bin.restoreOpportunity": "sets one state",
  "bulk.run": "only from « checked »: BULK_NOT_READY",
  "bulk.cancel": "one that has ended is left as it is",
  "bulk.undo": "only once: BULK_NOT_READY; records changed since are left alone",
  "consent.change": "adds to a history that is never rewritten; after a withdrawal it needs a proof",
  "contact.duplicate": "changes nothing of what is there",
  "duplicate.setDistinct": "says the state that it sets",
  "duplicate.undo": "MERGE_CHANGED_SINCE when the kept contact has changed",
  "export.cancel": "one's own; one that has ended is left as it is",
  "export.remove": "one's own",
  "exportTemplate.remove": "ends it; exports made with it stay",
  "form.remove": "archives what has submissions, and can be restored",
  "form.restore": "sets one state",
  "handover.run": "the user is deactivated by it: a second one finds nothing to give",
  "home.chooseWidgets": "one's own home page; the last choice stays",
  "import.change": "one's own, before it is run: IMPORT_NOT_READY",
  "import.edit": "one's own, before it is run: IMPORT_NOT_READY; names each cell",
  "import.run": "only from « checked », once: IMPORT_NOT_READY",
  "import.cancel": "one that has ended is left as it is",
  "import.undo": "only once; records changed since are left alone",
  "interaction.create": "adds",
  "interaction.remove": "sets one state, and can be restored",
  "interaction.restore": "sets one state",
  "opportunity.duplicate": "changes nothing of what is there",
  "pipeline.setArchived": "says the state that it sets",
  "question.impact": "reads",
  "question.remove": "archives what has answers, and can be restored",
  "question.restore": "sets one state",
  "savedReport.remove": "ends one's own",
  "savedReport.send": "sends; twice in one minute is once",
  "savedReport.leave": "takes oneself off the list",
  "selection.remove": "ends one's own; its contacts stay",
  "session.changePassword": "one's own, and proves the current one",
  "session.signOutEverywhere": "ends one's own sessions",
  "user.setActive": "says the state that it sets",
  "user.setPhoto": "one picture, shown at once; the last one stays",
  "validity.verify": "computes from what is there",
  "view.prefer": "one's own list; the last choice stays",
  "view.remove": "ends one's own",
};

const keysOf = (schema: z.ZodType | undefined) => Object.keys((schema as z.ZodObject | undefined)?.shape ?? {});

test("every command that changes what is there carries the state that it starts from, or is listed with the reason why it need not", () => {
  const bare = Object.entries(api).flatMap(([noun, verbs]) =>
    Object.entries(verbs as Record<string, Endpoint>)
      .filter(
        ([, { method, url, config }]) =>
          method !== "GET" && config.access !== "public" && (method !== "POST" || url.includes(":")),
      )
      .filter(([, { schema }]) => {
        const carried = [...keysOf(schema.body), ...keysOf(schema.querystring)];
        return !states.some((state) => carried.includes(state));
      })
      .map(([verb]) => `${noun}.${verb}`),
  );
  expect(bare.sort()).toEqual(Object.keys(byNature).sort());
});
