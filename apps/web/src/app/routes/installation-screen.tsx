import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Navigate, useNavigate } from "react-router";
import { installation } from "../../features/installation/installation.queries.ts";
import { InstallationForm } from "../../features/installation/installation-form.tsx";
import { useSignIn } from "../../features/session/session.queries.ts";
import { SessionLayout } from "../../features/session/session-layout.tsx";
import { CardSkeleton, ErrorState } from "../../ui/states.tsx";

/** « Installation »: the first account, which is signed in at once. */
export function InstallationScreen() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const signIn = useSignIn();
  const { data, error, refetch, isPending } = useQuery(installation);
  if (data && !data.open) return <Navigate to="/" replace />;
  return (
    <SessionLayout
      title={t`Installation`}
      intro={t`Créez le premier compte : celui du gestionnaire, qui ajoutera les autres utilisateurs.`}
    >
      {isPending ? (
        <CardSkeleton lines={6} />
      ) : data ? (
        <InstallationForm
          demo={data.demo}
          onDone={async (credentials) => {
            await signIn.mutateAsync(credentials);
            await navigate("/", { replace: true });
          }}
        />
      ) : (
        <ErrorState error={error} onRetry={() => void refetch()} />
      )}
    </SessionLayout>
  );
}
