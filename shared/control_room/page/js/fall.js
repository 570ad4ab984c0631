/** The waterfall: each span a bar, below the one it was made for, and a scale of time above. What is
 * still to come is pale: so the list has no hole, and does not move. */

import { fill, h, s } from "./dom.js";
import { lost } from "./lost.js";
import { Scale } from "./scale.js";
import { isInit, request, rowsOf } from "./story.js";

const MOST = 60; // bars

/** Draws story into box; point(span) is called when a bar is pointed at, point(null) when no more.
 * length: milliseconds that the box is wide. */
export class Fall {
  constructor(box, story, places, point, length = story.length) {
    Object.assign(this, { story, places, length, scale: new Scale(length) });
    const served = new Set(story.spans.filter((span) => span.kind === "SERVER").map((span) => span.parent));
    const shown = ordered(story, served).filter(({ span }) => !isRead(span)).slice(0, MOST);
    this.rows = shown.map((row) => ({ ...row, element: this.row(row, point) }));
    const more = story.spans.filter((span) => !isRead(span) && !served.has(span.id)).length - shown.length;
    fill(box, this.scale.element, h("ol.fall", this.rows.map((row) => row.element)), more ? h("p.note", `${more} more spans are not drawn.`) : null);
  }

  row({ span, depth }, point) {
    const { story, length } = this, rows = rowsOf(span).length;
    const scale = (t) => (100 * t) / Math.max(1, length);
    const kind = isInit(span) ? "init" : span.a["db.system.name"] ? "database" : span.kind === "PRODUCER" || span.kind === "CONSUMER" ? "message" : "request";
    const bar = s("svg.bars", { viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": true });
    const x = scale(span.start - story.start), width = Math.max(0.6, scale(span.end - span.start));
    bar.append(s(`rect.bar.${kind}`, { x, y: 1, width, height: 8 }));
    const took = `${(span.end - span.start).toFixed(1)} ms`;
    const element = h("li", { tabindex: 0, "data-span": span.id, onpointerenter: () => point(span), onpointerleave: () => point(null), onfocus: () => point(span), onblur: () => point(null) });
    element.append(h(`span.what.in${Math.min(depth, 6)}`, h("b", this.who(span)), lost(span) ? h("em", ` ${lost(span)}`) : null, ` ${what(span)}`, rows ? h("i", ` +${rows}`) : null), bar, h("span.took", took));
    if (span.error) element.classList.add("error");
    return element;
  }

  who(span) {
    const node = this.places.of(span);
    return !node || node.kind === "hull" || node.kind === "process" ? span.part : node.kind === "door" ? node.name : node.id;
  }

  at(t) {
    this.scale.at(t);
    for (const { span, element } of this.rows) {
      const from = span.start - this.story.start, to = span.end - this.story.start;
      element.classList.toggle("later", t < from);
      element.classList.toggle("on", t >= from && t <= to);
    }
  }
}

const isRead = (span) => span.a["db.system.name"] && !rowsOf(span).length;

function what(span) {
  const { a } = span;
  if (a["messaging.destination.name"]) return `${span.kind === "PRODUCER" ? "⇢" : "⇠"} ${a["messaging.destination.name"]}`;
  if (a["http.request.method"]) return request(span);
  return span.name;
}

/** Parents before their children, and children in time. A span whose parent is unknown stands alone.
 * A call that is answered by a span of its own is left out: that one says the same. */
function ordered(story, served) {
  const ids = new Set(story.spans.map((span) => span.id)), under = new Map();
  for (const span of story.spans) {
    const parent = ids.has(span.parent) ? span.parent : "";
    under.set(parent, [...(under.get(parent) ?? []), span]);
  }
  const walk = (parent, depth) => (under.get(parent) ?? []).flatMap((span) => (served.has(span.id) ? walk(span.id, depth) : [{ span, depth }, ...walk(span.id, depth + 1)]));
  return walk("", 0);
}
