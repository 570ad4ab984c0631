/** One order, with a timeline that updates by itself. */
import * as cart from "../cart.js";
import { fill, h, icon } from "../dom.js";
import { country, money, short } from "../format.js";
import { ask, busy, sentence } from "../forms.js";
import { go } from "../router.js";
import * as session from "../session.js";
import { block, lines, notice, toast } from "../ui.js";
import { happening, NAMES, tick, track, WORKING } from "./timeline.js";

const SOON = 1_000; // milliseconds between two reads while the shop processes it,
const LATER = 4_000; // and while it waits for staff
const SMALL = 20_000; // cents up to which support cancels
const FINAL = ["rejected", "cancelled", "delivered"];
const HEADS = {
  pending: ["Thanks for your order", "We're reserving your items and charging your card. This takes a few seconds. You can close this page; we'll carry on without it."],
  confirmed: ["Your order is confirmed", "Paid and ready to be packed. This page updates when it ships."],
  shipped: ["On its way", ""],
  delivered: ["Delivered", "We hope you like it."],
  cancelling: ["Canceling your order", "We've asked the bank to refund you."],
  cancelled: ["Canceled", "Anything you paid is on its way back to your card."],
};
const REASONS = {
  out_of_stock: ["Sorry, we just ran out", "There isn't enough left in stock. Your card wasn't charged."],
  payment_declined: ["Your bank declined the card", "You weren't charged. Try another card."],
  payment_unavailable: ["We couldn't reach the bank", "You weren't charged. Try again in a few minutes."],
};

export async function order(at) {
  at.title("Order");
  const page = h("div", { "aria-busy": true }, h("h1.hide", "Order"), h("div.stack", lines(4)));
  const said = h("div.hide", { role: "status" });
  at.show(page, said);
  let seen, behind;
  const read = async () => {
    const { data, meta } = await session.call("GET", `/orders/${at.id}`, { signal: at.signal });
    behind = Date.now() - Date.parse(meta.timestamp); // milliseconds by which our clock is ahead of the shop's
    return data;
  };
  const now = () => Date.now() - behind;
  const changed = (fresh) => {
    if (JSON.stringify(fresh) === JSON.stringify(seen)) return;
    seen = fresh;
    at.title(`Order ${short(fresh.id)}`);
    refill(page, shown(fresh, now, changed, at));
    said.textContent = `${NAMES[fresh.status]}. ${page.querySelector("h1").textContent}`;
  };
  await block(page, at.signal, async () => {
    changed(await read());
    return [...page.childNodes];
  });
  at.settled();
  const ticking = setInterval(() => tick(page, seen, now), 100);
  at.signal.addEventListener("abort", () => clearInterval(ticking));
  await follow(() => seen, read, changed, at.signal);
}

/** Replaces the content. The focus stays on the element with the same text, or goes to the heading. */
function refill(page, content) {
  const before = document.activeElement;
  const had = page.contains(before);
  fill(page, content);
  const same = [...page.querySelectorAll(before.tagName)].find((one) => one.textContent === before.textContent);
  if (had) (same ?? page.querySelector("h1")).focus({ preventScroll: true });
}

/** Polls the order while it can change and the page is visible. */
async function follow(seen, read, changed, signal) {
  while (!signal.aborted && !FINAL.includes(seen()?.status)) {
    await new Promise((done) => setTimeout(done, WORKING.includes(seen().status) ? SOON : LATER));
    if (!document.hidden && !signal.aborted) await read().then(changed, ignore);
  }
}

const ignore = (problem) => {
  if (!problem.passes && problem.name !== "AbortError") throw problem; // the next read may succeed
};

function shown(found, now, changed, at) {
  const shipment = found.shipment && h("p", `${found.shipment.carrier}, tracking number `, h("span.mono", found.shipment.tracking));
  const mine = found.user_id === session.user()?.id;
  const [title, text] = mine ? toCustomer(found) : [NAMES[found.status], found.reason && `Reason: ${found.reason.replaceAll("_", " ")}.`];
  return [
    h("a.crumb", { href: mine ? "orders" : "staff" }, icon("back", true), "Orders"),
    h("div.order-head",
      h("span.note", "Order ", h("span.mono", short(found.id))),
      h("h1", { tabindex: -1 }, title), text && h("p", text), shipment,
      found.status === "rejected" && mine && h("p", h("button.button", { type: "button", onclick: (event) => buyAgain(found, event.target) }, "Put the items back in your cart"))),
    track(found, now),
    h("div.split",
      h("div.stack", WORKING.includes(found.status) && happening(found), bill(found, mine)),
      h("section.stack", { "aria-labelledby": "where" }, h("h2", { id: "where" }, "Shipping address"), address(found.shipping_address), cancel(found, mine, changed, at))),
  ];
}

const toCustomer = ({ status, reason }) => (status === "rejected" ? REASONS[reason] : HEADS[status]);

const bill = ({ lines, total, currency }, mine) => h("section", { "aria-labelledby": "what" }, h("h2", { id: "what" }, mine ? "Your items" : "Items"),
  h("table.bill",
    h("tbody", lines.map((line) => h("tr", h("td", h("a", { href: `products/${line.product_id}` }, line.name), line.quantity > 1 && ` × ${line.quantity}`), h("td.num", money(line.line_total, currency))))),
    h("tfoot", h("tr.bill-free", h("td", "Shipping"), h("td", "Free")), h("tr", h("th", { scope: "row" }, "Total"), h("td.num", money(total, currency))))));

export function address(to) {
  if (!to) return h("p.soft", "No longer stored.");
  const texts = [to.name, to.line1, to.line2, `${to.postal_code} ${to.city}`, country(to.country)].filter(Boolean);
  return h("address", texts.map((text) => [text, h("br")]));
}

function cancel(found, mine, changed, at) {
  if (!["pending", "confirmed"].includes(found.status)) return null;
  if (!mine && !session.has("admin") && !(session.has("support") && found.total <= SMALL)) return null;
  const send = async () => {
    const { data } = await session.call("POST", `/orders/${found.id}/cancellation`);
    changed(data);
    if (data.status === "pending") toast(icon("tick"), "We'll cancel it as soon as the payment settles.");
    return true;
  };
  const back = `${mine ? "You'll get" : "The customer gets"} ${money(found.total)} back.`;
  const sure = async () => {
    if (await confirmed()) at.main.querySelector("h1").focus(); // the button that was pressed is gone
  };
  const confirmed = () => ask("Cancel this order?", back, [], "Cancel the order", send, { 409: "It's too late: the order has already shipped." }, "Keep the order");
  return h("div", h("button.link", { type: "button", onclick: sure }, "Cancel this order"), h("p.note", "You can cancel until it ships."));
}

async function buyAgain(found, button) {
  try {
    const gone = await busy(button, () => cart.putBack(found.lines));
    if (gone.length) toast(icon("alert"), `No longer sold: ${gone.join(", ")}`);
    go("cart");
  } catch (problem) {
    button.after(notice("no", "That didn't work", sentence(problem)));
  }
}
