import type { ReactNode } from "react";

interface Notice {
  message: ReactNode;
  title?: string;
  kind?: "success" | "error" | "info";
  /** « Annuler »: offered for as long as the notice stays. */
  action?: { label: string; run: () => void };
}

let noticed = false;
const listeners = new Set<() => void>();

/** For the host of notices (toaster-host.tsx): whether there ever was one. */
export const firstNotice = {
  happened: () => noticed,
  subscribe: (listener: () => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },
};

/** Tells that something was done or failed, at the foot of the screen. The code that shows it comes with the first one. */
export async function notify(notice: Notice): Promise<void> {
  const { showNotice } = await import("./toaster.tsx");
  noticed = true;
  for (const listener of listeners) listener();
  showNotice(notice);
}

export type { Notice };
