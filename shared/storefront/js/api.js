/** Calls the shop's API (openapi.yaml), and turns every refusal into a Problem. */

export const BASE = new URL("api/v1", document.baseURI).pathname;

/** Problem details of a refusal (RFC 9457). Status 0: the shop did not answer. */
export class Problem extends Error {
  constructor(status, problem, headers) {
    super(problem.detail ?? "The shop did not answer.");
    this.status = status;
    this.errors = problem.errors ?? [];
    this.again = Number(headers?.get("Retry-After")) || 0; // seconds
    this.wantsSignIn = /insufficient_user_auth/.test(headers?.get("WWW-Authenticate") ?? "");
  }

  /** True if the same request can be retried after a while. */
  get passes() {
    return [0, 408, 429, 502, 503, 504].includes(this.status);
  }

  /** The error of the field with this name, or undefined. */
  of(field) {
    return this.errors.find(({ pointer }) => pointer.split("/").pop() === field)?.detail;
  }
}

let isOld = false; // said once

/** Warns a developer in the console if this API has an end: RFC 9745, 8594, and 5829. */
function warnOfItsEnd(headers) {
  const since = /^@(\d+)$/.exec(headers.get("Deprecation") ?? "")?.[1];
  if (isOld || !since) return;
  isOld = true;
  const day = new Date(since * 1000).toISOString().slice(0, 10);
  const next = /<([^<>]+)>; *rel="successor-version"/.exec(headers.get("Link") ?? "")?.[1];
  const end = headers.get("Sunset");
  console.warn(`This API is deprecated since ${day} and ends on ${end}. Its successor: ${next}`);
}

/** Sends a request: {data, meta, headers}. `body` is sent as JSON unless `type` is given. */
export async function send(method, path, { body, type, query, headers = {}, signal, keepalive } = {}) {
  const sent = { ...headers };
  if (body !== undefined) sent["Content-Type"] = type ?? "application/json";
  const asked = new URLSearchParams(Object.entries(query ?? {}).filter(([, value]) => value));
  const url = BASE + path + (asked.size ? `?${asked}` : "");
  const content = body === undefined || type ? body : JSON.stringify(body);
  let answer, found;
  try {
    answer = await fetch(url, { method, headers: sent, body: content, signal, keepalive });
    warnOfItsEnd(answer.headers);
    const isFile = answer.headers.get("Content-Type")?.startsWith("text/csv");
    found = answer.status === 204 ? {} : isFile ? { data: await answer.text() } : await answer.json();
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem(answer && !answer.ok ? answer.status : 0, {}, answer?.headers);
  }
  if (!answer.ok) throw new Problem(answer.status, found, answer.headers);
  return { ...found, headers: answer.headers };
}
