import type { SavedReport } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import {
  IconBookmarkPlus,
  IconCheck,
  IconDeviceFloppy,
  IconEyeOff,
  IconMail,
  IconMailOff,
  IconPencil,
  IconTrash,
  IconUsers,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { errorSentence } from "../../lib/error-sentence.ts";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { type Trigger, usePopup } from "../../ui/lazy-popup.tsx";
import { notify } from "../../ui/notify.ts";
import { savedReports, useLeaveReport, useRemoveReport, useUpdateReport } from "./saved-report.queries.ts";
import { addressOf, contentOf, differs } from "./saved-report-address.ts";
import { SavedReportForm } from "./saved-report-form.tsx";
import classes from "./saved-reports.module.css";
import type { ReportState } from "./saved-reports.tsx";
import { ScheduleDialog } from "./schedule-dialog.tsx";

/** « Rapports enregistrés »: opens one, saves this one, and changes or mails the one that is open when it is one's own. */
export default function SavedReportsMenu({ state, trigger }: { state: ReportState; trigger: Trigger }) {
  const { t } = useLingui();
  const { report, address, open, ready } = state;
  const { opened, setOpened, target } = usePopup(trigger);
  const { data: reports = [] } = useQuery(savedReports(report));
  const [form, setForm] = useState<"new" | "rename" | "mail" | null>(null);
  const [mailing, setMailing] = useState<string | null>(null);
  const [removing, setRemoving] = useState(false);
  const update = useUpdateReport(report);
  const remove = useRemoveReport(report);
  const leave = useLeaveReport(report);
  const saved = reports.find(({ id }) => id === address.saved);
  const mailed = reports.find(({ id }) => id === mailing);
  const mine = saved?.can.update ? saved : undefined;

  async function run(work: Promise<unknown>, message: string) {
    try {
      await work;
      await notify({ message });
    } catch (error) {
      await notify({ kind: "error", message: errorSentence(error) });
    }
  }
  const change = (of: SavedReport, changes: Partial<SavedReport>, message: string) =>
    void run(update.mutateAsync({ of, changes }), message);

  const item = (of: SavedReport) => (
    <Menu.Item
      key={of.id}
      leftSection={<IconCheck size={16} aria-hidden style={{ opacity: of.id === saved?.id ? 1 : 0 }} />}
      rightSection={of.schedule ? <IconMail size={14} aria-label={t`envoyé par e-mail`} /> : undefined}
      onClick={() => open(addressOf(of))}
    >
      {of.name}
      {!of.can.update && <div className={classes["whose"]}>{of.owner.name}</div>}
    </Menu.Item>
  );
  const [own, others] = [reports.filter(({ can }) => can.update), reports.filter(({ can }) => !can.update)];

  return (
    <>
      <Menu position="bottom-end" width={280} opened={opened} onChange={setOpened}>
        <Menu.Target>{target}</Menu.Target>
        <Menu.Dropdown className={classes["menu"] ?? ""}>
          {own.length > 0 && <Menu.Label>{t`Mes rapports`}</Menu.Label>}
          {own.map(item)}
          {others.length > 0 && <Menu.Label>{t`Partagés avec moi`}</Menu.Label>}
          {others.map(item)}
          {reports.length > 0 && <Menu.Divider />}
          <Menu.Item
            disabled={!ready}
            leftSection={<IconBookmarkPlus size={16} aria-hidden />}
            onClick={() => setForm("new")}
          >
            {t`Enregistrer ce rapport…`}
          </Menu.Item>
          <Menu.Item
            disabled={!ready && !mine}
            leftSection={<IconMail size={16} aria-hidden />}
            onClick={() => (mine ? setMailing(mine.id) : setForm("mail"))}
          >
            {t`Envoyer par e-mail…`}
          </Menu.Item>
          {saved?.receives && (
            <Menu.Item
              leftSection={<IconMailOff size={16} aria-hidden />}
              onClick={() =>
                void run(leave.mutateAsync(saved.id), t`Vous ne recevrez plus « ${saved.name} » par e-mail.`)
              }
            >
              {t`Ne plus le recevoir par e-mail`}
            </Menu.Item>
          )}
          {mine && (
            <>
              {differs(mine, address) && ready && (
                <Menu.Item
                  leftSection={<IconDeviceFloppy size={16} aria-hidden />}
                  onClick={() =>
                    change(mine, { query: contentOf(address) }, t`Le rapport « ${mine.name} » est mis à jour.`)
                  }
                >
                  {t`Mettre à jour « ${mine.name} »`}
                </Menu.Item>
              )}
              <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={() => setForm("rename")}>
                {t`Renommer le rapport`}
              </Menu.Item>
              <Menu.Item
                leftSection={mine.shared ? <IconEyeOff size={16} aria-hidden /> : <IconUsers size={16} aria-hidden />}
                onClick={() =>
                  change(
                    mine,
                    { shared: !mine.shared },
                    mine.shared ? t`Le rapport n’est plus partagé.` : t`Le rapport est partagé avec l’organisation.`,
                  )
                }
              >
                {mine.shared ? t`Ne plus partager` : t`Partager avec l’organisation`}
              </Menu.Item>
              <Menu.Item
                color="red"
                leftSection={<IconTrash size={16} aria-hidden />}
                onClick={() => setRemoving(true)}
              >
                {t`Supprimer le rapport`}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {form && (
        <SavedReportForm
          report={report}
          saved={form === "rename" ? mine : undefined}
          query={contentOf(address)}
          onClose={() => setForm(null)}
          onSaved={(created) => {
            open(addressOf(created));
            if (form === "mail") setMailing(created.id);
          }}
        />
      )}
      {mailed && <ScheduleDialog key={mailed.id} saved={mailed} onClose={() => setMailing(null)} />}
      {mine && (
        <ConfirmDialog
          opened={removing}
          title={t`Supprimer le rapport « ${mine.name} » ?`}
          confirmLabel={t`Supprimer`}
          danger
          onConfirm={async () => {
            await remove.mutateAsync(mine.id);
            open(contentOf(address));
          }}
          onClose={() => setRemoving(false)}
        >
          {mine.schedule ? t`Il ne sera plus envoyé par e-mail.` : t`Aucune opportunité n’est supprimée.`}
        </ConfirmDialog>
      )}
    </>
  );
}
