/** How each responsibility's rows stand, by time: what the order's life shows. */

import { rowsOf } from "./story.js";

const KINDS = ["final", "undone"]; // of a state that nothing else follows: as the buyer wanted it, or not

export const hasEnded = (state) => KINDS.includes(state.kind);

/** {lane: [{t, word, kind, span}]}: each state a responsibility was in, from the rows that were written. */
export function states(story, places) {
  const found = {};
  for (const span of story.spans) {
    const node = places.of(span);
    for (const [lane, row] of latest(rowsOf(span), story, places)) {
      const word = row.status ?? span.name.replaceAll("_", " ");
      const kind = !row.status ? "plain" : KINDS.find((each) => places.ends[each].includes(row.status)) ?? "open";
      (found[lane] ??= []).push({ t: span.end - story.start, word, kind, span, node });
    }
  }
  const sorted = Object.entries(found).map(([lane, list]) => [lane, told(list.sort((one, other) => one.t - other.t))]);
  return Object.fromEntries(sorted);
}

/** Where rows have a status, a write that changes none is no new state; nor is the same one again. */
function told(list) {
  const some = list.some((state) => state.kind !== "plain") ? list.filter((state) => state.kind !== "plain") : list;
  return some.filter((state, index) => state.word !== some[index - 1]?.word);
}

/** The row of each lane that says most: the order's own, else the last with a status, else the last. */
function latest(rows, story, places) {
  const of = new Map(), weight = (row) => (!row?.status ? 0 : story.orders.has(row.key) ? 2 : 1);
  for (const row of rows) {
    const lane = places.row(row.table);
    if (lane && weight(row) >= weight(of.get(lane))) of.set(lane, row);
  }
  return of;
}
