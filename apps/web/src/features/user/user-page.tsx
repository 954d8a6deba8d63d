import { useLingui } from "@lingui/react/macro";
import { Badge, Tabs } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useParams, useSearchParams } from "react-router";
import { ApiError } from "../../lib/api.ts";
import { Page, PageHeader } from "../../ui/page.tsx";
import { Section } from "../../ui/section.tsx";
import { ErrorState, NotFound, PageSkeleton } from "../../ui/states.tsx";
import { UserAvatar } from "../../ui/user-avatar.tsx";
import { userCard } from "./user.queries.ts";
import { UserInformation } from "./user-information.tsx";
import { UserPhoto } from "./user-photo.tsx";
import { type Leaving, UserStateButton } from "./user-state-button.tsx";
import { userName } from "./user-words.ts";

/** A user: the tabs « Informations » and « Photo » (guide 5). The open tab is in the address. `me`: the id of who looks. */
export function UserPage({ me, leaving }: { me: string; leaving?: (leaving: Leaving) => ReactNode }) {
  const { t } = useLingui();
  const { id = "" } = useParams();
  const [params, setParams] = useSearchParams();
  const { data: user, error, isPending, refetch } = useQuery(userCard(id));
  const back = { to: "/configuration/utilisateurs", label: t`Utilisateurs` };
  if (isPending) return <PageSkeleton />;
  if (!user) {
    const unknown =
      error instanceof ApiError && (error.body.code === "NOT_FOUND" || error.body.code === "VALIDATION_FAILED");
    return unknown ? (
      <NotFound title={t`Utilisateur introuvable`} back={back} />
    ) : (
      <ErrorState error={error} onRetry={() => void refetch()} />
    );
  }
  const tab = params.get("onglet") === "photo" ? "photo" : "informations";
  return (
    <Page layout="narrow">
      <PageHeader
        title={userName(user)}
        media={<UserAvatar name={userName(user)} photoId={user.photoId} size={40} />}
        subtitle={user.active ? user.organisation.name : <Badge color="gray">{t`Désactivé`}</Badge>}
        back={back}
        actions={<UserStateButton user={user} leaving={leaving} />}
      />
      {/* What is typed in a tab stays while the other is looked at. */}
      <Tabs
        value={tab}
        onChange={(value) => setParams(value === "photo" ? { onglet: "photo" } : {}, { replace: true })}
        keepMounted
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="informations">{t`Informations`}</Tabs.Tab>
          <Tabs.Tab value="photo">{t`Photo`}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="informations">
          <Section title={t`Informations`}>
            <UserInformation key={user.id} user={user} own={user.id === me} />
          </Section>
        </Tabs.Panel>
        <Tabs.Panel value="photo">
          <Section title={t`Photo`}>
            <UserPhoto key={user.id} user={user} />
          </Section>
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
