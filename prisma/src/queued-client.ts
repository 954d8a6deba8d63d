import pg from "pg";

type Query = (...args: unknown[]) => Promise<unknown> | undefined;

/**
 * A connection that sends one query after the other. Prisma asks for several relations at once, in a transaction too, where
 * there is one connection: pg still puts such queries in line itself, warns, and will refuse them from its version 9 on.
 */
export class QueuedClient extends pg.Client {
  #last: Promise<unknown> = Promise.resolve();

  // Its many overloads come down to this: with a promise, unless a callback or a query with a stream of its own is handed over.
  override query: pg.Client["query"] = ((...args: unknown[]) => {
    const send = () => (super.query as Query)(...args);
    const [first] = args;
    if (typeof args.at(-1) === "function" || (typeof first === "object" && first !== null && "submit" in first))
      return send();
    const sent = this.#last.then(send);
    this.#last = sent.catch(() => undefined);
    return sent;
  }) as pg.Client["query"];
}
