import { type Belongings, handoverApi, type UserView, userApi } from "@crm/contract";
import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { Button, Group, Modal, Radio, Skeleton, Stack, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { call } from "../../lib/api.ts";
import { FormError } from "../../ui/form-error.tsx";
import { notify } from "../../ui/notify.ts";
import { UserSelect } from "../../ui/user-select.tsx";

interface Props {
  user: UserView;
  /** The actor has the CRM functions: only then can he give records away. */
  canGive: boolean;
  onClose: () => void;
  /** Deactivates the user and leaves all as it is. */
  onLeave: () => Promise<void>;
}

/** « Désactiver »: to whom goes what the person follows and has still to do, or whether it stays. */
export function LeaveDialog({ user, canGive, onClose, onLeave }: Props) {
  const { t } = useLingui();
  const client = useQueryClient();
  const name = `${user.firstName} ${user.lastName}`.trim();
  const { data: belongings, error: unread } = useQuery({
    queryKey: ["user", "belongings", user.id],
    queryFn: ({ signal }) => call(handoverApi.show, { params: { id: user.id }, signal }),
    staleTime: 0,
  });
  const { data: users = [] } = useQuery({
    queryKey: ["user", "directory"],
    queryFn: ({ signal }) => call(userApi.directory, { signal }),
    staleTime: 60_000,
  });
  const some = belongings ? Object.values(belongings).some((count) => count > 0) : false;
  const [choice, setChoice] = useState<"give" | "leave">(canGive ? "give" : "leave");
  const [toId, setToId] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  const giving = some && choice === "give";
  const leave = useMutation({
    mutationFn: async () => {
      if (!giving || !toId) return onLeave();
      await call(handoverApi.run, { params: { id: user.id }, body: { toId } });
      const to = users.find(({ id }) => id === toId)?.name ?? "";
      void notify({ message: t`${name} est désactivé. Ce que cette personne suivait passe à ${to}.` });
    },
    onSuccess: () => {
      for (const key of ["user", "contact", "opportunity", "action", "bulk"])
        void client.invalidateQueries({ queryKey: [key] });
      onClose();
    },
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (!giving || toId) leave.mutate();
  }
  return (
    <Modal opened onClose={onClose} title={t`Désactiver ${name} ?`} size={480}>
      <form onSubmit={submit} noValidate>
        <Text mb="sm">
          {t`Cette personne sera déconnectée aussitôt et ne pourra plus se connecter. Vous pourrez la réactiver.`}
        </Text>
        {!belongings && !unread && <Skeleton height={96} />}
        {belongings && some && (
          <Radio.Group
            label={t`Cette personne suit ${told(belongings)}`}
            value={choice}
            onChange={(value) => setChoice(value === "give" ? "give" : "leave")}
          >
            <Stack gap="xs" mt="xs">
              <Radio value="give" label={t`Confier le tout à un autre utilisateur`} disabled={!canGive} />
              {giving && (
                <UserSelect
                  label={t`Confier à`}
                  users={users.filter(({ id }) => id !== user.id)}
                  value={toId}
                  onChange={setToId}
                  placeholder={t`Choisissez un utilisateur`}
                  error={tried && !toId ? t`Choisissez un utilisateur.` : undefined}
                />
              )}
              <Radio
                value="leave"
                label={t`Laisser tel quel`}
                description={t`Les gestionnaires et les managers continuent de voir ces fiches et ces actions, et peuvent les réaffecter.`}
              />
            </Stack>
          </Radio.Group>
        )}
        <FormError error={leave.error ?? unread} />
        <Group justify="flex-end" gap="xs" mt="lg">
          <Button data-cancel variant="default" onClick={onClose} data-autofocus>{t`Annuler`}</Button>
          <Button type="submit" color="red" loading={leave.isPending} disabled={!belongings}>{t`Désactiver`}</Button>
        </Group>
      </form>
    </Modal>
  );
}

/** « 500 contacts, 3 opportunités, 12 actions à traiter ». */
function told({ contacts, opportunities, actions }: Belongings): string {
  return [
    contacts > 0 && plural(contacts, { one: "# contact", other: "# contacts" }),
    opportunities > 0 && plural(opportunities, { one: "# opportunité", other: "# opportunités" }),
    actions > 0 && plural(actions, { one: "# action à traiter", other: "# actions à traiter" }),
  ]
    .filter(Boolean)
    .join(", ");
}
