import { notificationApi, StreamEvent } from "@crm/contract";
import { createParser } from "eventsource-parser";
import { useEffect } from "react";
import { stream } from "./api.ts";

/** `missed`: the stream was lost for a while; whatever it tells of may have changed. Told when it is back, and every 5 s until then. */
export type Heard = StreamEvent | { kind: "missed" };
type Listener = (event: Heard) => void;
const listeners = new Set<Listener>();

/** Hears the server's events while the component is on screen. Keep `listener` stable (useCallback). */
export function useStreamEvent(listener: Listener): void {
  useEffect(() => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, [listener]);
}

const tellAll = (event: Heard) => {
  for (const listener of listeners) listener(event);
};

const longestWait = 30_000;
const pollEvery = 5000;

/** Holds the one event stream of the tab; mounted once, by the shell. */
export function useEvents(): void {
  useEffect(() => {
    const stop = new AbortController();
    let polling: ReturnType<typeof setInterval> | undefined;
    const connected = () => {
      if (polling === undefined) return;
      clearInterval(polling);
      polling = undefined;
      tellAll({ kind: "missed" });
    };
    void listen(stop.signal, connected, () => {
      polling ??= setInterval(() => tellAll({ kind: "missed" }), pollEvery);
    });
    return () => {
      stop.abort();
      clearInterval(polling);
    };
  }, []);
}

async function listen(signal: AbortSignal, connected: () => void, lost: () => void): Promise<void> {
  for (let attempt = 0; !signal.aborted; attempt += 1) {
    try {
      const response = await stream(notificationApi.stream, { signal });
      connected();
      attempt = 0;
      await dispatchAll(response);
    } catch {
      // Told below: whatever ended it, the stream is opened again.
    }
    if (signal.aborted) return;
    lost();
    await pause(Math.min(longestWait, 1000 * 2 ** attempt) * (0.5 + Math.random() / 2), signal);
  }
}

async function dispatchAll(response: Response): Promise<void> {
  const parser = createParser({
    onEvent: ({ data }) => {
      const event = StreamEvent.safeParse(JSON.parse(data));
      if (event.success) tellAll(event.data);
    },
  });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) parser.feed(part.value);
}

const pause = (milliseconds: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
