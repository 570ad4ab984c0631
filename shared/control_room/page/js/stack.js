/** Requests a second, stacked by the part that answered, over the last minutes. */

import { s } from "./dom.js";

const WIDTH = 780, HEIGHT = 236, LEFT = 40, TOP = 40, BOTTOM = 212;
const NAMED = 200, HIGHER = 16; // pixels: the width of a hand-over's name, and the height of one above another
const LEAST = 60; // seconds that are shown
const STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000];
const PARTS = ["shop", "notifications", "catalog", "inventory", "cart", "orders", "payments", "accounts"];

export const PLACES = { old: "stage 1", new: "stage 2", nobody: "neither side" };

/** The class of a part's color. */
export const colorOf = (part) => `part-${PARTS.includes(part) ? part : "other"}`;

/** history: [{at, answered}], a second each; overs: hand-overs. */
export function chart(history, overs) {
  const svg = s("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, id: "stack", role: "img", "aria-label": inWords(history, overs) });
  const end = history.at(-1)?.at ?? 0, names = PARTS.filter((part) => history.some(({ answered }) => answered[part]));
  const length = Math.max(LEAST, end - (history[0]?.at ?? 0)) || LEAST;
  const sums = history.map(({ answered }) => names.map((name) => answered[name] ?? 0));
  const most = Math.max(1, ...sums.map((counts) => counts.reduce((one, other) => one + other, 0)));
  const x = (at) => WIDTH - ((WIDTH - LEFT) * (end - at)) / length, y = (count) => BOTTOM - ((BOTTOM - TOP) * count) / most;
  const step = STEPS.find((each) => most / each <= 3) ?? STEPS.at(-1);
  for (let count = 0; count <= most; count += step)
    svg.append(s("line.grid", { x1: LEFT, x2: WIDTH, y1: y(count), y2: y(count) }), s("text.sub", { x: LEFT - 6, y: y(count) + 4, "text-anchor": "end" }, count));
  const under = history.map(() => 0);
  names.forEach((name, index) => {
    const below = history.map(({ at }, each) => `${x(at)},${y(under[each])}`);
    sums.forEach((counts, each) => (under[each] += counts[index]));
    const above = history.map(({ at }, each) => `${x(at)},${y(under[each])}`);
    svg.append(s(`path.area.${colorOf(name)}`, { "data-part": name, d: `M${above.join("L")}L${below.reverse().join("L")}z` }));
  });
  let before = { x: -Infinity, up: 0 };
  for (const { at, unit, to } of overs.filter(({ at }) => end - at < length)) {
    const late = x(at) > WIDTH / 2, up = x(at) - before.x < NAMED && !before.up ? HIGHER : 0;
    before = { x: x(at), up };
    svg.append(s("line.over", { x1: x(at), x2: x(at), y1: TOP - 6 - up, y2: BOTTOM }), s("text.overname", { x: x(at) + (late ? -5 : 5), y: TOP - 8 - up, "text-anchor": late ? "end" : "start" }, `${unit} to ${PLACES[to]}`));
  }
  svg.append(s("text.sub", { x: WIDTH, y: HEIGHT - 6, "text-anchor": "end" }, "now"), s("text.sub", { x: LEFT, y: HEIGHT - 6 }, `${Math.round(length)} seconds ago`));
  return svg;
}

function inWords(history, overs) {
  const last = Object.entries(history.at(-1)?.answered ?? {}).filter(([, count]) => count).map(([part, count]) => `${part} ${count}`);
  return `Requests in the last second: ${last.join(", ") || "none"}. Hand-overs: ${overs.length}.`;
}
