/** One sentence about what has just happened, made of the last span that began or ended. */

import { lost } from "./lost.js";
import { isInit, request, rowsOf } from "./story.js";

/** [{t, text}] of a story, oldest first. */
export function sentences(story, places) {
  const said = story.spans.flatMap((span) => of(span, story, places).map(([t, text]) => ({ t: t - story.start, text })));
  if (story.answered !== null) said.push({ t: story.answered, text: `The buyer has an answer: ${story.status ?? "none"}, after ${Math.round(story.answered)} ms.` });
  return said.sort((one, other) => one.t - other.t);
}

function of(span, story, places) {
  const { a } = span, who = named(places.of(span), span), rows = rowsOf(span);
  if (isInit(span)) return [[span.start, `No copy of ${span.part} is running: one starts.`], [span.end, `The copy of ${span.part} is ready, after ${Math.round(span.end - span.start)} ms.`]];
  if (rows.length) return [[span.end, wrote(who, span, rows, places)]];
  if (a["db.system.name"]) return [];
  if (a["messaging.system"] === "outbox" && span.kind === "PRODUCER") return [[span.end, `${who} writes a message into its outbox, in the same transaction.`]];
  if (span.kind === "PRODUCER") return [[span.start, `${who} sends a message: ${pipe(a)}.`]];
  if (span.kind === "CONSUMER") return [[span.start, `${who} receives a message: ${pipe(a)}.`]];
  if (span === story.root && span.kind === "SERVER") return [[span.start, `The buyer sends ${request(span)}.`]];
  if (a["peer.service"]) {
    const peer = named(places.called(a["peer.service"]), { part: a["peer.service"] }), loss = lost(span);
    return [[span.start, `${who} sends ${request(span)} to ${peer}.`], ...(loss ? [[span.end, `${who} gets no answer from ${peer}: ${loss}.`]] : [])];
  }
  const parent = story.spans.find((each) => each.id === span.parent), from = parent && places.of(parent);
  if (span.kind === "INTERNAL" && from && from !== places.of(span)) return [[span.start, `${named(from, parent)} calls ${who}: ${span.name.split(".").at(-1)}.`]];
  return [];
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
  const states = [...said.values()].join(", "), count = `${rows.length} ${rows.length === 1 ? "row" : "rows"}`;
  const end = states ? `${count}, ${states}.` : `${count}.`;
  return lanes.size > 1 ? `${who} commits one transaction over ${lanes.size} features: ${end}` : `${who} commits “${span.name.replaceAll("_", " ")}”: ${end}`;
}

function named(node, span) {
  if (!node || node.kind === "hull") return span.part;
  if (node.kind === "door") return node.name;
  return node.kind === "process" ? span.part : node.name;
}
