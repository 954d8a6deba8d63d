import {
  type Response as Answer,
  type Endpoint,
  ErrorBody,
  idempotencyHeader,
  type Request,
  type SignedIn,
  sessionApi,
} from "@crm/contract";
import type { z } from "zod";
import { contentOf, once } from "./press.ts";

/** A refusal by the API, under the code the contract gives it. Status 0: the server could not be reached. */
export class ApiError extends Error {
  readonly status: number;
  readonly body: ErrorBody;
  constructor(status: number, body: ErrorBody) {
    super(body.code);
    this.status = status;
    this.body = body;
  }
}

type Session = z.infer<typeof SignedIn>;
/** What changes nothing: it needs no name of a press. */
type Reading = Endpoint & { method: "GET" };
type Optional<R> =
  Record<never, never> extends R ? [request?: R & { signal?: AbortSignal }] : [request: R & { signal?: AbortSignal }];
type Loose = {
  params?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
  signal?: AbortSignal;
  /** The name of the press. */
  key?: string | undefined;
};

/** Kept in memory only: a script of another origin, or a copied profile, finds nothing to steal. */
let accessToken: string | null = null;
let refreshing: Promise<Session> | null = null;
const expiryListeners = new Set<() => void>();

export const keepAccessToken = (token: string | null) => {
  accessToken = token;
};

/** Calls `listener` when the session has ended on the server's side; returns what stops it. */
export function onSessionExpired(listener: () => void): () => void {
  expiryListeners.add(listener);
  return () => void expiryListeners.delete(listener);
}

/** A new access token from the refresh cookie: one request for all who need it, and one tab at a time, as the cookie rotates. */
export function refreshSession(): Promise<Session> {
  refreshing ??= oneTabAtATime(async () => {
    const session = (await readJson(await request(sessionApi.refresh, {}))) as Session;
    accessToken = session.accessToken;
    return session;
  }).finally(() => {
    refreshing = null;
  });
  return refreshing;
}

const oneTabAtATime = <T>(work: () => Promise<T>): Promise<T> =>
  navigator.locks ? (navigator.locks.request("crm-refresh", work) as Promise<T>) : work();

/**
 * Calls an endpoint of the contract. Refuses with `ApiError`; a fetch that is aborted rejects with its AbortError. A command
 * is sent once for each press, whatever button, key or form it comes from (press.ts).
 */
export async function call<E extends Endpoint>(endpoint: E, ...[request]: Optional<Request<E>>): Promise<Answer<E>> {
  const loose = (request ?? {}) as Loose;
  const answer = async (key?: string) => {
    const response = await send(endpoint, { ...loose, key });
    return (response.status === 204 ? undefined : await readJson(response)) as Answer<E>;
  };
  const { method, url } = endpoint;
  // What can be aborted is a reading, whatever its method.
  if (method === "GET" || loose.signal) return answer();
  const content = [method, url, contentOf([loose.params, loose.query]), contentOf(loose.body)].join(" ");
  return once(`${method} ${url}`, content, answer, isUnknown);
}

/** Whether the server may have done what it gave no answer to. */
const isUnknown = (error: unknown): boolean =>
  error instanceof ApiError && (error.status === 0 || error.status >= 500 || error.body.code === "REQUEST_UNDER_WAY");

/** A file of the API, with the name it gives it. */
export async function download<E extends Reading>(
  endpoint: E,
  ...[request]: Optional<Request<E>>
): Promise<{ blob: Blob; name: string }> {
  const response = await send(endpoint, (request ?? {}) as Loose);
  return { blob: await response.blob(), name: fileName(response.headers.get("content-disposition") ?? "") };
}

/** Hands a blob to the browser as a download. */
export function saveAs({ blob, name }: { blob: Blob; name: string }): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** The response itself, for streams. */
export const stream = (endpoint: Reading, loose: Pick<Loose, "signal">): Promise<Response> => send(endpoint, loose);

/** Signed in, and refreshed when need be. */
async function send(endpoint: Endpoint, loose: Loose): Promise<Response> {
  const open = endpoint.config.access === "public";
  if (!open && !accessToken) await refreshOrExpire();
  const used = accessToken;
  try {
    return await request(endpoint, loose);
  } catch (error) {
    if (open || !(error instanceof ApiError) || error.status !== 401) throw error;
  }
  if (accessToken === used) await refreshOrExpire();
  return request(endpoint, loose);
}

async function refreshOrExpire(): Promise<void> {
  try {
    await refreshSession();
  } catch (error) {
    if (error instanceof ApiError && (error.status === 401 || error.status === 403)) {
      accessToken = null;
      for (const listener of expiryListeners) listener();
    }
    throw error;
  }
}

async function request(endpoint: Endpoint, { params = {}, query = {}, body, signal, key }: Loose): Promise<Response> {
  const path = endpoint.url.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name] ?? "")));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== "")
      search.set(name, typeof value === "object" ? JSON.stringify(value) : String(value));
  }
  const headers: Record<string, string> = {};
  if (accessToken) headers["authorization"] = `Bearer ${accessToken}`;
  if (key) headers[idempotencyHeader] = key;
  if (body !== undefined)
    headers["content-type"] = body instanceof Blob ? "application/octet-stream" : "application/json";
  const response = await fetch(`/api${path}${search.size > 0 ? `?${search}` : ""}`, {
    method: endpoint.method,
    headers,
    credentials: "same-origin",
    signal: signal ?? null,
    body: body === undefined ? null : body instanceof Blob ? body : JSON.stringify(body),
  }).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError(0, { code: "UNEXPECTED", details: {}, issues: [] });
  });
  if (!response.ok) throw new ApiError(response.status, await errorBody(response));
  return response;
}

async function errorBody(response: Response): Promise<ErrorBody> {
  const parsed = ErrorBody.safeParse(await response.json().catch(() => null));
  if (parsed.success) return parsed.data;
  return {
    code: response.status === 503 || response.status === 502 ? "OVERLOADED" : "UNEXPECTED",
    details: {},
    issues: [],
  };
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError(response.status, { code: "UNEXPECTED", details: {}, issues: [] });
  }
}

/** The name in a Content-Disposition header, the encoded one (RFC 6266) first. */
function fileName(disposition: string): string {
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition)?.[1];
  if (encoded) return decodeURIComponent(encoded);
  return /filename="?([^";]+)"?/i.exec(disposition)?.[1] ?? "fichier";
}
