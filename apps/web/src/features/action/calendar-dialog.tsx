import { useLingui } from "@lingui/react/macro";
import { Button, Group, Modal, Skeleton, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { formatDate } from "../../lib/format.ts";
import { CopyButton } from "../../ui/copy-button.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { ErrorState } from "../../ui/states.tsx";
import classes from "./action.module.css";
import { calendarFeed, useCalendar } from "./action.queries.ts";

/** « Mon agenda »: the secret address under which a calendar program reads my actions; made, renewed, revoked. */
export default function CalendarDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const { data: feed, error, isPending, refetch } = useQuery(calendarFeed);
  const { open, close } = useCalendar();
  // Told once: only its hash is kept.
  const address = open.data?.address;
  const since = feed?.createdAt;
  return (
    <Modal opened onClose={onClose} title={t`Mon agenda`} size={520}>
      <Text mb="sm">
        {t`Lisez vos actions à traiter dans votre agenda (Google Agenda, Outlook, Apple…) : abonnez-le à une adresse secrète. Qui connaît l’adresse lit vos actions : ne la partagez pas.`}
      </Text>
      {isPending ? (
        <Skeleton height={44} />
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : since ? (
        address ? (
          <Group gap="xs" wrap="nowrap" align="center">
            <div className={classes["address"]} style={{ flex: 1 }}>
              {address}
            </div>
            <CopyButton text={address} label={t`Copier l’adresse`} />
          </Group>
        ) : (
          <Text>
            {t`Votre adresse est en service depuis le ${formatDate(since)}. Elle n’a été montrée qu’à sa création : renouvelez-la pour en avoir une autre, l’ancienne ne répondra plus.`}
          </Text>
        )
      ) : (
        <Text>{t`Vous n’avez pas d’adresse pour l’instant.`}</Text>
      )}
      {address && since && (
        <Text fz="sm" c="dimmed" mt="xs">{t`Copiez-la maintenant : elle ne sera plus montrée.`}</Text>
      )}
      <FormError error={open.error ?? close.error} />
      <Group justify="flex-end" gap="xs" mt="lg">
        {since && (
          <Button
            variant="light"
            color="red"
            loading={close.isPending}
            onClick={() => {
              close.mutate();
              open.reset();
            }}
          >{t`Révoquer l’adresse`}</Button>
        )}
        <Button loading={open.isPending} onClick={() => open.mutate()}>
          {since ? t`Renouveler l’adresse` : t`Créer l’adresse`}
        </Button>
      </Group>
    </Modal>
  );
}
