import type { HomeWidget } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconHomeMinus, IconHomePlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { errorSentence } from "../../lib/error-sentence.ts";
import { notify } from "../../ui/notify.ts";
import { homeWidgetList, useChooseWidgets } from "./home.queries.ts";
import { widgetLabels } from "./home-words.ts";

/** « Ajouter à l’accueil » beside what is a widget there too; « Retirer de l’accueil » once it is. */
export function PinWidget({ widget }: { widget: HomeWidget }) {
  const { t, i18n } = useLingui();
  const { data } = useQuery(homeWidgetList);
  const { mutateAsync, isPending } = useChooseWidgets();
  const before = data?.widgets ?? [];
  const pinned = before.includes(widget);
  const name = i18n._(widgetLabels[widget]);
  const refused = (error: unknown) => notify({ kind: "error", message: errorSentence(error) });

  async function toggle() {
    const after = pinned ? before.filter((other) => other !== widget) : [...before, widget];
    await mutateAsync(after).then(
      () =>
        notify({
          message: pinned ? t`« ${name} » n’est plus sur l’accueil.` : t`« ${name} » est sur l’accueil.`,
          action: { label: t`Annuler`, run: () => void mutateAsync(before).catch(refused) },
        }),
      refused,
    );
  }

  const Icon = pinned ? IconHomeMinus : IconHomePlus;
  return (
    <Button
      variant="subtle"
      size="compact-sm"
      data-screen-only
      aria-label={pinned ? t`Retirer de l’accueil : ${name}` : t`Ajouter à l’accueil : ${name}`}
      leftSection={<Icon size={16} aria-hidden />}
      // Its place is held until it is known which of the two it says.
      style={data ? undefined : { visibility: "hidden" }}
      loading={isPending}
      onClick={() => void toggle()}
    >
      {pinned ? t`Retirer de l’accueil` : t`Ajouter à l’accueil`}
    </Button>
  );
}
