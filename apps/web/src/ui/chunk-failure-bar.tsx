import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useSyncExternalStore } from "react";
import { chunkFailure } from "../lib/chunk-failure.ts";
import classes from "./chunk-failure-bar.module.css";

/** Says that a part of the application could not be fetched, and offers to reload. Part of the first page: it needs no other file. */
export function ChunkFailureBar() {
  const { t } = useLingui();
  const failed = useSyncExternalStore(chunkFailure.subscribe, chunkFailure.happened);
  if (!failed) return null;
  return (
    <div role="alert" className={classes["bar"]}>
      {t`Une partie de l’application n’a pas pu être chargée. Enregistrez ce qui peut l’être, puis rechargez la page.`}
      <Button size="xs" onClick={() => window.location.reload()}>{t`Recharger la page`}</Button>
    </div>
  );
}
