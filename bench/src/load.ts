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
  const end = performance.now() + seconds * 1000;
  const latencies = await oneByOne(call, () => performance.now() < end);
  return { p50: at(latencies, 0.5), p95: at(latencies, 0.95), perSecond: await tenAtOnce(call, seconds) };
}

/** The latency in milliseconds that one client in twenty waits for longer, while something goes on. */
export const p95While = async (call: Call, goesOn: () => boolean): Promise<number> =>
  at(await oneByOne(call, goesOn), 0.95);

const at = (latencies: number[], share: number) => round(latencies[Math.floor(latencies.length * share)] ?? 0);

const round = (milliseconds: number) => Math.round(milliseconds * 100) / 100;

/** Latencies in milliseconds, sorted; finer than the whole milliseconds of a load generator's histogram. */
async function oneByOne({ url, method = "GET", headers = {}, body }: Call, goesOn: () => boolean): Promise<number[]> {
  const latencies: number[] = [];
  while (goesOn()) {
    const start = performance.now();
    const reply = await fetch(url, { method, headers, body: body?.() ?? null });
    await reply.arrayBuffer();
    latencies.push(performance.now() - start);
    if (!reply.ok) throw new Error(`${method} ${url}: ${reply.status}`);
  }
  return latencies.sort((a, b) => a - b);
}

async function tenAtOnce({ url, method = "GET", headers = {}, body }: Call, duration: number): Promise<number> {
  const result = await autocannon({
    url,
    connections: 10,
    duration,
    requests: [{ method, headers, ...(body ? { setupRequest: (request) => ({ ...request, body: body() }) } : {}) }],
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${method} ${url}: ${result.non2xx} refusals, ${result.errors} errors`);
  return Math.round(result.requests.average);
}
