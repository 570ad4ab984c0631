/**
 * The cart: stored in the shop for a signed-in user, in this browser for a visitor. A visitor's
 * lines move into the user's cart at sign-in.
 */
import { send } from "./api.js";
import * as session from "./session.js";

const KEY = "cart"; // in localStorage: {product id: quantity}
const MOST = 99; // of one product
const channel = new BroadcastChannel("cart");
const listeners = new Set();
let known = null; // units in it, as last read
let taking = false; // true while a visitor's lines move into a user's cart
let moving = Promise.resolve(); // resolves when a visitor's lines have moved

channel.onmessage = ({ data }) => count(data, false);
export const onChange = (listener) => listeners.add(listener);
export const units = () => known;
export const isLocal = () => !session.user();

/** {lines, total, currency}; a line without a price is no longer sold. */
export async function read(signal) {
  await moving;
  return readNow(signal);
}

async function readNow(signal) {
  const cart = isLocal() ? await localCart(signal) : (await session.call("GET", path(), { signal })).data;
  return counted(cart);
}

/** Sets the quantity of a product; 0 removes it. Returns the new cart. */
export async function put(id, quantity, signal) {
  await moving;
  return putNow(id, quantity, signal);
}

async function putNow(id, quantity, signal) {
  const wanted = Math.min(quantity, MOST);
  if (isLocal()) {
    keep({ ...kept(), [id]: wanted });
    return readNow(signal);
  }
  if (wanted > 0) {
    const { data } = await session.call("PUT", `${path()}/items/${id}`, { body: { quantity: wanted } });
    return counted(data);
  }
  await session.call("DELETE", `${path()}/items/${id}`).catch(ignore(404));
  return readNow(signal);
}

export async function add(id, quantity) {
  await moving;
  return addNow(id, quantity);
}

async function addNow(id, quantity) {
  const cart = isLocal() ? null : await readNow();
  const before = cart ? cart.lines.find((line) => line.product_id === id)?.quantity : kept()[id];
  const wanted = Math.min((before ?? 0) + quantity, MOST);
  if (cart) return putNow(id, wanted);
  keep({ ...kept(), [id]: wanted });
  count(Object.values(kept()).reduce((sum, each) => sum + each, 0));
}

/** Moves a visitor's lines after a sign-in. Reads of the cart wait until it is done. */
export function takeOver() {
  moving = take().catch(() => {}); // lines that could not be moved stay here until next time
}

async function take() {
  taking = true; // else the number in the header would drop, and rise again
  try {
    for (const [id, quantity] of Object.entries(kept())) {
      await addNow(id, quantity).catch(ignore(404, 422));
      keep({ ...kept(), [id]: 0 });
    }
  } finally {
    taking = false;
  }
  await readNow();
}

/** Puts an order's lines back into the cart. Returns the names of products no longer sold. */
export async function putBack(lines) {
  const gone = [];
  for (const line of lines) {
    await add(line.product_id, line.quantity).catch((problem) => {
      if (problem.status !== 404) throw problem;
      gone.push(line.name);
    });
  }
  return gone;
}

export const ordered = () => count(0);

const path = () => `/users/${session.user().id}/cart`;
const kept = () => JSON.parse(localStorage.getItem(KEY) ?? "{}");
const ignore = (...statuses) => (problem) => {
  if (!statuses.includes(problem.status)) throw problem;
};

function keep(chosen) {
  const left = Object.entries(chosen).filter(([, quantity]) => quantity > 0);
  localStorage.setItem(KEY, JSON.stringify(Object.fromEntries(left)));
}

async function localCart(signal) {
  const found = await Promise.all(Object.entries(kept()).map((line) => localLine(line, signal)));
  const lines = found.filter(Boolean);
  return { lines, currency: "EUR", total: lines.reduce((sum, line) => sum + line.line_total, 0) };
}

async function localLine([id, quantity], signal) {
  const found = await send("GET", `/products/${id}`, { signal }).catch(ignore(404));
  if (!found) return void keep({ ...kept(), [id]: 0 });
  const { name, price } = found.data;
  return { product_id: id, name, quantity, unit_price: price, line_total: price * quantity };
}

function counted(cart) {
  count(cart.lines.reduce((sum, line) => sum + line.quantity, 0));
  return cart;
}

function count(now, tell = true) {
  if (taking) return;
  if (tell && now !== known) channel.postMessage(now);
  known = now;
  listeners.forEach((listener) => listener(now));
}
