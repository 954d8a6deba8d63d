import { Agent, createServer, request } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { onTestFinished } from "vitest";

/** A load balancer of the plainest kind: asks each backend for its health every 200 ms, keeps connections, tries nothing twice. */
export async function aBalancer(ports: number[]): Promise<{ port: number; healthy(): number[] }> {
  const agent = new Agent({ keepAlive: true });
  const healthy = new Set<number>();
  let [turn, going] = [0, true];
  const ask = async (port: number) => {
    while (going) {
      const answered = await fetch(`http://127.0.0.1:${port}/api/health`, { signal: AbortSignal.timeout(2000) }).then(
        async (answer) => {
          await answer.arrayBuffer();
          return answer.ok;
        },
        () => false,
      );
      if (answered) healthy.add(port);
      else healthy.delete(port);
      await wait(200);
    }
  };
  const asking = Promise.all(ports.map(ask));
  const server = createServer((from, to) => {
    const backends = [...healthy];
    const port = backends[turn++ % backends.length];
    const { method, url, headers } = from;
    const fail = () => {
      if (!to.headersSent) to.writeHead(502);
      to.end();
    };
    const sent = request({ host: "127.0.0.1", port, method, path: url, headers, agent }, (answer) => {
      to.writeHead(answer.statusCode ?? 502, { "content-type": answer.headers["content-type"] ?? "" });
      answer.pipe(to).on("error", fail);
    });
    sent.on("error", fail);
    from.pipe(sent);
  });
  const port = await new Promise<number>((done) =>
    server.listen(0, "127.0.0.1", () => done((server.address() as { port: number }).port)),
  );
  onTestFinished(async () => {
    going = false;
    await asking;
    server.closeAllConnections();
    server.close();
    agent.destroy();
  });
  return { port, healthy: () => [...healthy] };
}
