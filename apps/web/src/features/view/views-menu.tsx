import type { SavedView } from "@crm/contract";
import type { RecordName } from "@crm/fields";
import { useLingui } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import {
  IconBookmarkPlus,
  IconCheck,
  IconDeviceFloppy,
  IconEyeOff,
  IconPencil,
  IconStar,
  IconStarOff,
  IconTrash,
  IconUsers,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { errorSentence } from "../../lib/error-sentence.ts";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { type Trigger, usePopup } from "../../ui/lazy-popup.tsx";
import type { ListState } from "../../ui/list-slots.ts";
import { notify } from "../../ui/notify.ts";
import classes from "./view.module.css";
import { listViews, usePrefer, useRemoveView, useUpdateView } from "./view.queries.ts";
import { addressOf, differs } from "./view-address.ts";
import { ViewForm } from "./view-form.tsx";

interface Props {
  record: RecordName;
  state: ListState;
  trigger: Trigger;
}

/** « Vues »: opens a saved view, saves this one, and changes the one that is open when it is one's own. */
export default function ViewsMenu({ record, state, trigger }: Props) {
  const { t } = useLingui();
  const { opened, setOpened, target } = usePopup(trigger);
  const { data } = useQuery(listViews(record));
  const [form, setForm] = useState<"new" | "rename" | null>(null);
  const [removing, setRemoving] = useState(false);
  const update = useUpdateView(record);
  const remove = useRemoveView(record);
  const prefer = usePrefer(record);
  const views = data?.views ?? [];
  const view = views.find(({ id }) => id === state.view);
  const usual = data?.preference.defaultViewId;
  const isUsual = view !== undefined && view.id === usual;
  /** What the list shows, as a view keeps it; the usual columns are not written down: they may change. */
  const content = {
    query: state.query,
    display: state.display,
    columns: state.shown.join() === state.usual.join() ? [] : [...state.shown],
  };

  async function run(work: Promise<unknown>, message: string) {
    try {
      await work;
      await notify({ message });
    } catch (error) {
      await notify({ kind: "error", message: errorSentence(error) });
    }
  }
  const change = (of: SavedView, changes: Partial<SavedView>, message: string) =>
    void run(update.mutateAsync({ view: of, changes }), message);

  const item = (of: SavedView) => (
    <Menu.Item
      key={of.id}
      leftSection={<IconCheck size={16} aria-hidden style={{ opacity: of.id === view?.id ? 1 : 0 }} />}
      rightSection={of.id === usual ? <IconStar size={14} aria-label={t`vue par défaut`} /> : undefined}
      onClick={() => state.open(addressOf(of))}
    >
      {of.name}
      {!of.can.update && <div className={classes["whose"]}>{of.owner.name}</div>}
    </Menu.Item>
  );
  const [mine, others] = [views.filter(({ can }) => can.update), views.filter(({ can }) => !can.update)];

  return (
    <>
      <Menu position="bottom-end" width={280} opened={opened} onChange={setOpened}>
        <Menu.Target>{target}</Menu.Target>
        <Menu.Dropdown className={classes["menu"] ?? ""}>
          <Menu.Item
            leftSection={<IconCheck size={16} aria-hidden style={{ opacity: view ? 0 : 1 }} />}
            onClick={() => state.open(usual ? "view=none" : "")}
          >
            {t`Toutes les fiches`}
          </Menu.Item>
          {mine.length > 0 && <Menu.Label>{t`Mes vues`}</Menu.Label>}
          {mine.map(item)}
          {others.length > 0 && <Menu.Label>{t`Vues partagées`}</Menu.Label>}
          {others.map(item)}
          <Menu.Divider />
          <Menu.Item leftSection={<IconBookmarkPlus size={16} aria-hidden />} onClick={() => setForm("new")}>
            {t`Enregistrer la vue…`}
          </Menu.Item>
          {view && (
            <Menu.Item
              leftSection={isUsual ? <IconStarOff size={16} aria-hidden /> : <IconStar size={16} aria-hidden />}
              onClick={() =>
                void run(
                  prefer.mutateAsync({ defaultViewId: isUsual ? null : view.id }),
                  isUsual ? t`La liste ne s’ouvre plus sur cette vue.` : t`La liste s’ouvrira sur « ${view.name} ».`,
                )
              }
            >
              {isUsual ? t`Ne plus ouvrir par défaut` : t`Ouvrir par défaut`}
            </Menu.Item>
          )}
          {view?.can.update && (
            <>
              {differs(view, state, state.usual) && (
                <Menu.Item
                  leftSection={<IconDeviceFloppy size={16} aria-hidden />}
                  onClick={() => change(view, content, t`La vue « ${view.name} » est mise à jour.`)}
                >
                  {t`Mettre à jour « ${view.name} »`}
                </Menu.Item>
              )}
              <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={() => setForm("rename")}>
                {t`Renommer la vue`}
              </Menu.Item>
              <Menu.Item
                leftSection={view.shared ? <IconEyeOff size={16} aria-hidden /> : <IconUsers size={16} aria-hidden />}
                onClick={() =>
                  change(
                    view,
                    { shared: !view.shared },
                    view.shared ? t`La vue n’est plus partagée.` : t`La vue est partagée avec l’organisation.`,
                  )
                }
              >
                {view.shared ? t`Ne plus partager` : t`Partager avec l’organisation`}
              </Menu.Item>
              <Menu.Item
                color="red"
                leftSection={<IconTrash size={16} aria-hidden />}
                onClick={() => setRemoving(true)}
              >
                {t`Supprimer la vue`}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {form && (
        <ViewForm
          record={record}
          view={form === "rename" ? view : undefined}
          content={content}
          onClose={() => setForm(null)}
          onSaved={(saved) => state.open(addressOf(saved))}
        />
      )}
      {view && (
        <ConfirmDialog
          opened={removing}
          title={t`Supprimer la vue « ${view.name} » ?`}
          confirmLabel={t`Supprimer`}
          danger
          onConfirm={async () => {
            await remove.mutateAsync(view.id);
            state.open(state.query || (isUsual ? "" : usual ? "view=none" : ""));
          }}
          onClose={() => setRemoving(false)}
        >
          {view.shared
            ? t`Ceux avec qui elle est partagée ne la verront plus. Aucune fiche n’est supprimée.`
            : t`Aucune fiche n’est supprimée.`}
        </ConfirmDialog>
      )}
    </>
  );
}
