import type { ReactNode } from "react";

interface Notice {
  message: ReactNode;
  title?: string;
  kind?: "success" | "error" | "info";
  /** « Annuler »: offered for as long as the notice stays. */
  action?: { label: string; run: () => void };
}

/** Tells that something was done or failed, at the foot of the screen. The code that shows it comes with the first one. */
export async function notify(notice: Notice): Promise<void> {
  const { showNotice } = await import("./toaster.tsx");
  showNotice(notice);
}

export type { Notice };
