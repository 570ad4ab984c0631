/** What a mission measures and only the spans can tell. missions.toml has the words of watch. */

import { lost } from "./lost.js";
import { states } from "./states.js";
import { isInit } from "./story.js";

/** The number that a mission asks for, or null while it is not seen. */
export function measured(watch, story, places) {
  if (watch.init) {
    const init = story.spans.find((span) => isInit(span) && span.part === watch.init);
    return init ? Math.round(init.end - init.start) : null;
  }
  if (watch.asks_again) {
    const calls = story.spans.filter((span) => span.a["peer.service"] === watch.asks_again);
    const gone = calls.find((span) => lost(span)), read = gone && calls.find((span) => span.start >= gone.end && span.a["http.request.method"] === "GET");
    return read ? Number((read.start - gone.end).toPrecision(2)) : null; // often less than one
  }
  const found = states(story, places);
  if (watch.together) {
    const spans = watch.together.map((lane) => found[lane]?.[0]?.span);
    return spans[0] && spans.every((span) => span === spans[0]) ? Object.values(found).filter((list) => list.some((each) => each.span === spans[0])).length : null;
  }
  const [from, to] = watch.between.map((words) => {
    const [lane, word] = words.split(" ");
    return found[lane]?.find((each) => each.word === word)?.t;
  });
  return from < to ? Math.round(to - from) : null;
}
