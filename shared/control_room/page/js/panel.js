/** The panel beside the map: of one part what can be done to it, and its source file; or a page of the course. */

import { $, fill, h } from "./dom.js";
import { ask, source } from "./link.js";

const HARM = {
  kill: "It dies as in a crash, and comes back by itself.",
  stop: "It stays down until you start it.",
  freeze: "It hangs: it keeps its connections, and answers none of them.",
};
const MOST_COPIES = 9;
const SECOND = 1000;

export class Panel {
  constructor(places, numbers) {
    Object.assign(this, { places, numbers, id: null, said: "" });
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.id && this.close());
  }

  open(id) {
    const node = this.places.byId[id];
    return this.put(id, !node.part || node.part === node.name ? node.name : `${node.name}, in ${node.part}`, listing);
  }

  /** The page of the course that a mission names, as it is written. */
  read(mission) {
    return this.put(mission.id, mission.title, prose);
  }

  async put(id, name, drawn) {
    this.id = id;
    this.opener = document.activeElement;
    this.actions = h("div.actions");
    const title = h("h2", { id: "panel-title", tabindex: -1 }, name);
    const close = h("button.close", { type: "button", "aria-label": "Close", onclick: () => this.close() }, "×");
    const code = h("div.source", { tabindex: 0, "aria-label": "Source", role: "region" });
    fill($("#panel"), h("div.panel-head", title, close), this.actions, h("p.said", { role: "status" }), code);
    $("#panel").hidden = false;
    document.body.classList.add("open");
    this.show();
    title.focus();
    const found = await source(id);
    if (this.id === id) fill(code, h("h3", found.file ?? "Source"), found.text ? drawn(found.text) : h("p", found.refused));
  }

  close() {
    this.id = null;
    $("#panel").hidden = true;
    document.body.classList.remove("open");
    this.opener?.focus?.();
  }

  /** Up to date with the state of the stage. What has the focus stays. */
  show() {
    const node = this.places.byId[this.id];
    if (!node) return;
    const copies = node.part && this.numbers.copies(node.part);
    const key = JSON.stringify([this.id, copies, node.kind === "provider" && this.numbers.state.switches]);
    if (key === this.key && this.actions.firstChild) return;
    this.key = key;
    fill(this.actions, copies ? this.ofPart(node, copies) : h("p.note", node.function ? "A function: it runs in the local AWS, when something calls it." : "It has no process of its own."));
    if (node.kind === "provider" && copies) this.actions.append(...this.ofProvider(this.numbers.state.switches));
  }

  /** What else is hit: in stage 1 all features are one process, in stage 2 many stores are one PostgreSQL. */
  shared({ id, kind, part }) {
    const others = this.places.list.filter((each) => each.part === part && each.kind === kind && each.id !== id);
    return others.length > 0 && h("p.note", `The same process: ${others.map((each) => each.name).join(", ")}. What you do here happens to all of them.`);
  }

  ofPart(node, copies) {
    const { part } = node;
    const state = copies.states.every((each) => each === copies.states[0]) ? copies.states[0] : copies.states.join(", ");
    const button = (what, why = "") => h(`button.${what in HARM ? "harm" : "heal"}`, { type: "button", title: why, onclick: () => this.do({ do: what, part }) }, what);
    const choices = state === "stopped" ? [button("start")] : state === "frozen" ? [button("thaw"), button("kill", HARM.kill)] : Object.entries(HARM).map(([what, why]) => button(what, why));
    return [h("p.state", "State: ", h("b", state)), h("div.row", choices), this.shared(node), this.canScale(part) ? this.scale(part, copies.all) : null];
  }

  canScale(part) {
    return this.places.list.some((node) => node.part === part && (node.kind === "room" || node.kind === "process") && node.id === part);
  }

  scale(part, count) {
    const to = (number, sign, label) => h("button", { type: "button", "aria-label": label, disabled: number < 1 || number > MOST_COPIES, onclick: () => this.do({ do: "scale", part, count: number }) }, sign);
    return h("div.row", h("span", "Copies"), to(count - 1, "−", "One copy less"), h("b", count), to(count + 1, "+", "One copy more"));
  }

  /** The switches of shared/payment_sandbox. */
  ofProvider(switches) {
    if (!switches) return [];
    const tick = (name, label, setting = true) => h("label.tick", h("input", { type: "checkbox", checked: Boolean(switches[name]), onchange: (event) => this.switch({ [name]: event.target.checked && setting }) }), label);
    const latency = (switches.latency_ms?.value ?? 0) / SECOND;
    const slow = h("label.tick", "Latency", h("input", { type: "range", min: 0, max: 10, step: 0.5, "aria-label": "Latency in seconds", onchange: (event) => this.switch({ latency_ms: Math.round(event.target.value * SECOND) || false }) }), h("b", `${latency} s`));
    slow.querySelector("input").value = latency;
    const lost = { value: true, calls: ["confirm"] };
    return [h("div.switches", slow, tick("decline_all", "Declines every charge"), tick("outage", "Outage: refuses every request"), tick("dead_line", "Charges, then the line goes dead", lost))];
  }

  switch(switches) {
    return this.do({ do: "switch", switches });
  }

  async do(what) {
    const answer = await ask(what);
    $("#panel .said").textContent = answer.refused ?? "";
  }
}

/** Numbered lines. */
function listing(text) {
  const lines = text.replace(/\n$/, "").split("\n").map((line) => h("li", line || " "));
  return h("ol.listing", lines);
}

/** A page in Markdown: its headings and paragraphs; code, tables, and lists are left as they are written. */
function prose(text) {
  const plain = (words) => words.replace(/\[([^\]]*)\]\([^)]*\)/g, (_, label) => label).replaceAll("**", "").replaceAll("\n", " ");
  const drawn = (part) => (part.startsWith("#") ? h("h4", part.replace(/^#+ /, "")) : AS_IT_IS.test(part) ? h("pre", part) : h("p", plain(part)));
  return [h("p.note", "Type make docs in a terminal to read it with its diagrams."), h("div.prose", text.trim().split(/\n{2,}(?=\S)/).map(drawn))];
}

const AS_IT_IS = /^(```|\||[-*] |\d+\. |!|<)/;
