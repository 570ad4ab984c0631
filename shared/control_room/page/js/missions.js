/** Missions: predict, break it, watch, heal, and check by the books. missions.toml has their words. */

import { $, fill, h } from "./dom.js";
import { ask, wanted } from "./link.js";
import { measured } from "./measured.js";

const AGAIN = 500; // milliseconds between two looks
const PATIENCE = 120_000; // milliseconds
const TOLD = 4000; // milliseconds until an order's spans have come
const LATEST = 6000; // milliseconds until its replay begins
const pause = () => new Promise((done) => setTimeout(done, AGAIN));

export class Missions {
  /** room: where places, stories, numbers, and the state of the stage are. */
  constructor(list, room) {
    Object.assign(this, { list, room });
    this.go(0);
    this.open(wanted());
    $("#missions").onclick = () => this.put($("#missions").ariaExpanded !== "true");
    addEventListener("hashchange", () => this.open(wanted()));
  }

  /** The card of a mission by its id, as a link asks for it. One that is being played goes on. */
  open(id) {
    if (!id || this.isAtWork) return;
    const number = this.list.findIndex((mission) => mission.id === id);
    number < 0 ? this.say("There is no such mission in this stage.") : this.go(number);
    this.put(true);
  }

  /** The card beside the map, where it is seen without scrolling, or below it. */
  put(isBeside) {
    $("#missions").setAttribute("aria-expanded", isBeside);
    isBeside ? $("#side").prepend($("#missionbox")) : $("#under").append($("#missionbox"));
    (isBeside ? $("#missionbox h3") : $("#missions")).focus();
  }

  get isAtWork() {
    return this.phase === "watch" || this.phase === "heal";
  }

  /** The id of the order that it is about, while it is played. */
  get order() {
    return this.phase === "seen" || this.isAtWork ? this.answer?.order : null;
  }

  go(number) {
    this.number = (number + this.list.length) % this.list.length;
    Object.assign(this, { guess: null, phase: "predict", said: [] });
    this.show();
  }

  get mission() {
    return this.list[this.number];
  }

  show() {
    const { mission, phase, guess } = this, isOver = phase !== "predict";
    const turn = (by, label, sign) => h("button", { type: "button", "aria-label": label, disabled: this.isAtWork, onclick: () => this.go(this.number + by) }, sign);
    const head = h("h2", `Mission ${this.number + 1} of ${this.list.length}`, h("span", turn(-1, "Mission before", "‹"), turn(1, "Next mission", "›")));
    const kind = (index) => (!["seen", "heal", "done"].includes(phase) ? "" : index === mission.right ? "right" : index === guess ? "off" : "");
    const choose = (index) => () => ((this.guess = index), this.show());
    const isShown = (index) => phase === "predict" || this.isAtWork || kind(index); // at the end, what was right and what was guessed
    const answers = mission.answers.map((text, index) => isShown(index) && h("button", { type: "button", class: kind(index), disabled: isOver, "aria-pressed": String(guess === index), onclick: choose(index) }, text));
    $("#missionbox").dataset.phase = phase;
    fill($("#missionbox"), head, h("h3", { tabindex: -1 }, mission.title), h("p.ask", mission.ask), h("div.guesses", { role: "group", "aria-label": "Prediction" }, answers), this.button(), h("div.told", { role: "status" }, this.said.map((text) => h("p", text))));
  }

  button() {
    const { phase, guess, mission } = this;
    if (phase === "predict") return h("button.go", { type: "button", disabled: guess === null, onclick: () => this.begin() }, guess === null ? "Predict first" : mission.heal.length ? "Now break it" : "Now try it");
    if (phase === "seen") return h("button.go", { type: "button", onclick: () => this.heal() }, mission.heal.length ? "Heal, and check the books" : "Check the books");
    const waits = phase === "watch" ? ["Watching … ", h("span.waited"), ` ${mission.slow ?? ""}`] : ["Waiting for the books … ", h("span.waited")];
    return this.isAtWork ? h("p.note", waits) : null;
  }

  say(...texts) {
    this.said.push(...texts);
    this.show();
  }

  async begin() {
    const { mission } = this;
    Object.assign(this, { phase: "watch", answer: null, told: null });
    this.show();
    this.began = performance.now();
    for (const step of mission.begin) {
      const answer = await ask(step);
      if (answer.refused) this.said.push(answer.refused);
      if (step.do === "buy" || step.do === "race") Object.assign(this, { answer, took: performance.now() - this.began });
      this.began = performance.now();
    }
    const seen = await until(() => this.seen(mission.watch));
    if (seen !== null && this.order && $("#follow").checked) await until(() => this.told, LATEST); // the replay is to begin with the verdict
    this.phase = "seen";
    if (seen === null) return this.say("It was not seen. Is another mission still at work? Heal, and try again.");
    this.say(this.guess === mission.right ? "As you predicted." : "Not as you predicted.", mission.why.replace("{}", seen));
  }

  async heal() {
    const { mission } = this;
    this.phase = "heal";
    this.show();
    for (const step of mission.heal) await ask(step);
    const end = mission.until && (await until(async () => (await ask({ do: "order", order: this.answer.order })).is === mission.until || null));
    const books = await until(() => this.room.state?.books.every((book) => book.is_ === "right") || null);
    this.phase = "done";
    if (mission.until) this.say(end ? `The order is ${mission.until}.` : `The order is not ${mission.until} yet.`);
    this.say(books ? "The books balance." : "The books are not at rest yet.", ["Read next: ", h("button.link", { type: "button", onclick: () => this.room.panel.read(mission) }, mission.read)]);
  }

  /** The number that was measured, or null while it is not seen. */
  async seen(watch) {
    const { answer, room } = this, story = answer?.order && room.stories.ofOrder(answer.order);
    const isWhole = story && !story.root.parent; // else the span that answered the buyer is still on its way
    if (watch.status && answer.order && !isWhole && performance.now() - this.began < TOLD) return null;
    if (watch.status) return answer.status === watch.status && (!watch.is || answer.is === watch.is) ? Math.round(story?.answered ?? this.took) : null;
    if (watch.order) return (await ask({ do: "order", order: answer.order })).is === watch.order ? Math.round(performance.now() - this.began) : null;
    if (watch.breaker) return Object.values(room.numbers.breakers).includes(watch.breaker) ? watch.breaker : null;
    if (watch.confirmed) return (answer.orders ?? []).filter((each) => each === "confirmed").length || null;
    return story ? measured(watch, story, room.places) : null;
  }
}

/** What look() finds, or null after so many milliseconds. */
async function until(look, patience = PATIENCE) {
  const start = performance.now();
  for (;;) {
    const found = await look(), waited = performance.now() - start;
    if (found !== null || waited > patience) return found;
    $("#missionbox .waited")?.replaceChildren(`${Math.round(waited / 1000)} s.`);
    await pause();
  }
}
