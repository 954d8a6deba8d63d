import { useLingui } from "@lingui/react/macro";
import { Button, Skeleton } from "@mantine/core";
import { IconAlertTriangle, IconMoodEmpty, IconRefresh, IconSearchOff } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { ApiError } from "../lib/api.ts";
import { errorSentence } from "../lib/error-sentence.ts";
import { useDocumentTitle } from "./page.tsx";
import classes from "./states.module.css";

interface EmptyStateProps {
  title: string;
  /** What to do about it. */
  children?: ReactNode;
  actions?: ReactNode;
  icon?: ReactNode;
  compact?: boolean;
}

/** Nothing here: says why, and what to do. */
export function EmptyState({ title, children, actions, icon, compact }: EmptyStateProps) {
  return (
    <div className={classes["state"]} data-compact={compact || undefined}>
      <span className={classes["icon"]} aria-hidden>
        {icon ?? <IconMoodEmpty size={20} stroke={1.6} />}
      </span>
      <p className={classes["title"]}>{title}</p>
      {children && <div className={classes["text"]}>{children}</div>}
      {actions && <div className={classes["actions"]}>{actions}</div>}
    </div>
  );
}

/** A read failed: the sentence of the refusal, and « Réessayer ». */
export function ErrorState({ error, onRetry, title }: { error: unknown; onRetry?: () => void; title?: string }) {
  const { t } = useLingui();
  // Asked again, it would be refused again: the chips above the list tell which one, and take it off.
  const outdated = error instanceof ApiError && error.body.code === "FILTER_OUTDATED";
  return (
    <div className={classes["state"]} role="alert">
      <span className={classes["icon"]} data-kind="error" aria-hidden>
        <IconAlertTriangle size={20} stroke={1.6} />
      </span>
      <p className={classes["title"]}>
        {title ?? (outdated ? t`Une condition ne s’applique plus` : t`Impossible d’afficher cette page`)}
      </p>
      <div className={classes["text"]}>{errorSentence(error)}</div>
      {onRetry && !outdated && (
        <div className={classes["actions"]}>
          <Button
            variant="default"
            leftSection={<IconRefresh size={16} aria-hidden />}
            onClick={onRetry}
          >{t`Réessayer`}</Button>
        </div>
      )}
    </div>
  );
}

/** No such address or record. */
export function NotFound({ title, back }: { title?: string; back?: { to: string; label: string } }) {
  const { t } = useLingui();
  const heading = title ?? t`Page introuvable`;
  useDocumentTitle(heading);
  return (
    <div className={classes["state"]}>
      <span className={classes["icon"]} aria-hidden>
        <IconSearchOff size={20} stroke={1.6} />
      </span>
      <h1 className={classes["title"]}>{heading}</h1>
      <div
        className={classes["text"]}
      >{t`L’élément a peut-être été supprimé, ou vous n’y avez pas accès. Vérifiez l’adresse ou repartez d’une liste.`}</div>
      <div className={classes["actions"]}>
        <Button component={Link} to={back?.to ?? "/"} variant="default">
          {back?.label ?? t`Retour à l’accueil`}
        </Button>
      </div>
    </div>
  );
}

/** Stands where a card will be, at its size. */
export function CardSkeleton({ lines = 5 }: { lines?: number }) {
  return (
    <div className={classes["card"]} aria-hidden>
      <Skeleton height={14} width="34%" />
      {[...Array(lines).keys()].map((index) => (
        <Skeleton key={index} height={10} width={`${60 + ((index * 19) % 35)}%`} />
      ))}
    </div>
  );
}

/** Stands where a page will be, while its code or its record is on its way. */
export function PageSkeleton() {
  const { t } = useLingui();
  return (
    <div className={classes["page"]} role="status" aria-label={t`Chargement…`}>
      <Skeleton height={22} width={220} />
      <div className={classes["cards"]}>
        <CardSkeleton />
        <CardSkeleton lines={7} />
      </div>
    </div>
  );
}

/** What a list of any display shows in its place when nothing is in it. */
export const EmptyList = ({ children }: { children: ReactNode }) => <div className={classes["list"]}>{children}</div>;
