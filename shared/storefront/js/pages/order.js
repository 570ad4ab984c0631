/** One order: a time line that moves by itself. */
import * as cart from "../cart.js";
import { fill, h, icon } from "../dom.js";
import { clock, country, duration, money, short } from "../format.js";
import { go } from "../router.js";
import * as session from "../session.js";
import { ask, block, busy, lines, notice, sentence, toast } from "../ui.js";

const SOON = 1_000; // milliseconds until it is read again while the shop is at work on it,
const LATER = 4_000; // and while somebody has to pack or deliver it
const SLOW = 10_000; // milliseconds after which the page says that it takes long
const FINAL = ["rejected", "cancelled", "delivered"];
const WORKING = ["pending", "cancelling"];
const NAMES = { pending: "Pending", confirmed: "Confirmed", shipped: "Shipped", delivered: "Delivered", rejected: "Rejected", cancelling: "Canceling", cancelled: "Canceled" };
const HEADS = {
  pending: ["Thanks for your order", "We're reserving your items and charging your card. That takes a few seconds. You can close this page; the order goes on without it."],
  confirmed: ["It's yours", "Paid, and ready to be packed. This page moves on by itself when the parcel leaves."],
  shipped: ["On its way", ""],
  delivered: ["Delivered", "We hope you like it."],
  cancelling: ["Canceling your order", "The bank is asked to give your money back."],
  cancelled: ["Canceled", "Your money is on its way back, and the items are back in stock."],
};
const REASONS = {
  out_of_stock: ["Someone was faster", "There isn't enough left in stock. Your card wasn't charged."],
  payment_declined: ["Your bank declined the card", "You weren't charged. Another card may work."],
  payment_unavailable: ["The bank can't be reached", "You weren't charged. Try again in a while."],
};

export async function order(at) {
  at.title("Order");
  const page = h("div", { "aria-busy": true }, h("h1.hide", "Order"), h("div.stack", lines(4)));
  at.show(page);
  let seen, behind;
  const read = async () => {
    const { data, meta } = await session.call("GET", `/orders/${at.id}`, { signal: at.signal });
    behind = Date.now() - Date.parse(meta.timestamp); // of our clock before the shop's
    return data;
  };
  const now = () => Date.now() - behind;
  const changed = (fresh) => {
    if (JSON.stringify(fresh) === JSON.stringify(seen)) return;
    const first = !seen;
    seen = fresh;
    at.title(`Order ${short(fresh.id)}`);
    fill(page, shown(fresh, now, changed, at));
    if (first) at.settled();
  };
  await block(page, at.signal, async () => {
    changed(await read());
    return [...page.childNodes];
  });
  const ticking = setInterval(() => tick(page, seen, now), 100);
  at.signal.addEventListener("abort", () => clearInterval(ticking));
  await follow(() => seen, read, changed, at.signal);
}

/** Reads the order again and again while it can change and the page is looked at. */
async function follow(seen, read, changed, signal) {
  while (!signal.aborted && !FINAL.includes(seen()?.status)) {
    await new Promise((done) => setTimeout(done, WORKING.includes(seen().status) ? SOON : LATER));
    if (!document.hidden && !signal.aborted) await read().then(changed, ignore);
  }
}

const ignore = (problem) => {
  if (!problem.passes && problem.name !== "AbortError") throw problem; // the next reading may do
};

function shown(found, now, changed, at) {
  const [title, text] = found.status === "rejected" ? REASONS[found.reason] : HEADS[found.status];
  const shipment = found.shipment && h("p", `${found.shipment.carrier}, tracking number `, h("span.mono", found.shipment.tracking));
  const mine = found.user_id === session.user()?.id;
  return [
    h("div.order-head",
      h("span.note", "Order ", h("span.mono", short(found.id))),
      h("h1", { tabindex: -1 }, title), text && h("p", text), shipment,
      found.status === "rejected" && mine && h("p", h("button.button", { type: "button", onclick: (event) => buyAgain(found, event.target) }, "Put the items back in the cart"))),
    h("div.hide", { role: "status" }, `${NAMES[found.status]}. ${title}`),
    track(found, now),
    h("div.split",
      h("div.stack", WORKING.includes(found.status) && happening(found), bill(found)),
      h("section.stack", { "aria-labelledby": "where" }, h("h2", { id: "where" }, "Shipping address"), address(found.shipping_address), cancel(found, changed, at))),
  ];
}

function track(found, now) {
  const path = ahead(found);
  return h("ol", { class: `track track-wide track-${path.length}` }, path.map((step, index) => {
    const state = step.at ? (index === found.history.length - 1 ? "now" : "done") : "next";
    const refused = step.status === "rejected";
    const settled = ["delivered", "cancelled"].includes(step.status) && step.at;
    const kind = refused ? "no" : settled ? "done" : state;
    const next = path[index + 1];
    return h("li", { class: `is-${kind}`, "aria-current": state === "now" ? "step" : null },
      h("span.dot", icon(refused ? "cross" : "tick")), h("strong", NAMES[step.status]),
      step.at && h("time.num", { datetime: step.at }, clock(step.at)),
      next && h("span.took.num", { "data-running": state === "now" ? step.at : null },
        next.at ? duration(Date.parse(next.at) - Date.parse(step.at)) : state === "now" && WORKING.includes(step.status) ? duration(Math.max(0, now() - Date.parse(step.at))) : ""));
  }));
}

/** What it has been through, and what may still come. */
function ahead({ history, status }) {
  const good = ["pending", "confirmed", "shipped", "delivered"];
  const rest = status === "rejected" || status === "cancelled" ? [] : status === "cancelling" ? ["cancelled"] : good.slice(good.indexOf(status) + 1);
  return [...history, ...rest.map((each) => ({ status: each }))];
}

const happening = (found) => h("section.now", { "aria-label": "What happens now" },
  h("h2", found.status === "pending" ? "What happens now" : "What happens to your money"),
  h("ul",
    h("li", icon("tick"), h("span", found.status === "pending" ? "We received your order" : "We received your cancellation"), h("time.note.num", clock(found.history.at(-1).at))),
    h("li", h("span.spin"), h("span", found.status === "pending" ? `Your items are reserved and ${money(found.total)} is charged` : `${money(found.total)} goes back to your card`), h("span.note.num", { "data-running": found.history.at(-1).at })),
    h("li.soft", h("span.wait"), h("span", "You hear from us, here and in your messages"), h("span"))),
  h("p.note", { "data-slow": found.history.at(-1).at }, found.status === "pending" ? "If one of the two fails, you aren't charged and the items go back in stock." : "The items go back in stock."));

/** Every tenth of a second: the clocks that run, and the sentence for when it takes long. */
function tick(page, seen, now) {
  if (!seen || !WORKING.includes(seen.status)) return;
  for (const clock of page.querySelectorAll("[data-running]")) clock.textContent = duration(Math.max(0, now() - Date.parse(clock.dataset.running)));
  const slow = page.querySelector("[data-slow]");
  if (slow && now() - Date.parse(slow.dataset.slow) > SLOW) {
    slow.textContent = "The bank is slow today. Your order is safe and goes on by itself; you can close this page.";
    delete slow.dataset.slow;
  }
}

const bill = ({ lines, total, currency }) => h("section", { "aria-labelledby": "what" }, h("h2", { id: "what" }, "Your items"),
  h("table.bill",
    h("tbody", lines.map((line) => h("tr", h("td", h("a", { href: `products/${line.product_id}` }, line.name), line.quantity > 1 && ` × ${line.quantity}`), h("td.num", money(line.line_total, currency))))),
    h("tfoot", h("tr", h("th", { scope: "row" }, "Total"), h("td.num", money(total, currency))))));

export function address(to) {
  if (!to) return h("p.soft", "No longer kept.");
  const texts = [to.name, to.line1, to.line2, `${to.postal_code} ${to.city}`, country(to.country)].filter(Boolean);
  return h("address", texts.map((text) => [text, h("br")]));
}

function cancel(found, changed, at) {
  if (!["pending", "confirmed"].includes(found.status)) return null;
  const send = async () => {
    const { data } = await session.call("POST", `/orders/${found.id}/cancellation`);
    changed(data);
    if (data.status === "pending") toast(icon("tick"), "It is canceled as soon as the payment is settled.");
    return true;
  };
  const sure = () => ask("Cancel this order?", `You get ${money(found.total)} back.`, [], "Cancel the order", send, { 409: "It's too late: the order has left." });
  return h("div", h("button.link", { type: "button", onclick: sure }, "Cancel this order"), h("p.note", "Possible until it ships."));
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
