/** A scale of time. */

import { h, s } from "./dom.js";

const STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 60000, 300000]; // milliseconds
const MOST = 6, FEW = 3; // steps
const SECOND = 1000;
const LONG = 10_000; // milliseconds
const LATE = 0.9; // of a scale: a mark after it is left of its place

/** Milliseconds between two marks of a scale that is so long. */
export const stepOf = (length, most = MOST) => STEPS.find((each) => length / each <= most) ?? STEPS.at(-1);

/** A mark with its unit: seconds where the marks are seconds apart. */
export const marked = (t, step) => (step < SECOND ? `${t} ms` : `${t / SECOND} s`);

/** A duration in words: milliseconds, or seconds where it is long. */
export const duration = (t) => (t < LONG ? `${Math.round(t)} ms` : `${(t / SECOND).toFixed(1)} s`);

/** The scale above a waterfall: marks, and a head that at(t) moves. */
export class Scale {
  constructor(length) {
    this.length = Math.max(1, length);
    const svg = s("svg.scale", { "aria-hidden": true }), step = stepOf(this.length, FEW);
    for (let t = 0; t <= this.length; t += step) {
      const x = this.x(t), anchor = t === 0 ? "start" : t > LATE * this.length ? "end" : "middle";
      svg.append(s("line.grid", { x1: x, x2: x, y1: 16, y2: 22 }), s("text.sub", { x, y: 12, "text-anchor": anchor }, marked(t, step)));
    }
    svg.append((this.head = s("circle.playhead", { cy: 19, r: 3.5 })));
    this.element = h("div.axis", h("span"), svg, h("span"));
    this.at(0);
  }

  x(t) {
    return `${(100 * Math.min(t, this.length)) / this.length}%`;
  }

  at(t) {
    this.head.setAttribute("cx", this.x(t));
  }
}
