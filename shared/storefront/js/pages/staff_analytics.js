/** For the catalog's staff: how far today's visitors came, and what is trending. */
import { h } from "../dom.js";
import { number } from "../format.js";
import * as session from "../session.js";
import { block, lines } from "../ui.js";

const STEPS = {
  product_viewed: "Viewed a product",
  product_added: "Added one to the cart",
  checkout_begun: "Began the checkout",
  order_placed: "Placed an order",
};

export async function staffAnalytics(at) {
  at.title("Visitors · Staff");
  const [funnel, trending] = [0, 1].map(() => h("div", { "aria-busy": true }, lines(4)));
  at.show(h("div.desk", h("div.account-head", h("h1", "Visitors"), h("a.button.button-quiet", { href: "staff/products" }, "Products")),
    h("h2", "In the last day"), funnel, h("h2", "Trending in the last hour"), trending));
  const read = async (path) => (await session.call("GET", `/analytics/${path}`, { signal: at.signal })).data;
  await Promise.all([
    block(funnel, at.signal, async () => steps((await read("funnel")).steps)),
    block(trending, at.signal, async () => products(await read("trending?window=1h"))),
  ]);
  if (!at.signal.aborted) at.settled();
}

const steps = (found) => [h("table.ledger",
  h("thead", h("tr", h("th", "Step"), h("th", "Visitors"), h("th", "Events"))),
  h("tbody", found.map(({ kind, visitors, events }) => h("tr", h("td", STEPS[kind]), h("td.num", number(visitors)), h("td.num", number(events))))))];

const products = (found) => (found.length
  ? [h("ol.rows", found.map((one) => h("li", h("a.row", { href: `staff/products/${one.product_id}` },
    h("span.row-what", one.name), h("span.row-end.num", number(one.events))))))]
  : [h("p.note", "Nothing yet.")]);
