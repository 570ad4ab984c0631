/** The user's notifications about their orders. */
import { h } from "../dom.js";
import { moment, short } from "../format.js";
import * as session from "../session.js";
import { lines } from "../ui.js";
import { pages } from "./list.js";
import { tabs } from "./orders.js";

export async function messages(at) {
  at.title("Messages");
  const list = h("div", { "aria-busy": true }, lines(4));
  at.show(h("div.desk", h("h1", "Messages"), tabs("messages"), list));
  const read = (cursor) => session.call("GET", `/users/${session.user().id}/notifications`, { query: { cursor }, signal: at.signal });
  await pages(list, at, read, row, () => h("div.empty", h("h2", "No messages yet"), h("p", "We'll write when something happens to an order.")));
}

const row = (message) => h("li", h("a.row.row-message", { href: `orders/${message.order_id}` },
  h("span.row-what", message.text),
  h("span.note", "Order ", h("span.mono", short(message.order_id))),
  h("span.row-end.note.num", moment(message.sent_at))));
