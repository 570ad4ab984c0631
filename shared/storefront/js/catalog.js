/** Caches the products that this tab has read, for the images and prices of cart lines. */
import { send } from "./api.js";

const SCANNED = 3; // pages of 100 that are searched for categories
const FRESH = 60_000; // milliseconds
const seen = new Map();
let scan = { at: -FRESH };

export async function list(query, signal) {
  const page = await send("GET", "/products", { query, signal });
  page.data.forEach((product) => seen.set(product.id, product));
  return page;
}

export async function find(id, signal) {
  if (!seen.has(id)) seen.set(id, (await send("GET", `/products/${id}`, { signal })).data);
  return seen.get(id);
}

/** Without an id: all of them. */
export const forget = (id) => (id ? seen.delete(id) : seen.clear(), (scan = { at: -FRESH }));

/** The categories as {names, counts, whole}; whole is true if every product was counted. */
export function categories() {
  if (performance.now() - scan.at < FRESH) return scan.found;
  scan = { at: performance.now(), found: look() };
  scan.found.catch(() => (scan = { at: -FRESH }));
  return scan.found;
}

async function look() {
  const counts = new Map();
  let cursor;
  for (let page = 0; page < SCANNED; page += 1) {
    const { data, meta } = await list({ limit: 100, cursor });
    for (const { category } of data) counts.set(category, (counts.get(category) ?? 0) + 1);
    cursor = meta.next_cursor;
    if (!cursor) break;
  }
  const names = [...counts.keys()].sort((one, other) => one.localeCompare(other));
  return { names, counts, whole: !cursor, total: [...counts.values()].reduce((sum, n) => sum + n, 0) };
}
