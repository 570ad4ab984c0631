/** A story: all spans that belong to one request, and to what came of it after the answer. */

/** Puts spans into stories. A trace is one; what a worker does for an order later, in a trace of its
 * own, belongs to the story in which the order was placed. What a client asks later does not. */
export class Stories {
  constructor() {
    this.all = []; // oldest first
    this.ofTrace = new Map();
  }

  /** The story of the order with that id, if it is known. */
  ofOrder(id) {
    return this.all.find((story) => story.isOrder && story.orders.has(id));
  }

  /** The stories that have grown. */
  add(spans) {
    const grown = new Set();
    for (const span of spans) {
      const story = this.ofTrace.get(span.trace) ?? this.begun(span.trace);
      story.add(span);
      grown.add(story);
    }
    for (const later of this.all.filter((story) => story.isLater)) {
      const first = this.all.find((story) => story !== later && later.isOf(story));
      if (first) this.join(first, later, grown);
    }
    return [...grown];
  }

  begun(trace) {
    if (this.all.length === MOST) this.forget(this.all.find((each) => !each.isOrder) ?? this.all[0]);
    const story = new Story();
    this.ofTrace.set(trace, story);
    this.all.push(story);
    return story;
  }

  join(into, from, grown) {
    for (const span of from.spans) into.add(span);
    for (const [trace, story] of this.ofTrace) if (story === from) this.ofTrace.set(trace, into);
    this.all = this.all.filter((story) => story !== from);
    grown.delete(from);
    grown.add(into);
  }

  forget(story) {
    this.all = this.all.filter((each) => each !== story);
    for (const [trace, each] of this.ofTrace) if (each === story) this.ofTrace.delete(trace);
  }
}

const MOST = 120; // stories; orders are forgotten last

export class Story {
  constructor() {
    this.spans = [];
    this.ids = new Set();
    this.heard = 0; // when the last span arrived
    this.orders = new Set(); // ids
  }

  /** A span that arrives twice is kept once. */
  add(span) {
    if (this.ids.has(span.id)) return;
    this.ids.add(span.id);
    this.spans.push(span);
    this.spans.sort((one, other) => one.start - other.start || other.end - one.end);
    this.heard = Date.now();
    if (span.a["shop.order_id"]) this.orders.add(span.a["shop.order_id"]);
  }

  get start() {
    return this.spans[0].start;
  }

  /** Milliseconds from its first moment to the last that is known. */
  get length() {
    return Math.max(...this.spans.map((span) => span.end)) - this.start;
  }

  /** What a client sent, and what the rest follows from. */
  get root() {
    return this.spans.find((span) => span.kind === "SERVER") ?? this.spans[0];
  }

  /** Begun by no client: its first span is known, and is none that answers a request. */
  get isLater() {
    return this.spans.some((span) => !span.parent && span.kind !== "SERVER") && !this.spans.some((span) => span.kind === "SERVER" && !span.parent);
  }

  /** Does it go on with what that story has begun? */
  isOf(story) {
    const links = this.spans.flatMap((span) => span.links);
    return links.some((trace) => story.traces.has(trace)) || (story.isOrder && [...this.orders].some((order) => story.orders.has(order)));
  }

  get traces() {
    return new Set(this.spans.map((span) => span.trace));
  }

  get isOrder() {
    return !this.root.a["shop.replayed"] && this.root.a["http.request.method"] === "POST" && /\/orders$/.test(pathOf(this.root));
  }

  get title() {
    const { a, name } = this.root, method = a["http.request.method"];
    return method ? `${method} ${short(pathOf(this.root))}` : name;
  }

  get status() {
    return this.root.a["http.response.status_code"];
  }

  /** Milliseconds until the client had its answer; null where no client asked. */
  get answered() {
    return this.root.kind === "SERVER" ? this.root.end - this.start : null;
  }
}

export const pathOf = (span) => String(span.a["http.route"] ?? span.a["url.path"] ?? "").replace(/^(\/api)?\/v1(?=\/users|\/orders|\/products|\/tokens|\/internal)/, "");

/** A path with "…" for what is an id, or a name of one. */
export const short = (path) => path.replace(/<[^>]*>|\{[^}]*\}|(?<=\/)[\w-]*\d[\w-]{9,}/g, "…");

/** "POST …/orders": without the user whose orders they are, so that it fits into a list. */
export const brief = (title) => title.replace(" /users/…/", " …/");

/** "PUT /reservations/…": what was asked for, by method and path, or as the span has it. */
export function request(span) {
  const path = short(pathOf(span)).replace("/internal", "");
  return path ? `${span.a["http.request.method"]} ${path}` : span.name;
}

/** Is it the start of a copy of a function, which its first event had to wait for? */
export const isInit = (span) => span.name === "init" && span.a["faas.coldstart"] === true;

/** The rows that a span has written. */
export function rowsOf(span) {
  try {
    const rows = JSON.parse(span.a["shop.rows"] ?? "[]");
    return Array.isArray(rows) ? rows : [];
  } catch {
    return [];
  }
}
