import { QueryClient } from "@tanstack/react-query";
import { createContext } from "react-router";
import { ApiError } from "./api.ts";

/** Where a route's loader finds the cache it warms: `context.get(queryClientContext)`. */
export const queryClientContext = createContext<QueryClient>();

/** Reads are fresh for 15 s; only what the server could not do is tried again, never what it refused. */
export const createQueryClient = () =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        retry: (failures, error) =>
          failures < 2 && error instanceof ApiError && (error.status === 0 || error.status >= 500),
      },
    },
  });
