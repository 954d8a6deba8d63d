/** The same error is told again after so long. */
const againMs = 60_000;
/** So many different errors are remembered. */
const most = 100;

/**
 * Tells errors that nobody waits for, by `write`, a line or a stack at a time: each once a minute, however often it comes, and
 * then how often it came meanwhile. A database that is away fails thirty times a second.
 */
export function errorLog(write: (text: string) => void, now: () => number = Date.now): (error: unknown) => void {
  const told = new Map<string, { at: number; again: number }>();
  return (error) => {
    const text = textOf(error);
    const last = told.get(text);
    if (last && now() - last.at < againMs) {
      last.again++;
      return;
    }
    if (told.size >= most) told.clear();
    told.set(text, { at: now(), again: 0 });
    write(`${text}${last && last.again > 0 ? ` (${last.again} fois de plus)` : ""}\n`);
  };
}

/** pg-boss tells plain objects that look like errors. */
function textOf(error: unknown): string {
  const { stack, message } = (typeof error === "object" && error !== null ? error : {}) as Partial<Error>;
  return stack ?? message ?? (typeof error === "string" ? error : (JSON.stringify(error) ?? String(error)));
}
