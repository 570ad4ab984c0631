/** Speaks the shop's contract (openapi.yaml): one call, and one shape for every refusal. */

export const BASE = new URL("api/v1", document.baseURI).pathname;

/** What the shop refused (RFC 9457), or that it did not answer at all: status 0. */
export class Problem extends Error {
  constructor(status, problem, headers) {
    super(problem.detail ?? "The shop did not answer.");
    this.status = status;
    this.errors = problem.errors ?? [];
    this.again = Number(headers?.get("Retry-After")) || 0; // seconds
    this.wantsSignIn = /insufficient_user_auth/.test(headers?.get("WWW-Authenticate") ?? "");
  }

  /** Whether the same request may simply be sent again, after a while. */
  get passes() {
    return [0, 408, 429, 502, 503, 504].includes(this.status);
  }

  /** What is wrong with the field of this name, or undefined. */
  of(field) {
    return this.errors.find(({ pointer }) => pointer.split("/").pop() === field)?.detail;
  }
}

/** Sends a request. `body` is JSON unless `type` says what else it is. {data, meta, headers} */
export async function send(method, path, { body, type, query, headers = {}, signal, keepalive } = {}) {
  const sent = { ...headers };
  if (body !== undefined) sent["Content-Type"] = type ?? "application/json";
  const asked = new URLSearchParams(Object.entries(query ?? {}).filter(([, value]) => value));
  const url = BASE + path + (asked.size ? `?${asked}` : "");
  const content = body === undefined || type ? body : JSON.stringify(body);
  let answer, found;
  try {
    answer = await fetch(url, { method, headers: sent, body: content, signal, keepalive });
    found = answer.status === 204 ? {} : await answer.json();
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem(answer && !answer.ok ? answer.status : 0, {}, answer?.headers);
  }
  if (!answer.ok) throw new Problem(answer.status, found, answer.headers);
  return { ...found, headers: answer.headers };
}
