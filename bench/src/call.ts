import { setTimeout } from "node:timers/promises";

export type Caller = <T>(method: string, route: string, body?: object | Blob) => Promise<T>;

/** Asks our API. A busy server may turn a look at the progress away: it is looked at again. */
export function callerOf(address: string, headers: Record<string, string>): Caller {
  return async function call<T>(method: string, route: string, body?: object | Blob): Promise<T> {
    const raw = body instanceof Blob;
    const type = raw ? "application/octet-stream" : "application/json";
    const reply = await fetch(`${address}/api${route}`, {
      ...{ method, headers: { ...headers, ...(body ? { "content-type": type } : {}) } },
      body: body === undefined ? null : raw ? body : JSON.stringify(body),
    });
    if (reply.status === 503 && method === "GET") return setTimeout(200).then(() => call(method, route));
    if (!reply.ok) throw new Error(`${route}: ${reply.status} ${await reply.text()}`);
    return (await reply.json()) as T;
  };
}

interface Work {
  id: string;
  status: string;
}

/** Looks at a long work until it is over; fails when it failed. Looking costs what is looked at: four times a second. */
export async function ended<W extends Work>(call: Caller, route: string, begun: W, each = async () => {}): Promise<W> {
  let view = begun;
  while (["waiting", "checking", "running", "undoing"].includes(view.status)) {
    await each();
    await setTimeout(250);
    view = await call<W>("GET", `${route}/${view.id}`);
  }
  if (view.status === "failed") throw new Error(`${route} failed: ${JSON.stringify(view)}`);
  return view;
}
