import { isIPv4 } from "node:net";
import { isDatabaseAway } from "./database-away.ts";

/** The same error is told again after so long. */
const againMs = 60_000;
/** So many different errors are remembered. */
const most = 100;

/**
 * Tells errors that nobody waits for, by `write`, a line or a stack at a time: each once a minute, however often it comes, and
 * then how often it came meanwhile. A database that is away fails thirty times a second, at a hundred places: that is one line.
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
  if (isDatabaseAway(error)) return "La base de données ne répond pas à une tâche de fond.";
  if (typeof error !== "object" || error === null) return withoutValues(String(error));
  const { type, code, message, stack } = errorForLog(error as Error);
  if (stack) return `${type}: ${message}\n${stack}`;
  return message || JSON.stringify({ code: Number(code) || code });
}

type LoggedError = {
  type: string;
  message: string;
  code?: string;
  /** Where it was thrown, without the message that begins a stack. */
  stack: string;
  cause?: LoggedError;
};

/**
 * An error as the log may show it: what it is and where it came from. Messages of databases, mail servers and parsers repeat what
 * they were given, and their errors carry it in other properties; people's data stay out of the log.
 */
export function errorForLog(error: Error & { code?: unknown }): LoggedError {
  const { name, message, stack, code, cause } = error;
  return {
    type: error.constructor?.name === "Object" ? (name ?? "Error") : (error.constructor?.name ?? name),
    message: withoutValues(message ?? ""),
    ...(typeof code === "string" || typeof code === "number" ? { code: String(code) } : {}),
    stack: (stack ?? "")
      .split("\n")
      .filter((line) => /^\s+at /.test(line))
      .join("\n"),
    ...(cause instanceof Error ? { cause: errorForLog(cause) } : {}),
  };
}

const blot = "[caché]";

/** A message without what it may have been given: what stands in quotes or brackets, e-mail addresses, long numbers; of Prisma the last line alone, below the code that it shows. */
function withoutValues(message: string): string {
  const told = message.includes(" invocation") ? (message.trim().split("\n").at(-1) ?? "") : message;
  return told
    .replace(/"[^\n]*"|«[^\n]*»|`[^\n]*`|\([^\n]*\)|\{[^\n]*\}|\[[^\n]*\]/g, blot)
    .replace(/(?<!\w)'[^\n]*'(?!\w)/g, blot)
    .replace(/[^\s<>]+@[^\s<>]+/g, blot)
    .replace(/\+?\d(?:[ .-]?\d){7,}/g, (figures) => (isIPv4(figures) ? figures : blot));
}
