/** Where in the story the page is, and how fast it goes on. */

import { $ } from "./dom.js";
import { duration } from "./scale.js";

const IDLE = 400; // milliseconds of a story without anything: they are skipped
const QUICK = 200; // milliseconds: a shorter story is slowed down more, to be visible
const USUAL = 20, SLOWEST = 50; // times
const AHEAD = 30; // milliseconds before the next thing, where it goes on

export class Transport {
  /** show(t) paints a moment. */
  constructor(show) {
    Object.assign(this, { show, t: null, length: 0, steps: [], playing: false, hasEnded: false, slower: USUAL, last: 0 });
    $("#play").onclick = () => this.toggle();
    $("#step").onclick = () => this.jump(this.steps.find((each) => each > (this.t ?? -1) + 0.01) ?? this.length);
    $("#back").onclick = () => this.jump(this.steps.findLast((each) => each < (this.t ?? 0) - 0.01) ?? 0);
    $("#scrub").oninput = (event) => this.jump((event.target.value / 1000) * this.length);
    $("#speed").oninput = (event) => ((this.isChosen = true), this.pace(Number(event.target.value)));
    document.addEventListener("keydown", (event) => {
      if (event.key === " " && event.target === document.body) (event.preventDefault(), this.toggle());
    });
    this.pace(this.slower);
    requestAnimationFrame((now) => this.tick(now));
  }

  /** Another story, or one that has grown. steps: the moments at which something begins. */
  hold(length, steps, from) {
    Object.assign(this, { length, steps: [...new Set([0, ...steps, length])].sort((a, b) => a - b) });
    if (from !== undefined) this.t = from;
    if (!this.isChosen) this.pace(length < QUICK ? SLOWEST : USUAL);
    for (const id of ["#play", "#step", "#back", "#scrub"]) $(id).disabled = !length;
    this.put();
  }

  /** It played to the end by itself, and is still there. */
  get isTold() {
    return this.hasEnded && this.t >= this.length;
  }

  play() {
    if (this.t === null || this.t >= this.length) this.t = 0;
    Object.assign(this, { playing: true, hasEnded: false });
    this.put();
  }

  toggle() {
    if (!this.length) return;
    if (!this.playing) return this.play();
    this.playing = false;
    this.put();
  }

  jump(t) {
    Object.assign(this, { playing: false, hasEnded: false, t });
    this.put();
  }

  pace(slower) {
    this.slower = slower;
    $("#speed").value = slower;
    $("#times").textContent = `×${slower}`;
  }

  tick(now) {
    const passed = Math.min(100, now - this.last) / this.slower;
    this.last = now;
    if (this.playing) {
      const next = this.steps.find((each) => each > this.t);
      this.t = next - this.t > IDLE ? next - AHEAD : Math.min(this.length, this.t + passed);
      if (this.t >= this.length) Object.assign(this, { playing: false, hasEnded: true });
      this.put();
    }
    requestAnimationFrame((then) => this.tick(then));
  }

  put() {
    const t = this.t ?? 0;
    $("#clock").textContent = this.t === null ? "" : duration(t);
    $("#scrub").value = this.length ? (1000 * t) / this.length : 0;
    $("#scrub").setAttribute("aria-valuetext", duration(t));
    $("#play").textContent = this.playing ? "Pause" : this.t !== null && this.t >= this.length ? "Again" : "Play";
    this.show(this.t);
  }
}
