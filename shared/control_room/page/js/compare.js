/** The same order in every stage that runs, side by side, on one scale of time. */

import { Column } from "./column.js";
import { counted } from "./counts.js";
import { $, fill, h } from "./dom.js";
import "./legend.js";
import { ask, others, token } from "./link.js";
import { fit } from "./map.js";
import { duration } from "./scale.js";
import { Transport } from "./transport.js";

const EVERY = 400; // milliseconds between two questions
const SETTLED = 900; // milliseconds without another span: the order may be played
const PATIENCE = 6000; // milliseconds after which it is played anyway
const SHOWN = 1.1; // of the longest story: how everything stands at the end is seen a little longer

const page = { columns: new Map(), cursors: {}, bought: null, isPlayed: false, end: 0 };
const transport = new Transport((t) => show(t));
const played = () => [...page.columns.values()].filter((column) => column.story);

async function look() {
  const told = document.hidden ? {} : await others(page.cursors);
  if (told.refused) say(told.refused, true);
  else {
    receive(told);
    follow();
  }
  setTimeout(look, EVERY);
}

function receive(told) {
  let isGrown = false;
  for (const [stage, { start, silent, map, cursor, spans }] of Object.entries(told)) {
    const isOther = page.cursors[stage] && cursor && cursor.split(".")[0] !== page.cursors[stage].split(".")[0];
    if ((start && !silent) || isOther) drop(stage);
    if (map) page.columns.set(stage, new Column(stage, map));
    if (!cursor || isOther) continue; // another start of the stage: it is asked anew, from its first span
    page.cursors[stage] = cursor;
    const column = page.columns.get(stage), grown = column.stories.add(spans);
    isGrown ||= grown.includes(column.story);
  }
  arrange(told);
  if (isGrown) goOn();
}

/** A story that is shown has grown: what is new is told from where the longest had ended so far. */
function goOn() {
  const { isTold, t } = transport, { end } = page;
  hold(t);
  if (!isTold || page.end <= end) return;
  transport.jump(end);
  transport.play();
}

function drop(stage) {
  page.columns.delete(stage);
  delete page.cursors[stage];
}

/** The stages that run from left to right, and a line for each that does not. */
function arrange(told) {
  const key = JSON.stringify(Object.entries(told).map(([stage, { start }]) => [stage, page.columns.has(stage) || start]));
  if (!Object.keys(told).length || key === page.arranged) return;
  page.arranged = key;
  const there = Object.keys(told).filter((stage) => page.columns.has(stage));
  $("#stages").dataset.columns = there.length;
  fill($("#stages"), there.map((stage) => page.columns.get(stage).element));
  for (const stage of there) fit(page.columns.get(stage).map, page.columns.get(stage).places);
  const away = Object.entries(told).filter(([stage, { start }]) => start && !page.columns.has(stage));
  fill($("#away"), away.map(([stage, { start }]) => h("p", { "data-away": stage }, h("b", named(stage)), " does not run with a control room. Type: ", h("code", start))));
  hold(transport.t);
}

const named = (stage) => stage.replace("stage", "Stage ");

/** The order that was bought here once its spans have come; before that, the last order of each stage. */
function follow() {
  const { bought } = page, columns = [...page.columns.values()];
  if (page.isBuying || page.isPlayed) return;
  const found = columns.map((column) => [column, bought ? bought.orders[column.stage]?.order && column.find(bought.orders[column.stage].order) : column.find()]);
  if (bought) {
    const isReady = found.every(([column, story]) => !bought.orders[column.stage]?.order || (story && Date.now() - story.heard > SETTLED));
    if (!isReady && Date.now() - bought.since < PATIENCE) return;
    page.isPlayed = true;
  } else if (found.every(([column, story]) => (story ?? null) === column.story)) return;
  for (const [column, story] of found) story ? (column.story = story) : column.clear();
  hold(bought ? 0 : Infinity);
  if (bought && played().length) transport.play();
}

/** One scale for all: the longest story's. */
function hold(t) {
  const stories = played().map((column) => column.story);
  page.end = Math.max(0, ...stories.map((story) => story.length));
  const length = stories.length ? Math.max(1, page.end * SHOWN) : 0;
  for (const column of played()) column.choose(column.story, length);
  const moments = stories.flatMap((story) => story.spans.flatMap((span) => [span.start - story.start, span.end - story.start]));
  page.said = played().flatMap(sentences).sort((one, other) => one.t - other.t);
  transport.hold(length, moments, Math.min(t ?? 0, length));
}

function sentences({ stage, story, places }) {
  const { answered, end } = counted(story, places), who = named(stage);
  return [
    { t: 0, text: "The same order, in each stage, from its first moment." },
    ...(answered === null ? [] : [{ t: answered, text: `${who} answers the buyer with ${story.status}.` }]),
    ...(end ? [{ t: end.t, text: `${who}: the order is ${end.word}.` }] : []),
  ];
}

function show(t) {
  for (const column of page.columns.values()) column.at(t);
  caption();
}

function caption() {
  const t = transport.t ?? 0, said = page.said?.findLast((each) => each.t <= t + 0.001);
  if (page.refused) return say(page.refused, true);
  if (page.isBuying) return say("Placing the order, in one stage after the other.");
  if (page.bought && !page.isPlayed) return say("The order is placed. Its spans are arriving.");
  if (said && (transport.playing || (t > 0 && t < transport.length) || page.bought)) return say(said.text, false, duration(said.t));
  say(played().length ? "The last order of each stage. Buy one everywhere to compare the same order." : "Buy one everywhere, and follow the same order in each stage.");
}

function say(text, isAlarm = false, when = "") {
  if (when + text === page.saying) return;
  page.saying = when + text;
  document.body.classList.toggle("alarm", isAlarm);
  fill($("#caption"), when ? h("b", when) : null, when ? " " : null, text);
}

$("#everywhere").onclick = async () => {
  Object.assign(page, { isBuying: true, isPlayed: false, bought: null, refused: "" });
  $("#everywhere").disabled = true;
  transport.jump(0);
  const answer = await ask({ do: "buy everywhere" });
  $("#everywhere").disabled = false;
  page.isBuying = false;
  const failed = Object.entries(answer.orders ?? {}).filter(([, { order }]) => !order);
  page.refused = answer.refused ?? failed.map(([stage, { status }]) => (status ? `${named(stage)} refused the order: ${status}.` : `${named(stage)} gave no answer.`)).join(" ");
  if (answer.orders) page.bought = { ...answer, since: Date.now() };
  caption();
};

if (token()) look();
else say("Open the link that the stage printed: it holds the key of this start.", true);
