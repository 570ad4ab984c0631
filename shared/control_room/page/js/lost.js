/** A call that got no reply: in words, by the type of its error, and for how long that is to be seen. */

const REFUSED = /NewConnection|ConnectorError|EndpointConnection|ConnectionRefused/; // of urllib3, aiohttp, botocore

/** "connection lost", "timed out", "no connection"; "" for a call that was answered, or was not made. */
export function lost(span) {
  const { a, error } = span;
  if (span.kind !== "CLIENT" || !a["peer.service"] || a["rpc.system"] || !error) return "";
  if (error === String(a["http.response.status_code"]) || a["shop.breaker"] === "open") return "";
  return /timeout/i.test(error) ? "timed out" : REFUSED.test(error) ? "no connection" : "connection lost";
}

/** A call is lost on its edge from its end on, until the same edge is used again. */
export function losses(legs) {
  const requests = legs.filter((leg) => leg.kind === "request");
  return requests.filter((leg) => leg.lost).map((leg) => {
    const next = requests.filter((other) => other.edge === leg.edge && other.from >= leg.until).map((other) => other.from);
    return { span: leg.span, edge: leg.edge, word: leg.lost, from: leg.until, to: Math.min(Infinity, ...next) };
  });
}
