/** What an order took in one architecture, counted in its spans and in nothing else. */

import { hasEnded, states } from "./states.js";
import { rowsOf } from "./story.js";

/** So far, at t milliseconds of the story: requests between processes (the buyer's is one), messages
 * into queues and streams, transactions that wrote rows, and the processes that took part.
 * answered: when the buyer had the answer; end: {t, word, kind} of the order; null before. */
export function counted(story, places, t = Infinity) {
  const ids = new Map(story.spans.map((span) => [span.id, span]));
  const begun = story.spans.filter((span) => span.start - story.start <= t);
  const end = states(story, places).orders?.find(hasEnded);
  return {
    requests: begun.filter((span) => isRequest(span, ids.get(span.parent))).length,
    messages: begun.filter((span) => isMessage(span, ids.get(span.parent))).length,
    transactions: begun.filter((span) => rowsOf(span).length && span.end - story.start <= t).length,
    parts: new Set(begun.flatMap((span) => [span.part, span.a["peer.service"]]).filter(Boolean)).size,
    answered: story.answered !== null && story.answered <= t ? story.answered : null,
    end: end && end.t <= t ? end : null,
  };
}

/** By HTTP: the span of the client, or the server's where the client sent none. */
function isRequest(span, parent) {
  if (!span.a["http.request.method"] || span.a["db.system.name"]) return false;
  return span.kind === "CLIENT" || (span.kind === "SERVER" && parent?.kind !== "CLIENT");
}

/** Sent into a queue or a stream. What a table's stream brings was sent by no span: its arrival
 * counts. A row in an outbox is no message yet. */
function isMessage(span, parent) {
  if (span.kind === "PRODUCER") return span.a["messaging.system"] !== "outbox";
  return span.kind === "CONSUMER" && parent?.kind !== "PRODUCER";
}
