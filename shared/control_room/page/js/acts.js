/** What is to be seen of a story: from its spans alone, in their order.
 *
 * A leg is a dot on its way along an edge; a stay is a message that waits; a commit is rows in a
 * store; a loss is a call that got no reply. Times are milliseconds since the story began. A leg takes longer than the wire did, or
 * nobody could see it: `trip` milliseconds, but never more than its span allows.
 */

import { losses, lost } from "./lost.js";
import { rowsOf } from "./story.js";

const TRIP = 0.03; // of the story
const DESTINATION = ["messaging.system", "messaging.destination.name"];
const PART = 0.4; // of a span, that its first leg may take

/** length: of what is played, if that is longer than the story. */
export function acts(story, places, length = story.length) {
  const made = { legs: [], stays: [], commits: [], busy: [] };
  const byId = new Map(story.spans.map((span) => [span.id, span]));
  const seen = { story, places, made, byId, trip: Math.max(2, Math.min(40, length * TRIP)) };
  for (const span of story.spans) {
    const node = places.of(span), at = { span, node, from: span.start - story.start, to: span.end - story.start };
    if (node) made.busy.push(at);
    if (span.kind === "PRODUCER") sent(seen, at);
    else if (span.kind === "CONSUMER") taken(seen, at);
    else if (span.a["db.system.name"]) kept(seen, at);
    else if (span.a["peer.service"]) asked(seen, at);
    else called(seen, at);
  }
  return { ...made, losses: losses(made.legs) };
}

const childOf = ({ story }, span, kind) => story.spans.find((each) => each.parent === span.id && each.kind === kind);

/** The node that a span's caller is at; "buyer" for a request from outside the stage. */
function caller({ byId, places }, span) {
  const parent = byId.get(span.parent);
  if (parent) return places.of(parent)?.id;
  return span.kind === "SERVER" ? "buyer" : null;
}

function thereAndBack({ made, trip }, at, edge, isAnswered = true) {
  const time = Math.min(trip, (at.to - at.from) * PART);
  const again = at.span.a["shop.replayed"] || Number(at.span.a["shop.retry"] ?? 0) > 0;
  made.legs.push({ ...at, edge, kind: "request", to: at.from + time, again, until: at.to });
  if (isAnswered) made.legs.push({ ...at, edge, kind: "reply", from: at.to - time, until: at.to });
}

/** A request to another part. */
function asked(seen, at) {
  const target = seen.places.called(at.span.a["peer.service"]);
  if (!at.node || !target || target === at.node) return;
  const isAnswered = !lost(at.span);
  thereAndBack(seen, { ...at, lost: lost(at.span) }, `${at.node.id}>${target.id}`, isAnswered);
  if (!childOf(seen, at.span, "SERVER") && isAnswered) seen.made.busy.push({ ...at, node: target });
}

/** A request that arrives, or a function that is called: a leg only where no CLIENT span drew it. */
function called(seen, at) {
  const parent = seen.byId.get(at.span.parent), from = caller(seen, at.span);
  if (!at.node || !from || from === at.node.id || parent?.a["peer.service"]) return;
  const isHull = (node) => node?.kind === "hull" || node?.kind === "door";
  if (from !== "buyer" && at.node.kind === "hull") return;
  const door = seen.places.byId.door, atDoor = isHull(seen.places.byId[from]) || (parent?.kind === "SERVER" && at.span.kind === "INTERNAL"), start = atDoor && at.node.kind === "room" ? "door" : from;
  if (start === "buyer" && at.node !== door) thereAndBack(seen, at, "buyer>door");
  thereAndBack(seen, at, `${start === "buyer" && at.node !== door ? "door" : start}>${at.node.id}`);
}

/** What a database was asked, and the rows it keeps from then on. */
function kept({ places, made, trip }, at) {
  const rows = rowsOf(at.span), stores = places.asked(at.span, at.node, rows);
  for (const store of stores) {
    const edge = `${at.node?.id}>${store.id}`;
    if (places.edges[edge]) made.legs.push({ ...at, edge, kind: rows.length ? "write" : "request", until: at.to + trip });
  }
  made.commits.push({ ...at, rows, stores });
}

/** A message on its way into a queue or a stream, or into the outbox beside what it tells of. */
function sent(seen, at) {
  const { places, made, trip } = seen, isOutbox = at.span.a["messaging.system"] === "outbox";
  const follower = seen.story.spans.find((each) => follows(each, at.span));
  const until = follower ? follower.start - seen.story.start : Infinity;
  if (isOutbox) {
    for (const store of places.stores(at.node, [])) made.stays.push({ ...at, node: store, from: at.to, until });
    return;
  }
  const owner = seen.byId.get(at.span.parent), start = places.of(owner ?? at.span) ?? at.node;
  for (const queue of places.queues(at.span)) {
    const taker = seen.story.spans.find((each) => follows(each, at.span) && places.queues(each, each.part).includes(queue));
    const from = [start, at.node].find((node) => node && places.edges[`${node.id}>${queue.id}`]) ?? at.node;
    made.legs.push({ ...at, edge: `${from?.id}>${queue.id}`, kind: "message", to: at.from + trip, until: at.from + trip });
    made.stays.push({ ...at, node: queue, from: at.from + trip, until: taker ? taker.start - seen.story.start : Infinity });
  }
}

/** Does this span take what that one sent? */
const follows = (span, producer) =>
  (span.kind === "CONSUMER" || (span.kind === "PRODUCER" && producer.a["messaging.system"] === "outbox" && span !== producer)) &&
  span.start >= producer.start && (span.parent === producer.id || (span.links.includes(producer.trace) && DESTINATION.every((name) => span.a[name] === producer.a[name])));

/** A message that a part receives: from its queue, or from a table's stream of changes. */
function taken({ places, made, trip }, at) {
  const [queue] = places.queues(at.span, at.span.part);
  const source = queue ?? places.streaming(at.span);
  if (source && at.node) made.legs.push({ ...at, edge: `${source.id}>${at.node.id}`, kind: "message", to: at.from + trip, until: at.from + trip });
}
