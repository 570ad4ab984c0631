/** The timeline of an order: its history, its possible next states, and running clocks. */
import { h, icon } from "../dom.js";
import { clock, duration, money } from "../format.js";

const SLOW = 10_000; // milliseconds after which the page says that it takes longer than usual
export const WORKING = ["pending", "cancelling"];
export const NAMES = { pending: "Pending", confirmed: "Confirmed", shipped: "Shipped", delivered: "Delivered", rejected: "Rejected", cancelling: "Canceling", cancelled: "Canceled" };

export function track(found, now) {
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

/** The order's past and possible next states. */
function ahead({ history, status }) {
  const good = ["pending", "confirmed", "shipped", "delivered"];
  const rest = status === "rejected" || status === "cancelled" ? [] : status === "cancelling" ? ["cancelled"] : good.slice(good.indexOf(status) + 1);
  return [...history, ...rest.map((each) => ({ status: each }))];
}

export const happening = (found) => h("section.now", { "aria-label": "What happens now" },
  h("h2", found.status === "pending" ? "What happens now" : "Your refund"),
  h("ul",
    h("li", icon("tick"), h("span", found.status === "pending" ? "We received your order" : "We received your cancellation"), h("time.note.num", clock(found.history.at(-1).at))),
    h("li", h("span.spin"), h("span", found.status === "pending" ? `Reserving your items and charging ${money(found.total)}` : `Refunding ${money(found.total)} to your card`), h("span.note.num", { "data-running": found.history.at(-1).at })),
    h("li.soft", h("span.wait"), h("span", "We'll tell you here and in your messages"), h("span"))),
  h("p.note", { "data-slow": found.history.at(-1).at }, found.status === "pending" ? "If either fails, you aren't charged and the items go back in stock." : "The items go back in stock."));

/** Updates the running clocks and the note about a slow order, every tenth of a second. */
export function tick(page, seen, now) {
  if (!seen || !WORKING.includes(seen.status)) return;
  for (const clock of page.querySelectorAll("[data-running]")) clock.textContent = duration(Math.max(0, now() - Date.parse(clock.dataset.running)));
  const slow = page.querySelector("[data-slow]");
  if (slow && now() - Date.parse(slow.dataset.slow) > SLOW) {
    slow.textContent = "The bank is slow today. Your order is safe and will continue on its own; you can close this page.";
    delete slow.dataset.slow;
  }
}
