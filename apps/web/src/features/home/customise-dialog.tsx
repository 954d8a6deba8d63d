import { type HomeWidget, type Me, usualWidgets, widgetsFor } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Button, Checkbox, Group, Modal } from "@mantine/core";
import { cloneElement, useState } from "react";
import { FormError } from "../../ui/form-error.tsx";
import { type Trigger, usePopup } from "../../ui/lazy-popup.tsx";
import { SortableList } from "../../ui/sortable-list.tsx";
import { useChooseWidgets } from "./home.queries.ts";
import classes from "./home-page.module.css";
import { widgetLabels } from "./home-words.ts";

interface Props {
  me: Me;
  widgets: readonly HomeWidget[];
}

/** « Personnaliser l’accueil »: which widgets are there, in which order, by mouse, finger or keyboard. */
export default function CustomiseDialog({ trigger, ...props }: Props & { trigger: Trigger }) {
  const { t } = useLingui();
  const { opened, setOpened, target } = usePopup(trigger);
  const close = () => setOpened(false);
  return (
    <>
      {cloneElement(target, { onClick: () => setOpened(true), "aria-expanded": opened })}
      <Modal opened={opened} onClose={close} title={t`Personnaliser l’accueil`} size={460}>
        <Choice {...props} close={close} />
      </Modal>
    </>
  );
}

function Choice({ me, widgets, close }: Props & { close: () => void }) {
  const { t, i18n } = useLingui();
  const usual = widgetsFor(me.permissions, usualWidgets);
  /** The chosen ones first; those that are not wait at the end. */
  const withRest = (first: readonly HomeWidget[]) => [
    ...first,
    ...widgetsFor(me.permissions).filter((widget) => !first.includes(widget)),
  ];
  const [order, setOrder] = useState(() => withRest(widgets));
  const [chosen, setChosen] = useState(widgets);
  const choose = useChooseWidgets();
  const wanted = order.filter((widget) => chosen.includes(widget));
  const isUsual = wanted.join() === usual.join();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        // Whoever has the usual ones gets those of the next version too.
        choose.mutate(isUsual ? null : wanted, { onSuccess: close });
      }}
    >
      <p className={classes["hint"]}>
        {t`Cochez les blocs à afficher et mettez-les dans l’ordre : de gauche à droite, puis vers le bas.`}
      </p>
      <SortableList
        label={t`Blocs de l’accueil`}
        items={order}
        itemId={(widget) => widget}
        itemLabel={(widget) => i18n._(widgetLabels[widget])}
        onReorder={(ids) => setOrder(ids as HomeWidget[])}
      >
        {(widget) => (
          <Checkbox
            label={i18n._(widgetLabels[widget])}
            checked={chosen.includes(widget)}
            onChange={({ currentTarget: { checked } }) =>
              setChosen(checked ? [...chosen, widget] : chosen.filter((other) => other !== widget))
            }
          />
        )}
      </SortableList>
      <FormError error={choose.error} />
      <Group justify="space-between" mt="md">
        <Button
          variant="subtle"
          size="compact-sm"
          disabled={isUsual}
          onClick={() => {
            setOrder(withRest(usual));
            setChosen(usual);
          }}
        >
          {t`Rétablir`}
        </Button>
        <Group gap="xs">
          <Button data-cancel variant="default" onClick={close}>{t`Annuler`}</Button>
          <Button type="submit" loading={choose.isPending}>{t`Valider`}</Button>
        </Group>
      </Group>
    </form>
  );
}
