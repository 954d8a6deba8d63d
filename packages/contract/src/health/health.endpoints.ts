import { z } from "zod";
import { endpoint } from "../shared/endpoint.ts";

export const healthApi = {
  health: endpoint({
    method: "GET",
    url: "/health",
    config: { access: "public" },
    schema: {
      summary: "200 when ready; 503 while starting, draining or without database",
      response: { 200: z.object({ status: z.literal("ok") }) },
    },
  }),
};
