/** A part of the application whose file could not be fetched: the server is away, or a newer version was deployed. Only a reload helps. */
export const isChunkFailure = (error: unknown): boolean =>
  error instanceof Error && /dynamically imported module|module script|preload CSS/i.test(error.message);

const listeners = new Set<() => void>();
let failed = false;

function tell(): void {
  failed = true;
  for (const listener of listeners) listener();
}

/** Whether a part is missing, for useSyncExternalStore; `tell` says so. */
export const chunkFailure = {
  tell,
  happened: () => failed,
  subscribe(listener: () => void) {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },
};

/** Hears of every part that the build's loader could not fetch, whoever asked for it, even where nobody waits for the answer. */
export const listenToChunkFailures = () => window.addEventListener("vite:preloadError", tell);
