import { once } from "node:events";
import { type ResourceLimits, Worker } from "node:worker_threads";

interface Keeping {
  /** How long a thread that has nothing to do waits for the next input, its libraries loaded, before it gives its memory back. */
  idleMs?: number;
  resourceLimits?: ResourceLimits;
}

/** Threads of one script, as many at once as are taken; one that was left is taken again. One that failed is not to be left. */
export function threadsOf(script: URL, { idleMs = 10_000, resourceLimits = {} }: Keeping = {}) {
  const idle = new Map<Worker, NodeJS.Timeout>();
  return {
    take(): Worker {
      const [worker, timer] = idle.entries().next().value ?? [];
      if (!worker) return new Worker(script, { execArgv: [], resourceLimits });
      clearTimeout(timer);
      idle.delete(worker);
      worker.ref();
      return worker;
    },
    leave(worker: Worker): void {
      worker.unref();
      const end = () => {
        idle.delete(worker);
        void worker.terminate();
      };
      idle.set(worker, setTimeout(end, idleMs).unref());
    },
  };
}

/**
 * Work for threads beside the one that serves: what `script` makes of an input that it is sent. As many at once as there are
 * inputs. Rejects with what the script throws; that thread is gone.
 */
export function inThreads<Input, Output>(script: URL, keeping?: Keeping): (input: Input) => Promise<Output> {
  const threads = threadsOf(script, keeping);
  return async (input) => {
    const worker = threads.take();
    worker.postMessage(input);
    const [output] = (await once(worker, "message")) as [Output];
    threads.leave(worker);
    return output;
  };
}
