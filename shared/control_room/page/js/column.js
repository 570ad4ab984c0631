/** One stage among the others: its map, what it took, and its waterfall. */

import { acts } from "./acts.js";
import { counted } from "./counts.js";
import { fill, h } from "./dom.js";
import { Fall } from "./fall.js";
import { drawn } from "./map.js";
import { keepInView, mood, paint } from "./motion.js";
import { Places } from "./places.js";
import { duration } from "./scale.js";
import { Stories } from "./story.js";

const COUNTS = { requests: "request", messages: "message", transactions: "transaction", parts: "part" };

export class Column {
  /** map: of the stage, as the server has it. */
  constructor(stage, map) {
    const places = new Places(map), name = stage.replace("stage", "");
    Object.assign(this, { stage, places, map: drawn(places, null, `-${stage}`), stories: new Stories(), story: null });
    this.map.svg.setAttribute("aria-label", `Map of stage ${name}`);
    this.box = h("div.mapbox", { tabindex: 0, role: "group", "aria-label": `Stage ${name}, to be scrolled` }, this.map.svg);
    this.answered = h("dd"), this.end = h("dd"), this.word = h("dt", "confirmed"), this.line = h("p.counts");
    const figures = h("dl", h("div", h("dt", "answered"), this.answered), h("div", this.word, this.end));
    this.fall = h("div");
    this.element = h("section.column", { "data-stage": stage, "aria-label": `Stage ${name}` },
      h("h2", h("b", name), h("span", places.says.join(" · "))),
      this.box,
      h("article.figures", figures, this.line),
      h("article.falls", h("h3", "Waterfall"), this.fall),
    );
    paint(this.map, places, null, null);
    this.count(0);
  }

  /** The story of that order, or of the last one if none is named; undefined if it is not there. */
  find(order) {
    return this.stories.all.filter((each) => each.isOrder).findLast((each) => !order || each.orders.has(order));
  }

  /** length: milliseconds that all waterfalls show. */
  choose(story, length) {
    Object.assign(this, { story, acts: acts(story, this.places, length) });
    this.bars = new Fall(this.fall, story, this.places, (span) => this.point(span), length);
  }

  /** Nothing was bought here. */
  clear() {
    Object.assign(this, { story: null, acts: null, bars: null });
    fill(this.fall);
  }

  at(t) {
    paint(this.map, this.places, this.story && this.acts, this.story ? t : null);
    keepInView(this.map, this.box);
    mood(this.map, this.story, t);
    this.bars?.at(t ?? 0);
    this.count(t ?? 0);
  }

  count(t) {
    const now = this.story && counted(this.story, this.places, t);
    this.answered.textContent = inMs(now?.answered);
    this.end.textContent = inMs(now?.end?.t);
    this.word.textContent = now?.end?.word ?? "confirmed";
    this.element.classList.toggle("ended", now?.end?.kind === "final");
    fill(this.line, Object.entries(COUNTS).map(([key, word]) => h("span", h("b", now?.[key] ?? "–"), ` ${now?.[key] === 1 ? word : key}`)));
  }

  /** The edges of a span that is pointed at. */
  point(span) {
    const edges = new Set(span ? this.acts.legs.filter((leg) => leg.span === span).map((leg) => leg.edge) : []);
    for (const [key, path] of Object.entries(this.map.edges)) path.classList.toggle("pointed", edges.has(key));
  }
}

const inMs = (t) => (t == null ? "–" : duration(t));
