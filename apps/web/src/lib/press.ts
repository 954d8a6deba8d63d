/** A command whose outcome nobody knows: the server did not answer, or could not. */
type Unknown = (error: unknown) => boolean;

/** The gesture under way: a double click is one gesture of two clicks, a key held down one of many. */
let [gesture, part] = [0, 0];

/** One more event: the first of a gesture, or the `nth`. */
function hear(nth: number): void {
  if (nth <= 1) gesture += 1;
  part = Math.max(1, nth);
}

if (typeof window !== "undefined") {
  // A click without a count was made by a key, which has been heard.
  window.addEventListener("click", ({ detail }) => detail > 0 && hear(detail), true);
  window.addEventListener("keydown", ({ repeat }) => hear(repeat ? part + 1 : 1), true);
}

const underWay = new Map<string, Promise<unknown>>();
const unanswered = new Map<string, string>();
const lastTo = new Map<string, { gesture: number; part: number; answer: Promise<unknown> }>();

/**
 * Sends the command of one press, under a name that the server knows it by (Idempotency-Key). `content` says all that is sent,
 * `target` to whom. Pressed again while it is under way, or by the second click of a double click, it is the same press and
 * gets the same answer. One that failed in a way that `isUnknown` keeps its name: tried again, it is not done twice.
 */
export function once<T>(
  target: string,
  content: string,
  send: (key: string) => Promise<T>,
  isUnknown: Unknown,
): Promise<T> {
  const last = lastTo.get(target);
  const repeated = last && last.gesture === gesture && last.part < part ? last.answer : undefined;
  const same = underWay.get(content) ?? repeated;
  if (same) return same as Promise<T>;
  const key = unanswered.get(content) ?? newKey();
  unanswered.delete(content);
  const answer = send(key)
    .catch((error: unknown) => {
      if (isUnknown(error)) unanswered.set(content, key);
      throw error;
    })
    .finally(() => underWay.delete(content));
  underWay.set(content, answer);
  lastTo.set(target, { gesture, part, answer });
  return answer;
}

/** `crypto.randomUUID` is not there where the application is reached without TLS. */
const newKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

const blobs = new WeakMap<Blob, number>();
let lastBlob = 0;

/** A body as a text that tells it from others; a file is told by being the same one. */
export function contentOf(body: unknown): string {
  if (!(body instanceof Blob)) return JSON.stringify(body) ?? "";
  const known = blobs.get(body) ?? ++lastBlob;
  blobs.set(body, known);
  return `file ${known}`;
}
