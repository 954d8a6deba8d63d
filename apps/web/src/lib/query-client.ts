import { QueryClient } from "@tanstack/react-query";
import { ApiError } from "./api.ts";

/** Reads are fresh for 15 s; only what the server could not do is tried again, never what it refused. */
export const createQueryClient = () =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        retry: (failures, error) => failures < 2 && error instanceof ApiError && (error.status === 0 || error.status >= 500),
      },
    },
  });
