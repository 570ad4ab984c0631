/** Draws the map: the parts of the stage, and the lines between them. Nothing here moves. */

import { s } from "./dom.js";

const WIDTH = 780, HEIGHT = 490;

/** {svg, nodes: {id: g}, edges: {key: path}, dots, over}: what motion.js and numbers.js paint on.
 * pick(id): a node was chosen; without it the map is only looked at. own: ends its ids. */
export function drawn(places, pick, own = "") {
  const svg = s("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, id: `map${own}`, role: pick ? "group" : "img", "aria-label": "Map of the parts" });
  const lines = s("g"), hulls = s("g"), top = s("g"), dots = s("g", { id: `dots${own}` }), over = s("g");
  const nodes = {}, edges = {};
  svg.append(s("rect.sheet", { x: 86, y: 6, width: 586, height: 478, rx: 14 }), hulls, lines, top, dots, over);
  svg.classList.add(places.stage);
  for (const node of places.list) {
    const group = (nodes[node.id] = nodeGroup(node, pick));
    (node.kind === "hull" ? hulls : top).append(group);
  }
  const made = { svg, nodes, edges, dots, over, lines };
  for (const [key, edge] of Object.entries(places.edges)) line(made, key, edge.kind, edge.path);
  if (places.stage === "stage1") svg.insertBefore(hulls, lines);
  words(places, top, !pick);
  buyer(made, top);
  return made;
}

/** Squeezes each name that the font of this machine makes wider than its box. To be called once the map is shown. */
export function fit(map, places) {
  for (const node of places.list.filter((each) => NAMED.has(each.kind))) {
    const inside = places.list.find((each) => each.kind === "store" && each.row === node.row && each.x > node.x);
    const room = Math.min(node.x + node.w, inside?.x ?? Infinity) - node.x - (node.kind === "room" ? 2 * INDENT : INDENT) + 4;
    for (const word of map.nodes[node.id].querySelectorAll(".name, .basename")) {
      word.removeAttribute("textLength");
      if (word.getComputedTextLength() > room) word.setAttribute("textLength", room), word.setAttribute("lengthAdjust", "spacingAndGlyphs");
    }
  }
}

const NAMED = new Set(["room", "process", "provider", "base"]);
const INDENT = 10;

/** The line of an edge. One that the map does not name is drawn straight, once something takes it. */
export function edgeOf(map, places, key) {
  const [from, to] = key.split(">").map((id) => places.byId[id]);
  if (map.edges[key]) return map.edges[key];
  if (!from || !to) return null;
  const middle = (node) => [node.x + node.w / 2, node.y];
  return line(map, key, "unnamed", [middle(from), middle(to)]);
}

function line(map, key, kind, points) {
  const path = s(`path.edge.${kind}`, { d: rounded(points), "data-edge": key });
  map.lines.append(path);
  return (map.edges[key] = path);
}

/** A line with round corners through the points. */
function rounded(points) {
  const [first, ...rest] = points;
  return rest.reduce((d, [x, y], index) => {
    const [px, py] = points[index], next = rest[index + 1];
    if (!next) return `${d}L${x},${y}`;
    const before = Math.hypot(x - px, y - py), after = Math.hypot(next[0] - x, next[1] - y), r = Math.min(9, before / 2, after / 2);
    const on = (to, length) => [x + ((to[0] - x) / (length || 1)) * r, y + ((to[1] - y) / (length || 1)) * r];
    return `${d}L${on([px, py], before)}Q${x},${y} ${on(next, after)}`;
  }, `M${first}`);
}

function nodeGroup(node, pick) {
  const choose = () => pick(node.id), key = (event) => (event.key === "Enter" || event.key === " ") && (event.preventDefault(), choose());
  const button = pick ? { tabindex: 0, role: "button", "aria-label": label(node), onclick: choose, onkeydown: key } : {};
  const group = s(`g.node.${node.kind}`, { "data-node": node.id, ...button });
  group.append(...SHAPES[node.kind](node, node.y - node.h / 2, !pick).filter(Boolean));
  return group;
}

const label = (node) => [node.name || node.id, node.sub, node.kind === "room" ? "" : node.kind].filter(Boolean).join(", ");
const box = (node, y, rx = 8) => s("rect.body", { x: node.x, y, width: node.w, height: node.h, rx });
const text = (kind, x, y, content = "", anchor = "middle") => s(`text.${kind}`, { x, y, "text-anchor": anchor }, content);
const tall = (kind, x, y, content) => s(`text.${kind}`, { transform: `translate(${x},${y}) rotate(-90)`, "text-anchor": "middle" }, content);
const centre = (node) => node.x + node.w / 2;

/** isBare: names alone, larger, as where three maps share a screen. */
const SHAPES = {
  hull: (node, y) => [s("rect.outline", { x: node.x, y, width: node.w, height: node.h, rx: 12 })],
  door: (node, y) => [box(node, y), tall("name", centre(node) + 6, node.y + 92, node.name), tall("sub.rate", centre(node) + 4, node.y - 120, "")],
  room: (node, y, isBare) => [
    box(node, y),
    text("name", node.x + INDENT, node.y + (isBare ? 7 : -2), node.name, "start"),
    !isBare && text("sub.rate", node.x + INDENT, node.y + 15, "", "start"),
  ],
  process: (node, y, isBare) => [
    box(node, y),
    text("name.mid", centre(node), node.y + (isBare ? 7 : node.sub ? -1 : 5), node.name),
    !isBare && text("sub", centre(node), node.y + 15, node.sub ?? ""),
  ],
  provider: (node, y, isBare) => {
    const lines = isBare ? node.name.split(" ") : [node.name], first = !isBare ? -1 : lines.length > 1 ? -3 : 7;
    const words = lines.map((line, index) => text("name.mid", centre(node), node.y + first + 20 * index, line));
    return [box(node, y, 4), ...words, !isBare && text("sub.rate", centre(node), node.y + 15, "")];
  },
  base: (node, y, isBare) => [box(node, y, 4), text("sub.basename", centre(node), node.y + (isBare ? 7 : 4), node.name)],
  store: (node, y) => {
    const r = node.h > 100 ? 9 : 6, half = node.w / 2;
    const d = `M${node.x},${y + r}v${node.h - 2 * r}a${half},${r} 0 0 0 ${node.w},0v${2 * r - node.h}a${half},${r} 0 0 0 ${-node.w},0a${half},${r} 0 0 0 ${node.w},0`;
    const name = node.h > 100 ? [tall("name", centre(node) + 6, node.y + 110, node.name)] : [];
    return [s("path.body", { d }), text("rows", centre(node), node.y + 8), ...name];
  },
  queue: (node, y, isBare) => pipe(node, y, 4, isBare),
  stream: (node, y, isBare) => pipe(node, y, Math.min(node.w, node.h) / 2, isBare),
};

/** A queue or a stream: slots that fill, and how many wait. Those that stand upright count beside. */
function pipe(node, y, rx, isBare) {
  const upright = node.h > node.w, long = upright ? node.h : node.w, count = Math.max(3, Math.floor(long / 11)), size = (long - 6) / count;
  const slot = (index) =>
    upright
      ? s("rect.slot", { x: node.x + 4, y: y + 4 + index * size, width: node.w - 8, height: size - 2, rx: 1.5 })
      : s("rect.slot", { x: node.x + node.w - 2 - (index + 1) * size, y: y + 4, width: size - 2, height: node.h - 8, rx: 1.5 });
  const slots = Array.from({ length: count }, (_, index) => slot(index));
  const waits = node.above ? text("count", node.x + node.w, y - 5, "", "end") : upright || node.to ? text("count", node.x + node.w + 5, node.y + 4, "", "start") : text("count", centre(node), y - 5);
  return [box(node, y, rx), ...slots, waits, ...(isBare ? [] : named(node, y, upright))];
}

/** The name of a queue or a stream, and of its readers where a line to each would cross others. */
function named(node, y, upright) {
  const { name, to } = node;
  if ((name === node.row && !upright) || name.includes("-")) return [];
  if (upright) return [text("sub", node.x - 4, node.y + 5, name, "end")];
  if (node.above) return [text("sub", node.x - 4, y - 5, name, "start")];
  if (node.beside) return [text("sub", node.x + node.w + 4, node.y + 16, name, "start")];
  if (!to) return [text("sub", centre(node), y + node.h + 14, name)];
  return [`${name}, to ${to[0]},`, to.slice(1).join(", ")].map((line, index) => text("sub", node.x - 14, y + node.h + 13 + 14 * index, line, "start"));
}

/** What stands at the same place whatever happens. */
function words(places, top, isBare) {
  if (isBare) return;
  places.says.forEach((line, index) => top.append(text("statement", 658, 57 + 21 * index, line, "end")));
  const base = places.list.filter((node) => node.kind === "base");
  if (base.length && base.every((node) => node.x > 160)) top.append(text("sub", 98, 465, "stands on", "start"));
  const provider = places.byId.sandbox;
  if (provider) top.append(text("sub", centre(provider), provider.y - 36, "outside"));
}

function buyer(map, top) {
  map.mood = text("name.mood", 43, 255, "buyer");
  map.nodes.buyer = s("g.person", { "data-node": "buyer" }, s("circle.buyer", { cx: 43, cy: 205, r: 8 }), s("path.buyer", { d: "M28,234q0,-17 15,-17q15,0 15,17z" }), map.mood);
  top.append(map.nodes.buyer);
}
