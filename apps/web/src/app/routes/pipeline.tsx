import type { RouteObject } from "react-router";

/** Configuration → Types d'opportunité. */
export const pipelineRoutes: RouteObject[] = [
  {
    path: "configuration/types-opportunite",
    lazy: async () => ({
      Component: (await import("../../features/pipeline/pipeline-list-page.tsx")).PipelineListPage,
    }),
  },
  {
    path: "configuration/types-opportunite/nouveau",
    lazy: async () => ({ Component: (await import("../../features/pipeline/pipeline-page.tsx")).PipelinePage }),
  },
  {
    path: "configuration/types-opportunite/:id",
    lazy: async () => ({ Component: (await import("../../features/pipeline/pipeline-page.tsx")).PipelinePage }),
  },
];
