/** Moving day: what the mover, the gateway, and the load have written, once a second. */

import { showBooks } from "./books.js";
import { $, fill, h } from "./dom.js";
import { ask, listen, token } from "./link.js";
import { chart, colorOf, PLACES } from "./stack.js";
import "./theme.js";

const STOPS = { stay: "stage 1", ready: "followed", new: "stage 2", alone: "for good" };
const SAID = 5000; // milliseconds that an answer of the mover stays
const page = { refused: "" };

const on = {
  map: () => {},
  spans: () => {},
  state: (state) => {
    page.state = state;
    show(state.move);
    showBooks(state.books);
  },
  lost: () => say("The control room is not responding. Is the shop closed?", true),
  refused: () => say("Open the link that make move printed: it holds the key of this start.", true),
};

function show(move) {
  const owners = fill($("#owners"), Object.keys(total(move.history)).map((part) => h("li", h("i", { class: colorOf(part), "aria-hidden": "true" }), named(part))));
  owners.hidden = !move.history.length;
  const units = move.units.map((unit) => card(unit)), box = $("#units");
  if (units.some((unit, index) => unit !== box.children[index])) fill(box, units); // else the focus would be lost
  fill($("#chart"), chart(move.history, move.hand_overs));
  fill($("#paths"), paths(move.paths));
  fill($("#overs"), move.hand_overs.toReversed().map(({ unit, to, ms }) => h("li", h("b", unit), ` to ${PLACES[to]}`, h("span", `${ms} ms`))));
  $("#held").textContent = `${move.held} requests waited meanwhile, ${move.refused} were refused.`;
  fill($("#load"), Object.entries(move.load).map(([what, count]) => h("div", { class: count && /lost|with 5|Error/.test(what) ? "bad" : "" }, h("dt", what), h("dd", count))));
  $("#pause").textContent = move.paused ? "Go on" : "Pause";
  caption(move);
}

/** A unit's card is made once, and then only its words change. */
function card(unit) {
  const known = (cards[unit.name] ??= made(unit.name)), { told } = unit;
  const stops = Object.keys(STOPS).filter((stop) => stop !== "alone" || unit.goal === "alone");
  known.element.dataset.holder = unit.holder;
  known.holder.textContent = PLACES[unit.holder];
  fill(known.stops, stops.map((stop) => h("li", { "aria-current": stop === unit.goal ? "step" : null }, STOPS[stop])));
  known.says.textContent = told?.step ? `${unit.says}; last step: ${told.step}` : unit.says;
  known.error.textContent = told?.error ? `Not yet: ${told.error}.` : "";
  fill(known.figures, figures(told).map(([what, value, isBad]) => h("div", { class: isBad ? "bad" : "" }, h("dt", what), h("dd", value))));
  known.next.disabled = !unit.next;
  known.back.disabled = !unit.back;
  return known.element;
}

const cards = {};

function made(name) {
  const holder = h("span"), stops = h("ol.stops"), says = h("p.says"), error = h("p.said"), figures = h("dl.figures");
  const button = (order, label) => h("button", { type: "button", "aria-label": `${label}: ${name}`, onclick: () => tell(order, name) }, label);
  const next = button("next", "Next"), back = button("back", "Back");
  const element = h("article.unit", { "data-unit": name, "aria-label": name }, h("h2", h("b", name), holder), stops, says, figures, error, h("div.row", back, next));
  return { element, holder, stops, says, error, figures, next, back };
}

function figures(told) {
  const { copied, behind, differing, held_ms: held } = told ?? {};
  return [
    ["rows copied", copied ?? "–"],
    ["rows behind", behind ?? "–"],
    ["rows that differ", differing == null ? "–" : differing < 0 ? "not compared" : differing, differing > 0],
    ["last pause", held ? `${held} ms` : "–"],
  ];
}

function paths(list) {
  const most = Math.max(1, ...list.map(({ answered }) => sum(answered)));
  const bar = (answered) => h("span.bar", { "aria-hidden": "true" }, bars(answered, most));
  return h("table", h("tbody", list.map(({ path, now, answered }) => h("tr", { "data-path": path }, h("th", { scope: "row" }, path), h("td.now", named(now)), h("td", bar(answered)), h("td.count", sum(answered))))));
}

/** How often each part has answered, one beside the other, in tenths of the path that is asked most. */
function bars(answered, most) {
  return Object.entries(answered).flatMap(([part, count]) => Array.from({ length: Math.ceil((count / most) * CELLS) }, () => h(`i.${colorOf(part)}`)));
}

const CELLS = 20;
const sum = (answered) => Object.values(answered).reduce((one, other) => one + other, 0);
const total = (history) => Object.assign({}, ...history.map(({ answered }) => answered));
const named = (part) => (part === "shop" ? "stage 1" : part);

function caption(move) {
  const held = move.units.find(({ holder }) => holder === "nobody"), last = move.hand_overs.at(-1);
  if (page.refused) return say(page.refused, true);
  if (held) return say(`Neither side holds ${held.name}: the gateway holds its requests back.`);
  if (move.paused) return say("The mover waits before its next step.");
  if (page.said && Date.now() - page.saidAt < SAID) return say(page.said);
  say(last ? `${last.unit} is in ${PLACES[last.to]}. The hand-over held requests back for ${last.ms} ms.` : "Stage 1 answers everything. Press Next at a unit: stage 2 then follows it.");
}

function say(text, isAlarm = false) {
  document.body.classList.toggle("alarm", isAlarm);
  if ($("#caption").textContent !== text) $("#caption").textContent = text;
}

async function tell(order, unit) {
  const answer = await ask({ do: "move", order, unit });
  Object.assign(page, { refused: answer.refused ?? "", said: answer.said?.split(". ")[0] ?? "", saidAt: Date.now() });
  if (page.state) caption(page.state.move);
}

$("#pause").onclick = () => tell(page.state?.move.paused ? "resume" : "pause", "");
if (token()) listen(on);
else on.refused();
