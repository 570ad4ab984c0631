/** The legend, drawn with the shapes and the colors of the map, the order's life, and the waterfall. */

import { $, fill, h, s } from "./dom.js";
import "./theme.js";

const box = { x: 6, y: 2, width: 28, height: 16, rx: 5 }, flat = { x: 6, y: 3, width: 28, height: 14, rx: 3 };
const can = () => s("path.body", { d: "M10,4v12a10,3 0 0 0 20,0v-12a10,3 0 0 0 -20,0a10,3 0 0 0 20,0" });
const line = (kind) => s(`path.edge.${kind}`, { d: "M1,10H39" });
const at = { transform: "translate(20,10)" };

const EVERYWHERE = {
  request: ["request", line("on"), s("circle.dot.request", { cx: 20, cy: 10, r: 7 })],
  reply: ["reply", line("on"), s("circle.dot.reply", { cx: 20, cy: 10, r: 7 })],
  message: ["message", line("on-message"), s("rect.dot.message", { x: 12, y: 4, width: 16, height: 12, rx: 2 })],
  busy: ["at work", s("g.busy", s("rect.body", box))],
  writing: ["writes n rows", s("g.store.writing", can()), s("text.plus", { x: 20, y: 16, "text-anchor": "middle" }, "+n")],
  written: ["committed", s("g.store.written", can())],
  lost: ["no reply", s("g.loss", at, s("circle", { r: 9 }), s("path", { d: "M-4,-4L4,4M4,-4L-4,4" }))],
  init: ["a function starts", s("rect.bar.init", flat)],
};
const HERE = {
  spoken: ["in the sentence", s("g.spoken", s("rect.body", box))],
  waiting: ["queued now", s("rect.slot.full", { x: 16, y: 3, width: 8, height: 14, rx: 1.5 })],
  down: ["down", s("g.down", s("rect.body", box)), s("g.cross", { transform: "translate(32,6)" }, s("circle", { r: 6 }), s("path", { d: "M-2.5,-2.5L2.5,2.5M2.5,-2.5L-2.5,2.5" }))],
  breaker: ["breaker open", s("g.breaker", at, s("path", { d: "M-15,0H-5L5,-8M7,0H15" }))],
  open: ["intermediate", s("rect.band.open", flat)],
  final: ["final", s("rect.band.final", flat)],
  undone: ["final, nothing sold", s("rect.band.undone", flat)],
  plain: ["no state", s("rect.band.plain", flat)],
};
const shown = $("#lifebox") ? { ...EVERYWHERE, ...HERE } : EVERYWHERE;
fill($("#legend"), Object.entries(shown).map(([kind, [words, ...shapes]]) => h("li", { "data-means": kind }, s("svg.icon", { viewBox: "0 0 40 20", "aria-hidden": true }, shapes), words)));
