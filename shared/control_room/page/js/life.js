/** The order's life: how each responsibility's rows stand, by time. Lanes are at the rows of the map. */

import { s } from "./dom.js";
import { lost } from "./lost.js";
import { duration, marked, stepOf } from "./scale.js";
import { hasEnded, states } from "./states.js";

export const WIDTH = 490, HEIGHT = 490;
const LEFT = 112, RIGHT = 480, TOP = 24, BAND = 24, AXIS = 26;
const LEAST = 200; // of a height
const SAID = 195; // the width of the words at a gap
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

/** Where the lanes are in a drawing of that height: {rows: {lane: y}, line, band, bottom}. line: of a lane, below its y. */
function lanes(rows, height) {
  if (height === HEIGHT) return { rows, line: 28, band: BAND, bottom: 440 };
  const step = (height - TOP - AXIS) / Object.keys(rows).length, band = Math.min(BAND, step - 5);
  const placed = Object.keys(rows).map((lane, index) => [lane, TOP + step * (index + 0.5) - 8]);
  return { rows: Object.fromEntries(placed), line: 8 + step / 2, band, bottom: height - AXIS };
}

export class Life {
  /** height: of the drawing, which is WIDTH wide. At HEIGHT its lanes are at the rows of the map; in a lower one they are closer. */
  constructor(story, places, height = HEIGHT) {
    Object.assign(this, { story, places, states: states(story, places), height });
    Object.assign(this, lanes(places.rows, this.height));
    this.gap = gap(story, places, this.states);
    this.svg = s("svg", { viewBox: `0 0 ${WIDTH} ${this.height}`, id: "life", role: "img", "aria-label": this.inWords() });
    this.length = Math.max(1, story.length * SHOWN);
    this.draw();
  }

  /** The height nearest to that one that can be read. */
  static within(height) {
    return Math.min(HEIGHT, Math.max(LEAST, height));
  }

  x(t) {
    return LEFT + ((RIGHT - LEFT) * Math.min(t, this.length)) / this.length;
  }

  inWords() {
    const said = Object.entries(this.states).map(([lane, list]) => `${this.places.lanes[lane]}: ${list.map((each) => `${each.word} at ${duration(each.t)}`).join(", ")}`);
    return `The order's life. ${said.join(". ")}`;
  }

  draw() {
    const clip = `past-${made++}`;
    this.clip = s("rect", { x: 0, y: 0, width: 0, height: this.height });
    const past = s("g", { "clip-path": `url(#${clip})` });
    this.svg.append(s("clipPath", { id: clip }, this.clip), ...this.grid());
    this.shades = s("g");
    for (const [lane, y] of Object.entries(this.rows)) {
      const list = this.states[lane] ?? [];
      this.svg.append(s("line.lane", { x1: 0, x2: WIDTH, y1: y + this.line, y2: y + this.line }), s(`text.lanename${list.length ? "" : ".none"}`, { x: 4, y: y + 13 }, this.places.lanes[lane]));
      list.forEach((state, index) => this.bar(past, lane, state, list[index + 1]?.t ?? this.length));
    }
    this.svg.append((this.under = s("g")), this.shades, past, (this.marks = s("g")));
    this.svg.append((this.head = s("g.head", s("line", { x1: 0, x2: 0, y1: TOP, y2: this.bottom }), s("circle", { cx: 0, cy: this.bottom, r: 6 }))));
    this.events();
  }

  grid() {
    const step = stepOf(this.length), lines = [];
    for (let t = 0; t <= this.length; t += step)
      lines.push(s("line.grid", { x1: this.x(t), x2: this.x(t), y1: TOP, y2: this.bottom }), s("text.sub", { x: this.x(t), y: this.bottom + 18, "text-anchor": "middle" }, marked(t, step)));
    return lines;
  }

  bar(past, lane, state, until) {
    const y = this.rows[lane] + 8 - this.band / 2, x = this.x(state.t), width = Math.max(2, this.x(until) - x - 1.5);
    past.append(s(`rect.band.${state.kind}`, { x, y, width, height: this.band, rx: 3, "data-lane": lane, "data-word": state.word }));
    if (width > state.word.length * LETTER + 8) past.append(s(`text.word.${state.kind}`, { x: x + 7, y: this.rows[lane] + 13 }, state.word));
  }

  /** Marks that are there from a moment on: one transaction, the answer, money without an order. */
  events() {
    const { rows } = this;
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
      const word = s("text.answertext", { x: x + 19 * way, y: 18, "text-anchor": late ? "end" : "start" }, `buyer answered, ${duration(answered)}`);
      this.under.append(s("g.when", { "data-at": answered }, s("line.answer", { x1: x, x2: x, y1: 18, y2: this.bottom }))); // no word is crossed out
      this.mark(answered, flag, word);
    }
    if (this.gap && this.gap.to - this.gap.from > 0) this.bracket(this.gap);
  }

  /** The time between the charge and the end of the order, which grows while it lasts. */
  bracket({ from, to, isOver }) {
    const { orders, notifications, payments } = this.rows, [x1, y1, y2] = [this.x(from), orders + 4 - this.band / 2, payments + 12 + this.band / 2];
    const isLow = this.height < HEIGHT, isLeft = x1 - 7 - SAID > LEFT - 20, isRight = !isLeft && this.x(to) + 7 + SAID < WIDTH;
    const x = isLeft ? x1 - 7 : isRight ? this.x(to) + 7 : Math.max(x1 - 7, LEFT + SAID), anchor = isRight ? "start" : "end";
    const shade = s("rect.shade", { x: x1, y: y1, height: y2 - y1 }), line = s("path.bracket"), took = s("tspan");
    const said = isLow ? ["paid, order open: ", took] : [s("tspan", { x }, "money taken, order open:"), s("tspan", { x, dy: 16 }, took)];
    this.shades.append(shade);
    this.mark(from, line, s("text.gaptext", { x, y: notifications + (isLow ? 13 : 3), "text-anchor": anchor }, ...said));
    this.grow = (t) => {
      const x2 = this.x(Math.min(Math.max(t, from), to)), end = isOver && t >= to ? `V${y2}` : "";
      shade.setAttribute("width", Math.max(0, x2 - x1));
      line.setAttribute("d", `M${x1},${y2}V${y1}H${x2}${end}`);
      took.textContent = duration(Math.min(Math.max(t, from), to) - from);
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
    for (const mark of [...this.under.children, ...this.marks.children]) mark.classList.toggle("come", t >= Number(mark.dataset.at) - 0.001);
  }
}
