import autocannon from "autocannon";

export interface Call {
  url: string;
  method?: "GET" | "POST";
  headers?: Record<string, string>;
  body?: () => string;
}

export interface Figure {
  /** Median latency in milliseconds, one client. */
  p50: number;
  p95: number;
  /** Requests a second, ten clients. */
  perSecond: number;
}

/** One client for latency, then ten for throughput; a reply that is no success ends the benchmark. */
export async function measure(call: Call, seconds: number): Promise<Figure> {
  const one = await run(call, 1, seconds);
  const ten = await run(call, 10, seconds);
  return { p50: one.latency.p50, p95: one.latency.p97_5, perSecond: Math.round(ten.requests.average) };
}

async function run({ url, method = "GET", headers = {}, body }: Call, connections: number, duration: number) {
  const result = await autocannon({
    url,
    connections,
    duration,
    requests: [{ method, headers, ...(body ? { setupRequest: (request) => ({ ...request, body: body() }) } : {}) }],
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${method} ${url}: ${result.non2xx} refusals, ${result.errors} errors`);
  return result;
}
