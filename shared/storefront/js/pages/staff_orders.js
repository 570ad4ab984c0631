/** For staff: orders to ship, orders in transit, and all orders. */
import { fill, h, icon } from "../dom.js";
import { moment, money, short } from "../format.js";
import { busy, field, form, sentence } from "../forms.js";
import * as session from "../session.js";
import { lines, toast } from "../ui.js";
import { pages } from "./list.js";
import { address } from "./order.js";
import { badge, things } from "./orders.js";

const TABS = [["", "To ship", "confirmed"], ["shipped", "On the way", "shipped"], ["all", "All", ""]];
const EMPTY = { "": "Nothing to ship", shipped: "Nothing on the way", all: "No orders yet" };
const LATE = { 409: "Someone else has just updated this order. Reload the page to see it." };

export async function staffOrders(at) {
  at.title("Orders · Staff");
  const show = at.query.get("show") ?? "";
  const status = TABS.find(([name]) => name === show)?.[2] ?? "";
  const list = h("div", { "aria-busy": true }, lines(5));
  at.show(h("div.desk", h("div.account-head", h("h1", "Orders"), session.has("admin") && h("a.button.button-quiet", { href: "staff/exports" }, "Export")),
    h("nav.tabs", { "aria-label": "Which orders" }, TABS.map(([name, label]) =>
      h("a", { href: name ? `staff?show=${name}` : "staff", "aria-current": name === show ? "page" : null }, label))),
    list));
  const head = h("div.ship.ship-head", { "aria-hidden": true }, ["Order", "Ordered", "Ships to", "Items", "Total", ""].map((name) => h("span", name)));
  await pages(list, at, (cursor) => session.call("GET", "/orders", { query: { status, cursor }, signal: at.signal }), row,
    () => h("div.empty", h("h2", EMPTY[show] ?? EMPTY.all), h("p", "New orders appear once they're paid.")), head);
}

function row(order) {
  const act = h("span.ship-act");
  const to = order.shipping_address;
  const made = h("li.ship",
    h("a.mono", { href: `orders/${order.id}` }, short(order.id)),
    h("span.note.num", moment(order.created_at)),
    h("span.ship-where", to ? `${to.city}, ${to.country}` : "–"),
    h("span.ship-things", things(order)),
    h("span.ship-total.num", money(order.total, order.currency)), act);
  offer(order, made, act);
  return made;
}

function offer(order, row, act) {
  const quiet = (text, work) => h("button.button.button-quiet.button-small", { type: "button", "aria-label": `${text} order ${short(order.id)}`, onclick: work }, text);
  const may = session.has("warehouse", "admin") && order.user_id !== session.user()?.id;
  if (!may) fill(act, badge(order.status));
  else if (order.status === "confirmed") fill(act, quiet("Ship", () => open(order, row, act)));
  else if (order.status === "shipped") fill(act, quiet("Mark delivered", (event) => deliver(order, row, act, event.currentTarget)));
  else fill(act, badge(order.status));
}

function open(order, row, act) {
  const close = () => {
    row.classList.remove("ship-open");
    made.remove();
    offer(order, row, act);
    act.querySelector("button")?.focus();
  };
  const made = form({ class: "ship-form" }, [
    h("div.ship-to", address(order.shipping_address)),
    field("Carrier", { name: "carrier", required: true, maxlength: 100, value: sessionStorage.getItem("carrier") ?? "" }, { empty: "Enter the carrier." }),
    field("Tracking number", { name: "tracking", required: true, maxlength: 100 }, { empty: "Enter the tracking number." }),
  ], "Mark as shipped", async (body) => {
    const { data } = await session.call("POST", `/orders/${order.id}/shipment`, { body });
    sessionStorage.setItem("carrier", body.carrier);
    moved(data, row, `Order ${short(order.id)} is on its way.`);
  }, LATE);
  made.append(h("button.button.button-quiet", { type: "button", onclick: close }, "Cancel"));
  row.classList.add("ship-open");
  fill(act);
  row.append(made);
  made.elements.carrier.value ? made.elements.tracking.focus() : made.elements.carrier.focus();
}

async function deliver(order, row, act, button) {
  try {
    const { data } = await busy(button, () => session.call("POST", `/orders/${order.id}/delivery`));
    moved(data, row, `Order ${short(order.id)} is delivered.`);
  } catch (problem) {
    toast(icon("alert"), LATE[problem.status] ?? sentence(problem));
  }
}

function moved(order, row, text) {
  row.classList.remove("ship-open");
  row.querySelector("form")?.remove();
  fill(row.querySelector(".ship-act"), badge(order.status));
  row.querySelector("a").focus(); // the pressed button is gone
  toast(icon("tick"), text);
}
