/** What the page says: one sentence, the box that it begins with, and what the figures are of. */

import { $, fill, h } from "./dom.js";

let saying = null;

export function say(text, isAlarm = false, when = "") {
  const key = when + text;
  document.body.classList.toggle("alarm", isAlarm);
  if (key !== saying) fill($("#caption"), when ? h("b", when) : null, when ? " " : null, text);
  saying = key;
}

/** Marks the box that the sentence is about. id: of a node, or nothing. */
export function mark(map, id) {
  for (const [key, group] of Object.entries(map.nodes)) group.classList.toggle("spoken", key === id);
}

/** Is a past moment shown? Then no figure of now may be taken for one of that moment. */
export function isReplay(story, { playing, t, length }) {
  return Boolean(story) && (playing || (t > 0 && t < length));
}

/** Says at the map's head what its figures are of. */
export function head(story, isPast, isLoaded) {
  const now = [h("b", "Now"), " requests per second, queues, caches"];
  const past = () => [h("b.past", "Replay"), ` of ${clock(story.start)}; `, isLoaded ? "figures are of now" : "figures of now are hidden"];
  const key = isPast ? `${story.start} ${isLoaded}` : "";
  if (key === $("#mode").dataset.key) return;
  $("#mode").dataset.key = key;
  fill($("#mode"), isPast ? past() : now);
}

export const clock = (t) => new Date(t).toTimeString().slice(0, "hh:mm:ss".length);
