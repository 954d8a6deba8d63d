import { lazy, useSyncExternalStore } from "react";
import { LazyPart } from "./lazy-part.tsx";
import { firstNotice } from "./notify.ts";

const Toaster = lazy(() => import("./toaster.tsx"));

/** Where notices appear, from the first one on. Rendered once. */
export function ToasterHost() {
  const wanted = useSyncExternalStore(firstNotice.subscribe, firstNotice.happened);
  return (
    wanted && (
      <LazyPart>
        <Toaster />
      </LazyPart>
    )
  );
}
