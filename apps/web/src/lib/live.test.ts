import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Heard } from "./events.ts";
import { follower, holdLive, isTouched } from "./live.ts";

describe("what a change touches", () => {
  const change = (noun: "contact" | "opportunity" | "action", ids: string[] | null = ["1"], aside = false) => ({
    ...{ noun, ids, aside },
  });
  it.each([
    [["contact", "list", {}], change("contact"), true],
    [["contact", "list", {}], change("contact", ["1"], true), false],
    [["contact", "card", "1"], change("contact", ["1"], true), true],
    [["contact", "card", "2"], change("contact"), false],
    [["contact", "timeline", "2"], change("contact", null), true],
    [["opportunity", "list", "board"], change("opportunity"), true],
    [["opportunity", "list", "board"], change("contact"), true],
    [["opportunity", "list", "board"], change("action"), false],
    [["action", "list"], change("action"), true],
    [["home", "stale"], change("opportunity"), true],
    [["user", "list"], change("contact", null), false],
  ])("%j by %j: %s", (key, change, touched) => expect(isTouched(key, change)).toBe(touched));
});

describe("a screen that follows", () => {
  let reads: number;
  let client: QueryClient;
  let stop: () => void;
  beforeEach(() => {
    vi.useFakeTimers();
    reads = 0;
    client = new QueryClient();
    const queryFn = async () => ++reads;
    stop = new QueryObserver(client, { queryKey: ["contact", "list", {}], queryFn }).subscribe(() => undefined);
  });
  afterEach(() => {
    stop();
    client.clear();
    vi.useRealTimers();
  });
  const changed: Heard = { kind: "changes", changes: [{ noun: "contact", ids: ["1"], aside: false }] };
  const soon = () => vi.advanceTimersByTimeAsync(50);

  it("reads again what it shows, and all of it after a time without news", async () => {
    await soon();
    const { hear } = follower(client);
    hear(changed);
    await soon();
    expect(reads).toBe(2);
    hear({ kind: "missed" });
    await soon();
    expect(reads).toBe(3);
    hear({ kind: "notification" });
    await soon();
    expect(reads).toBe(3);
  });

  it("waits as long as something is held, or a change of one’s own is under way", async () => {
    await soon();
    const { hear } = follower(client);
    const release = holdLive();
    hear(changed);
    await vi.advanceTimersByTimeAsync(5000);
    expect(reads).toBe(1);
    release();
    let done: (value: string) => void = () => undefined;
    const mutation = client.getMutationCache().build(client, {
      mutationFn: () =>
        new Promise<string>((resolve) => {
          done = resolve;
        }),
    });
    void mutation.execute(undefined);
    await vi.advanceTimersByTimeAsync(1000);
    expect(reads).toBe(1);
    done("saved");
    await vi.advanceTimersByTimeAsync(1000);
    expect(reads).toBe(2);
  });

  it("out of sight, reads again only once it is looked at", async () => {
    await soon();
    const hidden = vi.spyOn(document, "hidden", "get").mockReturnValue(true);
    const { hear } = follower(client);
    hear(changed);
    await soon();
    expect(reads).toBe(1);
    expect(client.getQueryState(["contact", "list", {}])?.isInvalidated).toBe(true);
    hidden.mockRestore();
  });
});
