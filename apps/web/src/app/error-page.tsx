import { useLingui } from "@lingui/react/macro";
import { isRouteErrorResponse, useRevalidator, useRouteError } from "react-router";
import { isChunkFailure } from "../lib/chunk-failure.ts";
import { Page, useDocumentTitle } from "../ui/page.tsx";
import { ErrorState, NotFound } from "../ui/states.tsx";

/** What a screen that broke, or an address that leads nowhere, shows; the rest of the application stays. */
export function ErrorPage({ missing = false, inShell = false }: { missing?: boolean; inShell?: boolean }) {
  const { t } = useLingui();
  const error = useRouteError();
  const { revalidate } = useRevalidator();
  const absent = missing || (isRouteErrorResponse(error) && error.status === 404);
  useDocumentTitle(absent ? t`Page introuvable` : t`Erreur`);
  const content = absent ? (
    <NotFound back={{ to: "/", label: t`Retour à l’accueil` }} />
  ) : (
    <ErrorState error={error} onRetry={() => (isChunkFailure(error) ? window.location.reload() : void revalidate())} />
  );
  return inShell ? <Page>{content}</Page> : <main>{content}</main>;
}
