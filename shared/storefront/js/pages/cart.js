/** The cart: its lines, their total, and the checkout below them. */
import * as cart from "../cart.js";
import { note } from "../clicks.js";
import { fill, h, icon } from "../dom.js";
import { money } from "../format.js";
import { forgive, sentence, stepper, whereProblems } from "../forms.js";
import * as session from "../session.js";
import { block, empty, lines as boneLines, thumb } from "../ui.js";
import { howPaid, place, whereTo } from "./checkout.js";

export async function basket(at) {
  at.title("Cart");
  const page = h("div", { "aria-busy": true }, h("h1.page-head", "Cart"), h("div.stack", boneLines(3)));
  at.show(page);
  await block(page, at.signal, async () => {
    const found = await cart.read(at.signal);
    return found.lines.length ? shown(found, at, await lastAddress(at.signal)) : nothing();
  });
  if (!at.signal.aborted) at.settled();
}

const nothing = () => empty(null, "Your cart is empty", "Anything you add stays here until you order it.",
  h("a.button", { href: "./" }, "Browse the shop"));

function emptied(at) {
  fill(at.main, nothing());
  at.main.querySelector("h1").focus();
}

/** The last order's address, so that a customer types it only once. */
async function lastAddress(signal) {
  if (!session.user()) return null;
  const found = await session.call("GET", `/users/${session.user().id}/orders`, { query: { limit: 1 }, signal }).catch(() => null);
  return found?.data[0]?.shipping_address ?? null;
}

function shown(found, at, address) {
  const list = h("ul.lines");
  const sum = h("aside.sum", { "aria-label": "Summary" });
  const update = (now) => {
    if (at.signal.aborted) return;
    if (!now.lines.length) return emptied(at);
    found = now;
    now.lines.forEach((line) => list.querySelector(`[data-id="${line.product_id}"]`)?.show(line));
    fill(sum, summary(now), pay(now));
  };
  list.append(...found.lines.map((line) => row(line, update, at)));
  fill(sum, summary(found), pay(found));
  const goods = h("section.block", { "aria-label": "In your cart" }, list);
  const problems = whereProblems();
  const inner = session.user() ? [goods, whereTo(address), howPaid(), problems] : [goods, problems];
  if (session.user()) note("checkout_begun");
  const made = h("form.till", { novalidate: true }, h("div", inner), sum);
  forgive(made);
  made.addEventListener("submit", (event) => (event.preventDefault(), place(made, () => found, at, problems)));
  return [h("h1.page-head", "Cart"), made];
}

function row(line, update, at) {
  const total = h("span.line-total.num");
  const problem = h("span.field-error", { role: "alert" });
  let wanted = null; // the last quantity chosen, but not sent yet
  let sending = false;
  const change = async (quantity) => {
    wanted = quantity;
    if (sending) return; // one at a time: concurrent requests could arrive in the wrong order
    sending = true;
    fill(problem);
    try {
      while (wanted !== null) {
        const next = wanted;
        wanted = null;
        made.classList.toggle("off", next === 0);
        const now = await cart.put(line.product_id, next, at.signal);
        if (next === 0 && wanted === null) takeOut(made);
        if (wanted === null) update(now);
      }
    } catch (error) {
      made.classList.remove("off");
      if (error.name !== "AbortError") fill(problem, icon("alert", true), error.status === 404 ? "No longer sold. Please remove it." : sentence(error));
    } finally {
      sending = false;
    }
  };
  const made = h("li.line", { "data-id": line.product_id }, thumb(line.product_id, at.signal),
    h("div.line-name", h("a", { href: `products/${line.product_id}` }, line.name),
      h("span.note.num", `${money(line.unit_price)} each`), problem),
    total,
    h("div.line-tools", stepper(`Quantity: ${line.name}`, line.quantity, change, { small: true }),
      h("button.icon-button", { type: "button", "aria-label": `Remove ${line.name}`, onclick: () => change(0) }, icon("cross"))));
  made.show = (now) => (total.textContent = money(now.line_total));
  made.show(line);
  return made;
}

/** Removes a line. If it had the focus, the next line gets it. */
function takeOut(row) {
  const next = row.nextElementSibling ?? row.previousElementSibling;
  if (row.contains(document.activeElement)) next?.querySelector(".icon-button").focus();
  row.remove();
}

const summary = ({ lines, total, currency }) => [
  h("div.sum-rows", lines.map((line) => h("div",
    h("span", line.quantity > 1 ? `${line.name} × ${line.quantity}` : line.name), h("span.num", money(line.line_total, currency)))),
    h("div", h("span", "Shipping"), h("span", "Free"))),
];

/** The total and the button, which stay visible on a phone. */
const pay = ({ total, currency }) => [
  h("div.sum-pay", h("div.sum-total", h("span", "Total"), h("strong.num", money(total, currency))),
    session.user() ? h("button.button.button-wide", { type: "submit" }, "Place order")
      : h("a.button.button-wide", { href: "sign-up?next=cart" }, "Create an account to order")),
  session.user() ? h("p.note", "Pressing it twice is safe: you get one order and one charge.")
    : h("p.note", "Already have one? ", h("a", { href: "sign-in?next=cart" }, "Sign in"), ". Your cart comes with you."),
];
