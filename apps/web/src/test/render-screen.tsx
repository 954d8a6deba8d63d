import type { Response as Answer, Endpoint, ErrorCode } from "@crm/contract";
import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render } from "@testing-library/react";
import { createMemoryRouter, type RouteObject, RouterProvider } from "react-router";
import { onTestFinished, vi } from "vitest";
import { keepAccessToken } from "../lib/api.ts";
import { listenToFormKeys } from "../lib/form-keys.ts";
import "../lib/i18n.ts";
import { answered, impatientPerson } from "./impatient-person.ts";

type Handler = (sent: { query: URLSearchParams; body: never }) => unknown;

/** For a handler: refuses as the API does. */
export const refuse = (status: number, code: ErrorCode, details: object = {}, issues: object[] = []) =>
  Response.json({ code, details, issues }, { status });

/** The API, in memory, until the test ends: answers what it was told to, and remembers what was asked of it. */
export function fakeApi() {
  const handlers: { endpoint: Endpoint; handler: Handler }[] = [];
  const asked: { endpoint: Endpoint; query: URLSearchParams; body: unknown }[] = [];
  keepAccessToken("token");
  vi.stubGlobal("fetch", async (address: string, init: RequestInit & { body?: string | Blob }) => {
    const { method, body } = init;
    const { pathname, searchParams: query } = new URL(address, "http://localhost");
    const known = handlers.find(
      ({ endpoint }) =>
        endpoint.method === method && new RegExp(`^/api${endpoint.url.replace(/:\w+/g, "[^/]+")}$`).test(pathname),
    );
    if (!known) throw new Error(`nobody answers ${method} ${pathname}`);
    const sent = { query, body: typeof body === "string" ? JSON.parse(body) : body };
    asked.push({ endpoint: known.endpoint, ...sent });
    await answered(pathname, init);
    const reply = await known.handler(sent as never);
    return reply instanceof Response ? reply : Response.json(reply);
  });
  onTestFinished(() => {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });
  return {
    /** The latest answer to an endpoint wins. */
    answer: <E extends Endpoint>(
      endpoint: E,
      handler: (sent: { query: URLSearchParams; body: never }) => Answer<E> | Response | Promise<Answer<E>>,
    ) => void handlers.unshift({ endpoint, handler }),
    bodiesOf: (endpoint: Endpoint) => asked.filter((request) => request.endpoint === endpoint).map(({ body }) => body),
    queriesOf: (endpoint: Endpoint) =>
      asked.filter((request) => request.endpoint === endpoint).map(({ query }) => Object.fromEntries(query)),
  };
}

/** Shows routes at an address, with everything that surrounds a screen but the shell. */
export function renderScreen(routes: RouteObject[], address: string) {
  const router = createMemoryRouter(routes, { initialEntries: [address] });
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <I18nProvider i18n={i18n}>
      <MantineProvider env="test">
        <QueryClientProvider client={client}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </MantineProvider>
    </I18nProvider>,
  );
  const deafen = listenToFormKeys();
  onTestFinished(() => {
    deafen();
    cleanup();
  });
  return { router, person: impatientPerson() };
}
