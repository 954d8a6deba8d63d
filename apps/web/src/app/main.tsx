import "@mantine/core/styles.layer.css";
import "@mantine/dates/styles.layer.css";
import "../ui/tokens.css";
import { fileApi } from "@crm/contract";
import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { RouterProvider } from "react-router";
import { download } from "../lib/api.ts";
import { listenToChunkFailures } from "../lib/chunk-failure.ts";
import { listenToFormKeys } from "../lib/form-keys.ts";
import { chooseLocale, chosenLocale } from "../lib/i18n.ts";
import { createQueryClient } from "../lib/query-client.ts";
import { ChunkFailureBar } from "../ui/chunk-failure-bar.tsx";
import { theme } from "../ui/theme.ts";
import { TipLayer } from "../ui/tip-layer.tsx";
import { ToasterHost } from "../ui/toaster-host.tsx";
import { setPhotoLoader } from "../ui/user-avatar.tsx";
import { createRouter } from "./router.tsx";

const root = document.getElementById("root");
if (root) {
  // A language that can't be fetched must not keep the application from opening: it then speaks French.
  await chooseLocale(chosenLocale()).catch(() => undefined);
  setPhotoLoader(async (id) => (await download(fileApi.download, { params: { id } })).blob);
  listenToFormKeys();
  listenToChunkFailures();
  const client = createQueryClient();
  const router = createRouter(client);
  createRoot(root).render(
    <StrictMode>
      <I18nProvider i18n={i18n}>
        <MantineProvider theme={theme} defaultColorScheme="auto">
          <QueryClientProvider client={client}>
            <RouterProvider router={router} />
            <ToasterHost />
            <ChunkFailureBar />
            <TipLayer />
          </QueryClientProvider>
        </MantineProvider>
      </I18nProvider>
    </StrictMode>,
  );
}
