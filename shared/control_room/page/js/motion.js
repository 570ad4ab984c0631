/** Paints a moment of a story on the map: dots under way, lines in use, rows just written. */

import { s } from "./dom.js";
import { edgeOf } from "./map.js";
import { rowsOf } from "./story.js";

const STILL = matchMedia("(prefers-reduced-motion: reduce)");
const SHAPE = { message: "message", reply: "reply", request: "request", write: "write" };

/** made: acts.js. t: milliseconds since the story began; null paints the calm map. */
export function paint(map, places, made, t) {
  const now = t === null ? { legs: [], lines: [], losses: [], stays: [], commits: [], busy: [] } : moment(made, t);
  map.dots.replaceChildren();
  for (const path of Object.values(map.edges)) path.classList.remove("on", "on-message", "on-write", "lost");
  for (const leg of now.lines) {
    const path = edgeOf(map, places, leg.edge);
    path?.classList.add(leg.kind === "message" ? "on-message" : leg.kind === "write" ? "on-write" : "on");
  }
  for (const leg of now.legs) dot(map, places, leg, t);
  const busy = new Set(now.busy.map(({ node }) => node.id));
  for (const node of places.list) {
    const group = map.nodes[node.id];
    group.classList.toggle("busy", busy.has(node.id));
    if (node.kind === "store") stored(group, now.commits.filter((commit) => commit.stores.includes(node)), t);
    if (node.id === "cache") group.classList.toggle("busy", now.commits.some((commit) => commit.stores.includes(node)));
  }
  for (const stay of now.stays) waits(map, stay);
  for (const loss of now.losses) broke(map, places, loss);
}

/** What of a story is to be seen at t. */
export function moment(made, t) {
  const within = (each) => t >= each.from && t <= each.to;
  return {
    legs: made.legs.filter(within),
    lines: made.legs.filter((leg) => t >= leg.from && t <= (leg.until ?? leg.to)),
    losses: made.losses.filter((loss) => t >= loss.from && t < loss.to),
    stays: made.stays.filter((stay) => t >= stay.from && t < stay.until),
    commits: made.commits.filter((commit) => t >= commit.from && t <= commit.to + AFTER),
    busy: made.busy.filter(within),
  };
}

const EDGE = 40; // pixels
const AFTER = 20; // milliseconds that a commit stays green

function dot(map, places, leg, t) {
  const path = edgeOf(map, places, leg.edge);
  if (!path) return;
  const way = Math.min(1, Math.max(0, (t - leg.from) / (leg.to - leg.from || 1)));
  const p = STILL.matches ? 0.5 : leg.kind === "reply" ? 1 - way : way;
  const at = along(path, p);
  const about = { "data-edge": leg.edge, "data-kind": leg.kind };
  const kind = `dot.${SHAPE[leg.kind]}`;
  if (leg.kind === "message") map.dots.append(s(`rect.${kind}`, { ...about, x: at.x - 9, y: at.y - 6.5, width: 18, height: 13, rx: 2 }));
  else map.dots.append(s(`circle.${kind}`, { ...about, cx: at.x, cy: at.y, r: 9 }));
  if (leg.again && leg.kind === "request") map.dots.append(s("circle.dot.again", { cx: at.x, cy: at.y, r: 14 }));
}

/** The place at that share of a line. Its points are asked for once: each question lays the page out anew. */
function along(path, share) {
  if (!POINTS.has(path)) {
    const length = path.getTotalLength();
    POINTS.set(path, Array.from({ length: STEPS + 1 }, (_, step) => path.getPointAtLength((length * step) / STEPS)));
  }
  const points = POINTS.get(path), step = share * STEPS, from = points[Math.floor(step)], to = points[Math.ceil(step)];
  return { x: from.x + (step % 1) * (to.x - from.x), y: from.y + (step % 1) * (to.y - from.y) };
}

const POINTS = new WeakMap(); // path: its points
const STEPS = 100;

/** How many rows a store is taking, or has just taken. */
function stored(group, commits, t) {
  const writes = commits.filter((commit) => commit.rows.length), last = writes.at(-1);
  const isDone = Boolean(last) && t >= last.to;
  group.classList.toggle("writing", Boolean(last) && !isDone);
  group.classList.toggle("written", isDone);
  group.classList.toggle("read", commits.length > 0 && !last);
  const mine = last ? rowsOf(last.span).length : 0;
  group.querySelector(".rows").textContent = last ? `+${mine}` : "";
}

/** A message that is not received yet is drawn where it waits: in a queue, or in an outbox. */
function waits(map, stay) {
  const { x, y, w } = stay.node, about = { "data-waits": stay.node.id };
  const isPipe = stay.node.kind !== "store";
  const left = isPipe ? x + w / 2 - 9 : x + w - 8, up = isPipe ? y - 6.5 : y + 8;
  map.dots.append(s("rect.dot.message", { ...about, x: left, y: up, width: 18, height: 13, rx: 2 }));
}

/** Where no reply came: a cross on the line, and what is known of it. */
function broke(map, places, loss) {
  const path = edgeOf(map, places, loss.edge);
  if (!path) return;
  const at = along(path, 0.5);
  const about = { transform: `translate(${at.x},${at.y})`, "data-lost": loss.edge };
  path.classList.add("lost");
  map.dots.append(s("g.loss", about, s("circle", { r: 13 }), s("path", { d: "M-6,-6L6,6M6,-6L-6,6" }), s("text.loud", { y: 29, "text-anchor": "middle" }, loss.word)));
}

/** What the buyer has of it: nothing yet, a wait, or an answer. */
export function mood(map, story, t) {
  const words = !story || !t || story.answered === null ? "buyer" : t < story.answered ? "waits" : story.status >= 500 ? "error" : story.status >= 400 ? "refused" : "answered";
  map.mood.textContent = words;
  map.mood.setAttribute("class", `name mood ${words}`);
}

/** A phone shows a part of the map: the part where something moves. */
export function keepInView(map, box) {
  const dot = map.dots.firstElementChild;
  if (!dot || !showsPart(box)) return;
  const at = dot.getBoundingClientRect().x - map.svg.getBoundingClientRect().x;
  if (at < box.scrollLeft + EDGE || at > box.scrollLeft + box.clientWidth - EDGE) box.scrollLeft = at - box.clientWidth / 2;
}

/** Whether the map is wider than its box; measured when the box changes its size, and not for each moment. */
function showsPart(box) {
  const measure = () => PARTS.set(box, box.scrollWidth > box.clientWidth);
  if (!PARTS.has(box)) measure(), new ResizeObserver(measure).observe(box);
  return PARTS.get(box);
}

const PARTS = new WeakMap(); // box: whether it shows a part of its map
