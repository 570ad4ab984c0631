/** Where a span happened: which node of the map, which store, which queue. */

export class Places {
  constructor(map) {
    Object.assign(this, map);
    this.list = Object.entries(map.nodes).map(([id, node]) => ({ id, ...node }));
    this.byId = Object.fromEntries(this.list.map((node) => [node.id, node]));
  }

  /** The node that a span belongs to, or null: nothing is drawn where the map has no place. */
  of(span) {
    const mine = this.list.filter((node) => (node.service ?? node.function) === span.part || (node.part === span.part && !KEPT.has(node.kind)));
    const file = String(span.a["code.file.path"] ?? "");
    const room = mine.find((node) => node.code && file.includes(node.code));
    const door = span.kind === "SERVER" && mine.find((node) => node.kind === "door");
    return door || room || mine.find((node) => !node.code && node.kind !== "door") || mine[0] || null;
  }

  /** The node of a part that is called by its name. */
  called(name) {
    return this.list.find((node) => node.id === name || node.function === name || (node.part === name && !KEPT.has(node.kind))) ?? null;
  }

  /** The row a table belongs to; null for one that belongs to the part that writes it. */
  row(table) {
    const own = table.replace(/^shop-/, "");
    return this.tables[own] ?? (own in this.rows ? own : null);
  }

  /** What a span of a database asks: the stores its rows lie in, else the node's own, or the cache. */
  asked(span, node, rows) {
    const isCached = span.a["db.system.name"] === "redis" && !rows.length && !this.row(String(span.a["db.collection.name"] ?? ""));
    return isCached && this.byId.cache ? [this.byId.cache] : this.stores(node, rows);
  }

  /** The stores that rows lie in; without rows, the store of the node. */
  stores(node, rows) {
    const lanes = new Set(rows.map((row) => this.row(row.table) ?? node?.row));
    if (!lanes.size) lanes.add(node?.row);
    return this.list.filter((each) => each.kind === "store" && each.of.some((row) => lanes.has(row)));
  }

  /** The queues and streams that a message is in: Celery names the task, "orders.settle" in "orders".
   * reader: the part that takes it, if it is known. */
  queues(span, reader) {
    const system = span.a["messaging.system"], name = span.a["messaging.destination.name"];
    const named = this.list.filter((node) => node.by === system && node.carries.some((each) => name === each || String(name).startsWith(`${each}.`)));
    const mine = named.filter((node) => node.reader === reader);
    return reader && mine.length ? mine : named.filter((node) => !reader || !node.reader);
  }

  /** The store whose stream of changes a message came by: dynamodb_streams. */
  streaming(span) {
    const row = this.row(String(span.a["messaging.destination.name"] ?? ""));
    return this.list.find((node) => node.kind === "store" && node.of.length === 1 && node.of[0] === row) ?? null;
  }
}

const KEPT = new Set(["store", "queue", "stream"]); // they lie in a part, and are not it
