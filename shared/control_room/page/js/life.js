/** The order's life: how each responsibility's rows stand, by time. Lanes are at the rows of the map. */

import { s } from "./dom.js";
import { lost } from "./lost.js";
import { marked, stepOf } from "./scale.js";
import { hasEnded, states } from "./states.js";

const WIDTH = 490, LEFT = 112, RIGHT = 480, TOP = 24, HEIGHT = 490, BOTTOM = 440, BAND = 24;
const SHOWN = 1.25; // of the story: how everything stands at its end is seen a little longer
const TIE = 135; // the width of the words at it
const LETTER = 7.6; // of a word in a band
const TAKEN = ["connection lost", "timed out"]; // the charge may have been made
let made = 0;

/** Since the provider has taken the money until the order knows it; null if that is not seen. */
export function gap(story, places, found) {
  const paid = story.spans.filter((span) => places.called(span.a["peer.service"])?.kind === "provider" && /confirm/.test(span.name + span.a["url.path"]));
  const charged = paid.find((span) => Number(span.a["http.response.status_code"]) < 300 || TAKEN.includes(lost(span)));
  if (!charged) return null;
  const from = charged.end - story.start, done = found.orders?.find((state) => hasEnded(state) && state.t >= from);
  return { from, to: done ? done.t : story.length, isOver: Boolean(done) };
}

export class Life {
  constructor(story, places) {
    Object.assign(this, { story, places, states: states(story, places) });
    this.gap = gap(story, places, this.states);
    this.svg = s("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, id: "life", role: "img", "aria-label": this.inWords() });
    this.length = Math.max(1, story.length * SHOWN);
    this.draw();
  }

  x(t) {
    return LEFT + ((RIGHT - LEFT) * Math.min(t, this.length)) / this.length;
  }

  inWords() {
    const said = Object.entries(this.states).map(([lane, list]) => `${this.places.lanes[lane]}: ${list.map((each) => `${each.word} at ${Math.round(each.t)} ms`).join(", ")}`);
    return `The order's life. ${said.join(". ")}`;
  }

  draw() {
    const clip = `past-${made++}`;
    this.clip = s("rect", { x: 0, y: 0, width: 0, height: HEIGHT });
    const past = s("g", { "clip-path": `url(#${clip})` });
    this.svg.append(s("clipPath", { id: clip }, this.clip), ...this.grid());
    this.shades = s("g");
    for (const [lane, y] of Object.entries(this.places.rows)) {
      const list = this.states[lane] ?? [];
      this.svg.append(s("line.lane", { x1: 0, x2: WIDTH, y1: y + 28, y2: y + 28 }), s(`text.lanename${list.length ? "" : ".none"}`, { x: 4, y: y + 13 }, this.places.lanes[lane]));
      list.forEach((state, index) => this.band(past, lane, state, list[index + 1]?.t ?? this.length));
    }
    this.svg.append((this.below = s("g")), this.shades, past, (this.marks = s("g")));
    this.svg.append((this.head = s("g.head", s("line", { x1: 0, x2: 0, y1: TOP, y2: BOTTOM }), s("circle", { cx: 0, cy: BOTTOM, r: 6 }))));
    this.events();
  }

  grid() {
    const step = stepOf(this.length), lines = [];
    for (let t = 0; t <= this.length; t += step)
      lines.push(s("line.grid", { x1: this.x(t), x2: this.x(t), y1: TOP, y2: BOTTOM }), s("text.sub", { x: this.x(t), y: BOTTOM + 18, "text-anchor": "middle" }, marked(t, step)));
    return lines;
  }

  band(past, lane, state, until) {
    const y = this.places.rows[lane] - 4, x = this.x(state.t), width = Math.max(2, this.x(until) - x - 1.5);
    past.append(s(`rect.band.${state.kind}`, { x, y, width, height: BAND, rx: 3, "data-lane": lane, "data-word": state.word }));
    if (width > state.word.length * LETTER + 8) past.append(s(`text.word.${state.kind}`, { x: x + 7, y: y + 17 }, state.word));
  }

  /** Marks that are there from a moment on: one transaction, the answer, money without an order. */
  events() {
    const { rows } = this.places;
    for (const span of this.story.spans) {
      const lanes = Object.entries(this.states).filter(([, list]) => list.some((state) => state.span === span)).map(([lane]) => rows[lane]);
      if (lanes.length < 2) continue;
      const t = span.end - this.story.start, x = this.x(t), late = x > 370;
      const dots = lanes.map((y) => s("circle.tie", { cx: x, cy: y + 8, r: 4.5 }));
      const isFree = this.said === undefined || x - this.said > 2 * TIE;
      const word = s("text.tietext", { x: x + (late ? -7 : 7), y: Math.min(...lanes) - 10, "text-anchor": late ? "end" : "start" }, isFree ? "one transaction" : "");
      if (isFree) this.said = x;
      this.mark(t, s("line.tie", { x1: x, x2: x, y1: Math.min(...lanes) - 6, y2: Math.max(...lanes) + 22 }), ...dots, word);
    }
    const { answered } = this.story;
    if (answered !== null) {
      const x = this.x(answered), late = x > 260, way = late ? -1 : 1;
      const flag = s("path.flag", { d: `M${x},6h${14 * way}l${-4 * way},6l${4 * way},6h${-14 * way}z` });
      const word = s("text.answertext", { x: x + 19 * way, y: 18, "text-anchor": late ? "end" : "start" }, `buyer answered, ${Math.round(answered)} ms`);
      this.below.append(s("g.when", { "data-at": answered }, s("line.answer", { x1: x, x2: x, y1: 18, y2: BOTTOM }))); // no word is crossed out
      this.mark(answered, flag, word);
    }
    if (this.gap && this.gap.to - this.gap.from > 0) this.bracket(this.gap);
  }

  /** The time between the charge and the end of the order, which grows while it lasts. */
  bracket({ from, to, isOver }) {
    const { orders, payments } = this.places.rows, [x1, y1, y2] = [this.x(from), orders - 8, payments + 24];
    const late = x1 > 270, x = late ? x1 - 7 : this.x(to) + 7, anchor = late ? "end" : "start";
    const shade = s("rect.shade", { x: x1, y: y1, height: y2 - y1 }), line = s("path.bracket"), took = s("text.gaptext", { x, y: orders + 76, "text-anchor": anchor });
    this.shades.append(shade);
    this.mark(from, line, s("text.gaptext", { x, y: orders + 60, "text-anchor": anchor }, "money taken, order open:"), took);
    this.grow = (t) => {
      const x2 = this.x(Math.min(Math.max(t, from), to)), end = isOver && t >= to ? `V${y2}` : "";
      shade.setAttribute("width", Math.max(0, x2 - x1));
      line.setAttribute("d", `M${x1},${y2}V${y1}H${x2}${end}`);
      took.textContent = `${Math.round(Math.min(Math.max(t, from), to) - from)} ms`;
    };
  }

  mark(t, ...shapes) {
    this.marks.append(s("g.when", { "data-at": t }, ...shapes));
  }

  at(t) {
    const x = this.x(t);
    this.clip.setAttribute("width", x);
    this.head.setAttribute("transform", `translate(${x},0)`);
    this.grow?.(t);
    for (const mark of [...this.below.children, ...this.marks.children]) mark.classList.toggle("come", t >= Number(mark.dataset.at) - 0.001);
  }
}
