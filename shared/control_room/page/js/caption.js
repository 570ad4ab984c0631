/** One sentence about what has just happened, made of the last span that began or ended. */

import { counted } from "./counts.js";
import { lost } from "./lost.js";
import { duration } from "./scale.js";
import { states } from "./states.js";
import { isInit, request, rowsOf } from "./story.js";

/** [{t, text, at}] of a story, oldest first. at: the id of the node that the sentence begins with.
 * The last one says how it ended, and what it took. */
export function sentences(story, places) {
  const said = story.spans.flatMap((span) => of(span, story, places).map(([t, text, node = places.of(span)]) => ({ t: t - story.start, text, at: node?.id })));
  if (story.answered !== null) said.push({ t: story.answered, text: `The buyer has an answer: ${story.status ?? "none"}, after ${duration(story.answered)}.`, at: BUYER.id });
  said.sort((one, other) => one.t - other.t);
  return [...said, { t: story.length, text: ending(story, places), isLast: true }];
}

function of(span, story, places) {
  const { a } = span, who = named(places.of(span), span), rows = rowsOf(span);
  if (isInit(span)) return [[span.start, `No copy of ${span.part} is running: one starts.`], [span.end, `The copy of ${span.part} is ready, after ${duration(span.end - span.start)}.`]];
  if (rows.length) return [[span.end, wrote(who, span, rows, places)]];
  if (a["db.system.name"]) return [];
  if (a["messaging.system"] === "outbox" && span.kind === "PRODUCER") return [[span.end, `${who} writes a message into its outbox, in the same transaction.`]];
  if (span.kind === "PRODUCER") return [[span.start, `${who} sends a message: ${pipe(a)}.`]];
  if (span.kind === "CONSUMER") return [[span.start, `${who} receives a message: ${pipe(a)}.`]];
  if (span === story.root && span.kind === "SERVER") return [[span.start, `The buyer sends ${request(span)}.`, BUYER]];
  if (a["peer.service"]) return asked(span, who, places);
  const parent = story.spans.find((each) => each.id === span.parent), from = parent && places.of(parent);
  if (span.kind !== "INTERNAL" || !from || from === places.of(span)) return [];
  const what = span.name.split(".").at(-1), caller = named(from, parent);
  return [[span.start, `${caller} calls ${who}: ${what}.`, from], [span.end, `${caller} goes on, after ${who}: ${what}.`, from]];
}

/** A call, and what came of it. */
function asked(span, who, places) {
  const name = span.a["peer.service"], peer = named(places.called(name), { part: name }), loss = lost(span), status = span.a["http.response.status_code"];
  const end = loss ? `${who} gets no answer from ${peer}: ${loss}.` : status && `${who} gets ${status} from ${peer}.`;
  return [[span.start, `${who} sends ${request(span)} to ${peer}.`], ...(end ? [[span.end, end]] : [])];
}

/** "queue orders", "stream stock" */
const pipe = (a) => `${/streams$/.test(a["messaging.system"]) ? "stream" : "queue"} ${a["messaging.destination.name"]}`;

function wrote(who, span, rows, places) {
  const said = new Map();
  for (const row of rows) {
    const lane = places.row(row.table);
    if (lane && row.status) said.set(lane, `${places.lanes[lane]} ${row.status}`);
  }
  const lanes = new Set(rows.map((row) => places.row(row.table)).filter(Boolean));
  const stated = [...said.values()].join(", "), end = stated ? `${many(rows.length, "row")}, ${stated}.` : `${many(rows.length, "row")}.`;
  return lanes.size > 1 ? `${who} commits one transaction over ${lanes.size} features: ${end}` : `${who} commits “${span.name.replaceAll("_", " ")}”: ${end}`;
}

/** "Answered after 217 ms, confirmed after 414 ms: 9 requests, 3 messages, 8 transactions." */
function ending(story, places) {
  const { answered, end, requests, messages, transactions } = counted(story, places), moments = [];
  if (answered !== null) moments.push([answered, `${story.status < REFUSED ? "answered" : `answered with ${story.status}`} after ${duration(answered)}`]);
  if (end) moments.push([end.t, `${end.word} after ${duration(end.t)}`]);
  const words = moments.sort((one, other) => one[0] - other[0]).map(([, text]) => text), last = states(story, places).orders?.at(-1);
  if (story.isOrder && !end) words.push(last ? `still ${last.word}` : story.status >= REFUSED ? "no order was placed" : "the rows of the order were not recorded");
  const text = words.join(", ") || "over";
  return `${text[0].toUpperCase()}${text.slice(1)}: ${many(requests, "request")}, ${many(messages, "message")}, ${many(transactions, "transaction")}.`;
}

const BUYER = { id: "buyer" };
const REFUSED = 400; // statuses from here on
const many = (count, what) => `${count} ${what}${count === 1 ? "" : "s"}`;

function named(node, span) {
  if (!node || node.kind === "hull") return span.part;
  if (node.kind === "door") return node.name;
  return node.kind === "process" ? span.part : node.name;
}
