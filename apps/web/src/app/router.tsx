import type { QueryClient } from "@tanstack/react-query";
import { createBrowserRouter, RouterContextProvider } from "react-router";
import { requireMe } from "../features/session/session.queries.ts";
import { queryClientContext } from "../lib/query-client.ts";
import { PageSkeleton } from "../ui/states.tsx";
import { ErrorPage } from "./error-page.tsx";
import { actionRoutes } from "./routes/action.tsx";
import { binRoutes } from "./routes/bin.tsx";
import { bulkRoutes } from "./routes/bulk.tsx";
import { contactRoutes } from "./routes/contact.tsx";
import { duplicateRoutes } from "./routes/duplicate.tsx";
import { exportRoutes } from "./routes/export.tsx";
import { exportTemplateRoutes } from "./routes/export-template.tsx";
import { formRoutes, publicRoutes } from "./routes/form.tsx";
import { homeRoutes } from "./routes/home.tsx";
import { importRoutes } from "./routes/import.tsx";
import { installationRoutes } from "./routes/installation.tsx";
import { opportunityRoutes } from "./routes/opportunity.tsx";
import { pipelineRoutes } from "./routes/pipeline.tsx";
import { questionRoutes } from "./routes/question.tsx";
import { reportRoutes } from "./routes/report.tsx";
import { selectionRoutes } from "./routes/selection.tsx";
import { sessionRoutes } from "./routes/session.tsx";
import { settingRoutes } from "./routes/setting.tsx";
import { submissionRoutes } from "./routes/submission.tsx";
import { userRoutes } from "./routes/user.tsx";
import { Shell } from "./shell.tsx";

const Nothing = () => null;

/** Every screen; all but the sign-in pages and public forms stand behind `requireMe` and in the shell. */
export const createRouter = (client: QueryClient) =>
  createBrowserRouter(
    [
      {
        errorElement: <ErrorPage />,
        children: [...sessionRoutes, ...installationRoutes, ...publicRoutes],
        HydrateFallback: Nothing,
      },
      {
        path: "/",
        loader: requireMe,
        // Who I am does not change from one screen to the next.
        shouldRevalidate: () => false,
        Component: Shell,
        errorElement: <ErrorPage />,
        HydrateFallback: PageSkeleton,
        children: [
          {
            errorElement: <ErrorPage inShell />,
            children: [
              ...homeRoutes,
              ...formRoutes,
              ...submissionRoutes,
              ...contactRoutes,
              ...selectionRoutes,
              ...actionRoutes,
              ...opportunityRoutes,
              ...reportRoutes,
              ...importRoutes,
              ...bulkRoutes,
              ...duplicateRoutes,
              ...binRoutes,
              ...settingRoutes,
              ...userRoutes,
              ...questionRoutes,
              ...pipelineRoutes,
              ...exportRoutes,
              ...exportTemplateRoutes,
              { path: "*", element: <ErrorPage inShell missing /> },
            ],
          },
        ],
      },
    ],
    {
      getContext: () => {
        const context = new RouterContextProvider();
        context.set(queryClientContext, client);
        return context;
      },
    },
  );
