/** The line to the control room: its events, and what it is asked to do. Each request has the token. */

const KEPT = "control-room-token";
const AGAIN = 1000; // milliseconds before the stream is opened anew

/** The token of the link that `make stageN` printed. It goes out of the address, and stays with this
 * origin, so that a link from the course, which has none, opens once that one was opened. */
export function token() {
  const given = new URLSearchParams(location.hash.slice(1));
  const found = given.get("token");
  if (!found) return localStorage.getItem(KEPT);
  localStorage.setItem(KEPT, found);
  given.delete("token");
  history.replaceState(null, "", given.size ? `#${given}` : location.pathname);
  return found;
}

const headers = () => ({ Authorization: `Bearer ${localStorage.getItem(KEPT)}` });

/** The id of the mission that the address asks for, or null. */
export const wanted = () => new URLSearchParams(location.hash.slice(1)).get("mission");

/** Begins anew with a token that comes later: in another tab, or in this one's address. */
addEventListener("storage", (event) => event.key === KEPT && event.newValue && location.reload());
addEventListener("hashchange", () => new URLSearchParams(location.hash.slice(1)).has("token") && location.reload());

/** on[kind](data) for each event, for as long as the page is open. on.lost() when there is no answer. */
export async function listen(on) {
  for (;;) {
    try {
      const answer = await fetch("stream", { headers: headers(), cache: "no-store" });
      if (answer.status === 403) return on.refused();
      await read(answer.body.pipeThrough(new TextDecoderStream()).getReader(), on);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // fetch throws it if there is no answer
    }
    on.lost();
    await new Promise((done) => setTimeout(done, AGAIN));
  }
}

/** https://html.spec.whatwg.org/multipage/server-sent-events.html, as far as it is sent here. */
async function read(reader, on) {
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const events = (rest + value).split("\n\n");
    rest = events.pop();
    for (const event of events) {
      const [, kind, data] = event.match(/^event: (\w+)\ndata: (.*)$/) ?? [];
      if (kind) on[kind]?.(JSON.parse(data));
    }
  }
}

/** {done: true, …}, or {refused: "why"}. */
export async function ask(what) {
  const content = { "Content-Type": "application/json" };
  return answered("do", { method: "POST", body: JSON.stringify(what), headers: { ...headers(), ...content } });
}

/** {file, text} of a node of the map. */
export const source = (node) => answered(`source?${encodeURIComponent(node)}`, { headers: headers() });

/** {stage: {map, cursor, spans}, or {start}}: what has arrived in each stage since those cursors. */
export const others = (cursors) => answered(`others?${new URLSearchParams(cursors)}`, { headers: headers() });

async function answered(path, options) {
  try {
    return await (await fetch(path, options)).json();
  } catch {
    return { refused: "The control room is not responding." };
  }
}
