/**
 * Tells the shop what its visitor does, a few events at a time. A browser that asks not to be tracked
 * (Global Privacy Control, or Do Not Track) sends nothing.
 */
import * as session from "./session.js";

const WAIT = 3_000; // milliseconds that events wait for more
const FEW = 20; // events that are sent at once
const MOST = 100; // that wait while the shop is down; the oldest are dropped
const KEY = "visit"; // in sessionStorage: a random name for what happens in this tab
const kept = [];
let timer, sending;

const isUnwanted = () => navigator.globalPrivacyControl === true || navigator.doNotTrack === "1";

/** kind: as in openapi.yaml. id: of the product it is about. */
export function note(kind, id) {
  if (isUnwanted()) return;
  kept.push({ id: crypto.randomUUID(), kind, ...(id && { product_id: id }), session: visit(), at: new Date().toISOString() });
  kept.splice(0, kept.length - MOST);
  if (kept.length >= FEW) flush();
  else soon(WAIT);
}

async function flush(keepalive = false) {
  clearTimeout(timer);
  timer = undefined;
  if (!kept.length || (sending && !keepalive)) return;
  const events = [...kept];
  const sent = () => events.forEach((each) => kept.includes(each) && kept.splice(kept.indexOf(each), 1));
  sending = true;
  try {
    await session.call("POST", "/events", { body: { events }, keepalive });
    sent();
  } catch (problem) {
    if (problem.passes) soon((problem.again || 5) * 1000); // the ids stay: none counts twice
    else sent();
  } finally {
    sending = false;
  }
  if (kept.length) soon(WAIT);
}

const soon = (milliseconds) => (timer ??= setTimeout(() => flush(), milliseconds));

function visit() {
  const known = sessionStorage.getItem(KEY) ?? crypto.randomUUID();
  sessionStorage.setItem(KEY, known);
  return known;
}

addEventListener("pagehide", () => flush(true)); // keepalive: it is sent although the page goes
