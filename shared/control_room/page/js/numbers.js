/** The numbers on the map, and what is down: from the supervisor's list, metrics, queues, and spans. */

import { fill, s } from "./dom.js";

const LATELY = 10; // seconds over which spans are counted, where a part counts nothing itself
const YOUNG = 8; // seconds since a part has started, for which that is said
const HITS = 200; // the latest cache look-ups that the hit rate is of
const UP = "ready";

export class Numbers {
  constructor(map, places) {
    Object.assign(this, { map, places, state: null, arrived: [], looks: [], breakers: {} });
  }

  /** Spans count where there is no metric; the caches and the breakers are known by spans alone. */
  add(spans) {
    const before = JSON.stringify(this.breakers);
    for (const span of spans) {
      const node = this.places.of(span);
      if (node && (span.kind === "SERVER" || span.kind === "CONSUMER" || (node.kind === "room" && span.kind === "INTERNAL"))) this.arrived.push({ node: node.id, at: span.end });
      const peer = span.a["peer.service"] && this.places.called(span.a["peer.service"]);
      if (peer?.kind === "provider") this.arrived.push({ node: peer.id, at: span.end });
      if (span.a["shop.cache"]) this.looks.push(span.a["shop.cache"] === "hit");
      if (span.a["shop.breaker"] && peer) this.breakers[`${node?.id}>${peer.id}`] = span.a["shop.breaker"];
    }
    this.looks.splice(0, this.looks.length - HITS);
    if (this.state && JSON.stringify(this.breakers) !== before) this.show(this.state); // an open breaker is soon half open
  }

  /** isReplay: a past moment is shown. */
  hold(isReplay) {
    if (isReplay !== this.isReplay) (this.isReplay = isReplay), this.state && this.show(this.state);
  }

  /** A figure of now beside a past moment: under load it says so, else it is not shown. */
  ofNow(text) {
    return !text || !this.isReplay ? text : this.state.buyers.wanted ? `now ${text}` : "";
  }

  show(state) {
    this.state = state;
    const since = Date.now() - LATELY * 1000;
    this.arrived = this.arrived.filter((each) => each.at >= since);
    fill(this.map.over);
    for (const node of this.places.list) this.node(node, this.map.nodes[node.id]);
    this.words();
  }

  /** The copies of a part: {ready: 2, all: 3, states: [...]}, or null if there is no such part. */
  copies(part) {
    const states = Object.entries(this.state?.parts ?? {}).filter(([name]) => name.split(".")[0] === part).map(([, shown]) => shown.state);
    return states.length ? { ready: states.filter((each) => each === UP).length, all: states.length, states } : null;
  }

  isDown(part) {
    const copies = this.copies(part);
    return Boolean(copies) && copies.ready === 0;
  }

  node(node, group) {
    const part = node.part ?? (node.function && "aws"), down = this.isDown(part) || !this.state.open, copies = this.copies(part);
    group.classList.toggle("down", down);
    const rate = group.querySelector(".rate");
    if (rate) rate.textContent = down && !this.state.open ? "" : down ? copies?.states[0] ?? "down" : this.ofNow(this.rate(node, copies));
    if (node.carries) this.pipe(group, this.state.waiting[node.id] ?? 0);
    if (node.dead) this.letters(node, group);
    if (node.kind === "base" && node.id === "cache") group.querySelector(".basename").textContent = this.looks.length && !this.isReplay ? `cache ${this.hitRate()} % hit` : node.name;
    const isOwn = !(node.kind === "door" && this.places.list.some((each) => each.kind === "hull" && each.part === node.part)) && !["store", "queue", "stream"].includes(node.kind) && (node.kind !== "room" || node.part === node.id) && !node.function && !node.dead;
    if (down && isOwn) this.cross(node);
  }

  rate(node, copies) {
    const counted = this.state.counted[node.part], isWhole = !node.code;
    const number = isWhole && counted ? counted.per_second : this.arrived.filter((each) => each.node === node.id).length / LATELY;
    const young = isWhole && Object.entries(this.state.parts).find(([name, shown]) => name === node.part && shown.state === UP && shown.up < YOUNG);
    if (young) return `up ${Math.round(young[1].up)} s`;
    const many = copies && copies.all > 1 && node.kind === "room" && !this.isReplay ? `, ${copies.all} copies` : "";
    return number === null ? "" : `${number ? `${number.toFixed(1)}/s` : "idle"}${many}`;
  }

  hitRate() {
    return Math.round((100 * this.looks.filter(Boolean).length) / this.looks.length);
  }

  /** One slot for each message that waits, and their number. */
  pipe(group, waiting) {
    const slots = [...group.querySelectorAll(".slot")];
    slots.forEach((slot, index) => slot.classList.toggle("full", index < waiting));
    group.querySelector(".count").textContent = waiting ? `${this.isReplay ? "now " : ""}${waiting}` : "";
    group.classList.toggle("long", waiting > slots.length);
  }

  letters(node, group) {
    const count = node.dead.reduce((sum, name) => sum + (this.state.dead[name] ?? 0), 0);
    group.querySelector(".basename").textContent = `${count || "no"} dead ${count === 1 ? "letter" : "letters"}`;
    group.classList.toggle("dead", count > 0);
  }

  cross(node) {
    const at = `translate(${node.x + node.w - 2},${node.y - node.h / 2 + 3})`;
    this.map.over.append(s("g.cross", { transform: at, "data-down": node.id }, s("circle", { r: 11 }), s("path", { d: "M-5,-5L5,5M5,-5L-5,5" })));
  }

  /** The breakers that are open, and what still works with the first part that is down. */
  words() {
    for (const [edge, state] of Object.entries(this.breakers)) {
      const path = this.map.edges[edge];
      path?.classList.toggle("cut", state === "open");
      if (path && state === "open") {
        const at = path.getPointAtLength(path.getTotalLength() / 2);
        this.map.over.append(s("g.breaker", { transform: `translate(${at.x},${at.y})`, "data-breaker": edge }, s("rect.hole", { x: -10, y: -10, width: 20, height: 20 }), s("path", { d: "M-9,0H-4L6,-9M9,0H6" }), s("text.loud", { x: 14, y: 5 }, "breaker open")));
      }
    }
  }

  /** What is down, and what that means, in a sentence; "" while all is up. */
  trouble() {
    if (!this.state) return "";
    if (!this.state.open) return "The stage is closed.";
    const down = this.places.list.filter((node) => node.still && this.isDown(node.part));
    const unique = down.filter((node, index) => down.findIndex((each) => each.part === node.part) === index);
    if (!unique.length) return [this.provider(), this.undelivered()].filter(Boolean).join(" ");
    return unique.map((node) => `${node.part} is ${this.copies(node.part).states[0]}. ${works(node)}`).join(" ");
  }

  /** What was not handled however often it was delivered. */
  undelivered() {
    const full = Object.entries(this.state.dead).filter(([, count]) => count);
    const said = full.map(([name, count]) => `${count} in the dead-letter queue of ${name.replace(/^shop-|-dead$/g, "")}`);
    return said.length ? `Not handled: ${said.join(", ")}. Remove the cause, then type make redrive.` : "";
  }

  provider() {
    const on = Object.entries(this.state.switches ?? {}).filter(([, setting]) => setting).map(([name, setting]) => SWITCHES[name]?.(setting.value) ?? name);
    return on.length ? `The provider ${on.join(", and ")}.` : "";
  }
}

const SWITCHES = {
  outage: () => "refuses every request",
  dead_line: () => "does what it is asked, then drops the connection",
  decline_all: () => "declines every charge",
  latency_ms: (value) => `answers after ${value / 1000} s`,
  refuse: (value) => `answers ${value}`,
};

function works({ still, waits }) {
  const what = still.length ? `Still works: ${still.join(", ")}.` : "Nothing works without it.";
  return waits ? `${what} Waits: ${waits.join(", ")}.` : what;
}
