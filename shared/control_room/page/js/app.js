/** Puts the page together: passes each event to the modules that show it. */

import { acts } from "./acts.js";
import { showBooks } from "./books.js";
import { sentences } from "./caption.js";
import { $, fill, h } from "./dom.js";
import { Fall } from "./fall.js";
import { showBuyers } from "./head.js";
import { LifeBox } from "./lifebox.js";
import { listen, token } from "./link.js";
import { drawn, fit } from "./map.js";
import { Missions } from "./missions.js";
import { keepInView, mood, paint } from "./motion.js";
import { clock, head, isReplay, mark, say } from "./narrator.js";
import { Numbers } from "./numbers.js";
import { Panel } from "./panel.js";
import { Places } from "./places.js";
import { duration } from "./scale.js";
import { brief, Stories } from "./story.js";
import { Transport } from "./transport.js";

const SETTLED = 900; // milliseconds without another span: the story may be told
const PATIENCE = 4000; // milliseconds after which it is shown anyway
const LISTED = 40; // requests

const room = { places: null, story: null, pending: null, life: new LifeBox() };
const transport = new Transport((t) => show(t));

const on = {
  map: (map) => begin(new Places(map)),
  spans: (spans) => receive(spans),
  state: (state) => {
    room.state = state;
    room.numbers.show(state);
    room.panel.show();
    showBooks(state.books);
    showBuyers(state.buyers);
    if (!transport.playing) caption();
  },
  lost: () => say("The control room is not responding. Is the stage closed?", true),
  refused: () => say("First open the link that the stage printed: it holds the key of this start. Then this page goes on.", true),
};

function begin(places) {
  const map = drawn(places, (id) => room.panel.open(id)), numbers = new Numbers(map, places);
  Object.assign(room, { places, map, numbers, stories: new Stories(), panel: new Panel(places, numbers), story: null, pending: null });
  fill($("#mapbox"), map.svg);
  fit(map, places);
  fill($("#stage"), h("b", places.stage.replace("stage", "Stage ")));
  document.title = `Control room, ${places.stage.replace("stage", "stage ")}`;
  room.life.say(h("p.note", "Press Buy one: here you see what becomes of the order, and of all that belongs to it."));
  if (!$("#missionbox").firstChild) room.missions = new Missions(places.missions, room);
  transport.hold(0, [], null);
  room.isFirst = true; // what comes next happened before the page was opened
}

function receive(spans) {
  room.numbers.add(spans);
  const grown = room.stories.add(spans);
  list();
  if (grown.includes(room.story)) goOn(room.story);
  const orders = room.stories.all.filter((story) => story.isOrder), latest = orders.at(-1);
  if (!latest || latest === room.story) return void (room.isFirst = false);
  const isNew = grown.includes(latest) && latest.start > (room.story?.start ?? 0);
  if (room.isFirst) choose(latest, 0);
  else if (isNew && $("#follow").checked) room.pending ??= { since: Date.now() };
  room.isFirst = false;
}

/** Tells the order of the mission that is played, or else the latest, once its spans have come and nothing else is being told. */
function follow() {
  const { missions, stories, pending } = room, own = missions?.order;
  const next = own ? stories.ofOrder(own) : pending && stories.all.findLast((story) => story.isOrder);
  if (!next || (own && own === missions.told) || (transport.playing && !own) || !$("#follow").checked) return;
  if (Date.now() - next.heard < SETTLED && !(Date.now() - pending?.since > PATIENCE)) return;
  room.pending = null;
  if (own) missions.told = own;
  choose(next, 0);
  transport.play();
}

/** The story that is shown has grown: what is new is told from where it had ended so far. */
function goOn(story) {
  const { isTold, t } = transport;
  choose(story, story.length > room.end ? Math.min(t, room.end) : t);
  if (isTold && transport.t < transport.length) transport.play();
}

function choose(story, t) {
  Object.assign(room, { story, end: story.length });
  room.acts = acts(story, room.places);
  room.said = sentences(story, room.places);
  room.life.show(story, room.places);
  room.fall = new Fall($("#fall"), story, room.places, point);
  list();
  $("#stories").value = story.spans[0].trace;
  const moments = story.spans.flatMap((span) => [span.start - story.start, span.end - story.start]);
  transport.hold(room.life.length, moments, t ?? 0);
}

/** The requests that can be chosen, newest first: writes, and the reads only while there is nothing else. The one that is shown stays. */
function list() {
  const all = room.stories.all.filter((story) => story.root.kind === "SERVER"), writes = all.filter((story) => story.root.a["http.request.method"] !== "GET");
  const latest = (writes.length ? writes : all).slice(-LISTED).reverse(), shown = [...new Set([...latest, ...(room.story ? [room.story] : [])])];
  const key = [Boolean(room.story), ...shown.map((story) => story.spans[0].trace + story.title + story.status)].join();
  if (key === room.listed) return;
  room.listed = key;
  const none = room.story ? null : h("option", { value: "" }, shown.length ? "none chosen yet" : "none yet");
  fill($("#stories"), none, shown.map((story) => h("option", { value: story.spans[0].trace }, `${clock(story.start)} ${brief(story.title)} ${story.status ?? ""}`)));
  if (room.story) $("#stories").value = room.story.spans[0].trace;
}

function show(t) {
  if (!room.map) return;
  paint(room.map, room.places, room.story ? room.acts : null, room.story ? t : null);
  keepInView(room.map, $("#mapbox"));
  room.life.at(t ?? 0);
  room.fall?.at(t ?? 0);
  mood(room.map, room.story, t);
  caption();
}

function caption() {
  const t = transport.t ?? 0, isPast = isReplay(room.story, transport), trouble = room.numbers.trouble();
  const said = isPast || (t > 0 && !trouble) ? room.said?.findLast((each) => each.t <= t + 0.001) : null;
  room.numbers.hold(isPast);
  head(room.story, isPast, room.state?.buyers.wanted);
  mark(room.map, said?.at);
  if (said) return say(said.text, false, said.isLast ? "In all" : duration(said.t));
  if (trouble) return say(trouble, true);
  say(room.story ? "Press Play, and follow this request." : "Calm. Press Buy one, or buy something in the shop, and follow the order.");
}

/** The edges of a span that is pointed at. */
function point(span) {
  const edges = new Set(span ? room.acts.legs.filter((leg) => leg.span === span).map((leg) => leg.edge) : []);
  for (const [key, path] of Object.entries(room.map.edges)) path.classList.toggle("pointed", edges.has(key));
}

$("#stories").onchange = (event) => {
  const story = room.stories.ofTrace.get(event.target.value);
  if (!story) return;
  $("#follow").checked = false;
  choose(story, 0);
  transport.play();
};
if (token()) {
  setInterval(follow, 200);
  listen(on);
} else on.refused();
