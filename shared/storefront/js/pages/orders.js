/** All orders of the user, newest first. */
import { h } from "../dom.js";
import { moment, money, short } from "../format.js";
import * as session from "../session.js";
import { empty, lines } from "../ui.js";
import { pages } from "./list.js";

export const STATES = { pending: "Pending", confirmed: "Confirmed", rejected: "Rejected", cancelling: "Canceling", cancelled: "Canceled", shipped: "On its way", delivered: "Delivered" };
const KINDS = { rejected: "no", cancelled: "off", delivered: "yes", confirmed: "yes", shipped: "yes" };

export const tabs = (current) => h("nav.tabs", { "aria-label": "Orders and messages" },
  [["orders", "Orders"], ["messages", "Messages"]].map(([path, name]) => h("a", { href: path, "aria-current": path === current ? "page" : null }, name)));

export async function orders(at) {
  at.title("Orders");
  const list = h("div", { "aria-busy": true }, lines(4));
  at.show(h("div.desk", h("h1", "Orders"), tabs("orders"), list));
  await pages(list, at, (cursor) => session.call("GET", `/users/${session.user().id}/orders`, { query: { cursor }, signal: at.signal }), row,
    () => {
      const made = empty(null, "No orders yet", "When you order something, you can follow it here.", h("a.button", { href: "./" }, "Browse the shop"));
      made.querySelector("h1").replaceWith(h("h2", "No orders yet"));
      return made;
    });
}

const row = (order) => h("li", h("a.row", { href: `orders/${order.id}` },
  h("span.mono", short(order.id)),
  h("span.note.num", moment(order.created_at)),
  h("span.row-what", things(order)),
  badge(order.status),
  h("span.row-end.num", money(order.total, order.currency))));

export const badge = (status) => h("span", { class: `badge badge-${KINDS[status] ?? "now"}` }, STATES[status]);

export const things = ({ lines }) => lines.map((line) => (line.quantity > 1 ? `${line.name} × ${line.quantity}` : line.name)).join(", ");
