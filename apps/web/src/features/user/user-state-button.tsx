import type { UserView } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconUserCheck, IconUserOff } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { errorSentence } from "../../lib/error-sentence.ts";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { notify } from "../../ui/notify.ts";
import { useSetUserActive } from "./user.queries.ts";
import { userName } from "./user-words.ts";

/** What a window that asks before a user is deactivated is given. */
export interface Leaving {
  user: UserView;
  onClose: () => void;
  onLeave: () => Promise<void>;
}
interface Props {
  user: UserView;
  /** Asks more than whether: to whom goes what the person follows. */
  leaving?: ((leaving: Leaving) => ReactNode) | undefined;
}

/** « Désactiver » asks first, as it signs the person out; « Réactiver » does it at once. */
export function UserStateButton({ user, leaving }: Props) {
  const { t } = useLingui();
  const [asking, setAsking] = useState(false);
  const set = useSetUserActive(user.id);
  const name = userName(user);
  const activate = () =>
    set.mutateAsync(true).then(
      () => notify({ message: t`${name} peut de nouveau se connecter.` }),
      (refusal: unknown) => notify({ kind: "error", message: errorSentence(refusal) }),
    );
  async function deactivate() {
    await set.mutateAsync(false);
    await notify({
      message: t`${name} est désactivé.`,
      action: { label: t({ message: "Annuler", context: "undo" }), run: () => void activate() },
    });
  }
  if (!user.active)
    return (
      <Button
        variant="default"
        leftSection={<IconUserCheck size={16} aria-hidden />}
        loading={set.isPending}
        onClick={() => void activate()}
      >
        {t`Réactiver`}
      </Button>
    );
  return (
    <>
      <Button variant="default" leftSection={<IconUserOff size={16} aria-hidden />} onClick={() => setAsking(true)}>
        {t`Désactiver`}
      </Button>
      {leaving ? (
        asking && leaving({ user, onClose: () => setAsking(false), onLeave: deactivate })
      ) : (
        <ConfirmDialog
          opened={asking}
          onClose={() => setAsking(false)}
          title={t`Désactiver ${name} ?`}
          confirmLabel={t`Désactiver`}
          danger
          onConfirm={deactivate}
        >
          {t`Cette personne sera déconnectée aussitôt et ne pourra plus se connecter. Les contacts et opportunités qu’elle suit restent les siens. Vous pourrez la réactiver.`}
        </ConfirmDialog>
      )}
    </>
  );
}
