import { type UserView, uploadLimits } from "@crm/contract";
import { useLingui } from "@lingui/react/macro";
import { Button, FileButton, Group, Text } from "@mantine/core";
import { IconFolderOpen, IconTrash, IconUpload } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { notify } from "../../ui/notify.ts";
import { UserAvatar } from "../../ui/user-avatar.tsx";
import classes from "./user.module.css";
import { useSetUserPhoto } from "./user.queries.ts";
import { userName } from "./user-words.ts";

const megabytes = uploadLimits.photo / 1024 / 1024;

/** The tab « Photo » (guide 5): choose a file, see it, « Charger la photo ». */
export function UserPhoto({ user }: { user: UserView }) {
  const { t } = useLingui();
  const [chosen, setChosen] = useState<File | null>(null);
  const [asking, setAsking] = useState(false);
  const [tooLarge, setTooLarge] = useState(false);
  const resetInput = useRef<() => void>(null);
  const set = useSetUserPhoto(user.id);
  const preview = usePreview(chosen);
  const name = userName(user);

  function choose(file: File | null) {
    set.reset();
    setTooLarge(file !== null && file.size > uploadLimits.photo);
    setChosen(file);
    resetInput.current?.(); // so that the same file can be chosen again
  }

  function load() {
    set.mutate(chosen, {
      onSuccess: () => {
        setChosen(null);
        void notify({ message: t`La photo de ${name} est enregistrée.` });
      },
    });
  }

  return (
    <div className={classes["photo"]}>
      <div className={classes["portrait"]}>
        {preview ? (
          <img src={preview} alt={t`Aperçu de ${chosen?.name ?? ""}`} width={128} height={128} />
        ) : (
          <UserAvatar name={name} photoId={user.photoId} size={56} />
        )}
      </div>
      <div className={classes["grow"]}>
        <Text
          size="sm"
          c="dimmed"
        >{t`Une image JPEG, PNG ou WebP de ${megabytes} Mo au plus. Elle est recadrée en carré.`}</Text>
        <Group gap="xs" mt="sm">
          <FileButton
            onChange={choose}
            accept="image/jpeg,image/png,image/webp,image/gif,image/avif"
            resetRef={resetInput}
            inputProps={{ "aria-label": t`Fichier de la photo` }}
          >
            {(props) => (
              <Button {...props} variant="default" leftSection={<IconFolderOpen size={16} aria-hidden />}>
                {t`Parcourir`}
              </Button>
            )}
          </FileButton>
          <Button
            leftSection={<IconUpload size={16} aria-hidden />}
            disabled={!chosen || tooLarge}
            loading={set.isPending && chosen !== null}
            onClick={load}
          >
            {t`Charger la photo`}
          </Button>
          {user.photoId && !chosen && (
            <Button
              variant="subtle"
              color="red"
              leftSection={<IconTrash size={16} aria-hidden />}
              onClick={() => setAsking(true)}
            >
              {t`Supprimer la photo`}
            </Button>
          )}
        </Group>
        {chosen && (
          <Text size="sm" mt="xs" className={classes["file"] ?? ""} role="status">
            {chosen.name}
          </Text>
        )}
        <FormError
          error={tooLarge ? t`Ce fichier est trop lourd : ${megabytes} Mo au plus.` : chosen ? set.error : null}
        />
      </div>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t`Supprimer la photo de ${name} ?`}
        confirmLabel={t`Supprimer`}
        danger
        onConfirm={async () => {
          await set.mutateAsync(null);
          await notify({ message: t`La photo est supprimée.` });
        }}
      >
        {t`Ses initiales la remplaceront. Vous pourrez en charger une autre.`}
      </ConfirmDialog>
    </div>
  );
}

/** An address under which the browser shows a file that is not sent yet. */
function usePreview(file: File | null): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (!file) return;
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => {
      URL.revokeObjectURL(made);
      setUrl(null);
    };
  }, [file]);
  return url;
}
