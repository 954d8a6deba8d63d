import { once } from "node:events";
import { Worker } from "node:worker_threads";

/**
 * Work for threads beside the one that serves: what `script` makes of an input that it is sent. As many at once as there are
 * inputs; a thread that has nothing to do waits `idleMs` for the next, its library loaded, then gives its memory back.
 * Rejects with what the script throws; that thread is gone.
 */
export function inThreads<Input, Output>(script: URL, { idleMs = 10_000 } = {}): (input: Input) => Promise<Output> {
  const idle = new Map<Worker, NodeJS.Timeout>();
  function take(): Worker {
    const [worker, timer] = idle.entries().next().value ?? [];
    if (!worker) return new Worker(script, { execArgv: [] });
    clearTimeout(timer);
    idle.delete(worker);
    worker.ref();
    return worker;
  }
  function leave(worker: Worker): void {
    worker.unref();
    const end = () => {
      idle.delete(worker);
      void worker.terminate();
    };
    idle.set(worker, setTimeout(end, idleMs).unref());
  }
  return async (input) => {
    const worker = take();
    worker.postMessage(input);
    const [output] = (await once(worker, "message")) as [Output];
    leave(worker);
    return output;
  };
}
