/** The box of the order's life: as high as the map, or as what a mission's card above it leaves. */

import { $, fill } from "./dom.js";
import { HEIGHT, Life, WIDTH } from "./life.js";

const SLACK = 4; // of a height: for so little it is not drawn anew

export class LifeBox {
  constructor() {
    Object.assign(this, { life: null, t: 0 });
    new ResizeObserver(() => this.life && Math.abs(this.life.height - this.height) > SLACK && this.draw()).observe($("#lifebox"));
  }

  /** Instead of a life. */
  say(note) {
    this.life = null;
    fill($("#lifebox"), note);
  }

  show(story, places) {
    Object.assign(this, { story, places });
    this.draw();
  }

  draw() {
    this.life = new Life(this.story, this.places, this.height);
    fill($("#lifebox"), this.life.svg);
    this.life.at(this.t);
  }

  /** What the drawing may have, in its own units. On a phone the card is not above it, but in the same column as all. */
  get height() {
    const { clientWidth, clientHeight } = $("#lifebox"), isBelow = $("#side #missionbox") && getComputedStyle($("#side")).display === "flex";
    return isBelow && clientWidth ? Life.within(Math.round((WIDTH * clientHeight) / clientWidth)) : HEIGHT;
  }

  get length() {
    return this.life.length;
  }

  at(t) {
    this.t = t;
    this.life?.at(t);
  }
}
