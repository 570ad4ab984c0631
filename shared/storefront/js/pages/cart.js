/** The cart, and under it everything an order needs. */
import * as cart from "../cart.js";
import { fill, h, icon } from "../dom.js";
import { country, money } from "../format.js";
import { go } from "../router.js";
import * as session from "../session.js";
import { block, busy, clearProblem, empty, field, lines as boneLines, notice, sentence, showProblem, stepper, thumb, whereProblems } from "../ui.js";

const CODES = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW".split(" ");
const CARDS = [
  ["pm_card_visa", "card", "Visa", "The bank accepts it."],
  ["pm_card_visa_chargeDeclined", "card-no", "Declined", "The bank declines it."],
  ["pm_card_threeDSecureRequired", "card-ask", "3-D Secure", "The bank asks you first. This shop can't, so it fails."],
];

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

const nothing = () => empty(null, "Your cart is empty", "What you put in stays here until you order it.",
  h("a.button", { href: "./" }, "Look around"));

/** Where the last order went, so that a customer types an address once. */
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
    if (!now.lines.length) return fill(at.main, nothing());
    found = now;
    now.lines.forEach((line) => list.querySelector(`[data-id="${line.product_id}"]`)?.show(line));
    fill(sum, summary(now), pay(now));
  };
  list.append(...found.lines.map((line) => row(line, update, at)));
  fill(sum, summary(found), pay(found));
  const goods = h("section.block", { "aria-label": "In your cart" }, list);
  const problems = whereProblems();
  const inner = session.user() ? [goods, whereTo(address), whichCard(), problems] : [goods, problems];
  const made = h("form.till", { novalidate: true }, h("div", inner), sum);
  made.addEventListener("submit", (event) => (event.preventDefault(), place(made, () => found, at, problems)));
  return [h("h1.page-head", "Cart"), made];
}

function row(line, update, at) {
  const total = h("span.line-total.num");
  const problem = h("span.field-error", { role: "alert" });
  let wanted = null; // the last quantity that was asked for and not sent yet
  let sending = false;
  const change = async (quantity) => {
    wanted = quantity;
    if (sending) return; // one at a time: two that race may arrive in the other order
    sending = true;
    fill(problem);
    try {
      while (wanted !== null) {
        const next = wanted;
        wanted = null;
        const now = await cart.put(line.product_id, next, at.signal);
        if (next === 0) made.remove();
        if (wanted === null) update(now);
      }
    } catch (error) {
      if (error.name !== "AbortError") fill(problem, icon("alert", true), error.status === 404 ? "No longer sold. Take it out." : sentence(error));
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

const summary = ({ lines, total, currency }) => [
  h("div.sum-rows", lines.map((line) => h("div",
    h("span", line.quantity > 1 ? `${line.name} × ${line.quantity}` : line.name), h("span.num", money(line.line_total, currency))))),
];

/** The total and the button: on a phone they stay in sight. */
const pay = ({ total, currency }) => [
  h("div.sum-pay", h("div.sum-total", h("span", "Total"), h("strong.num", money(total, currency))),
    session.user() ? h("button.button.button-wide", { type: "submit" }, "Place order")
      : h("a.button.button-wide", { href: "sign-up?next=cart" }, "Create an account to order")),
  session.user() ? h("p.note", "Press it twice if you like: you get one order and one charge.")
    : h("p.note", "Have one? ", h("a", { href: "sign-in?next=cart" }, "Sign in"), ". Your cart comes along."),
];

function whereTo(address) {
  const region = new Intl.Locale(navigator.language).maximize().region;
  const options = CODES.map((code) => [country(code), code]).sort(([one], [other]) => one.localeCompare(other)).map(([name, code]) => h("option", { value: code }, name));
  const at = address ?? { name: session.user().name, country: CODES.includes(region) ? region : "US" };
  return h("section.block", h("h2", "Shipping address"), h("div.fields",
    field("Name", { name: "name", autocomplete: "name", value: at.name, required: true, maxlength: 200 }),
    field("Street and number", { name: "line1", autocomplete: "address-line1", value: at.line1, required: true, maxlength: 200 }),
    field("Apartment, floor (optional)", { name: "line2", autocomplete: "address-line2", value: at.line2, maxlength: 200 }),
    field("Postal code", { name: "postal_code", autocomplete: "postal-code", value: at.postal_code, required: true, maxlength: 20 }, { span: "span-2" }),
    field("City", { name: "city", autocomplete: "address-level2", value: at.city, required: true, maxlength: 100 }, { span: "span-4" }),
    field("Country", { tag: "select", name: "country", autocomplete: "country", options, value: at.country })));
}

const whichCard = () => h("fieldset.block", h("legend", h("h2", "Card")),
  h("div.cards", CARDS.map(([value, symbol, name, text], index) => h("label.pay",
    h("input", { type: "radio", name: "payment_method", value, checked: index === 0 }), icon(symbol),
    h("strong", name), h("span.note", text), h("span.pay-tick")))),
  h("p.note", "These are test cards of a pretend payment provider. No real money moves."));

const MISSING = { name: "Who is it for?", line1: "Which street and number?", city: "Which city?", postal_code: "Which postal code?" };

/** Sends the order. The cart's id is the key: however often it is sent, it is one order. */
async function place(form, found, at, problems) {
  const button = form.querySelector("[type=submit]");
  if (button.getAttribute("aria-busy")) return;
  clearProblem(form);
  const { payment_method, ...address } = Object.fromEntries(new FormData(form));
  const lacking = Object.keys(MISSING).filter((name) => !address[name].trim());
  if (lacking.length) return lackingFields(form, lacking);
  const body = { payment_method, shipping_address: { ...address, line2: address.line2.trim() || null } };
  const headers = { "Idempotency-Key": `checkout-${found().id}` };
  const send = () => session.call("POST", `/users/${session.user().id}/orders`, { body, headers, signal: at.signal });
  await busy(button, async () => {
    button.lastChild.textContent = "Placing your order";
    try {
      const order = (await sent(send, problems, at.signal))?.data;
      if (!order) return;
      cart.ordered();
      go(`orders/${order.id}`);
    } catch (problem) {
      if (problem.name === "AbortError") return;
      if (problem.status === 422 && !(await cart.read(at.signal).catch(found)).lines.length) return go("orders");
      showProblem(form, problem);
    }
  });
  button.textContent = "Place order";
}

function lackingFields(form, names) {
  for (const name of names) {
    const control = form.elements[name];
    control.setAttribute("aria-invalid", "true");
    control.setAttribute("aria-describedby", `${control.id}-error`);
    control.closest(".field").append(h("span.field-error", { id: `${control.id}-error` }, icon("alert", true), MISSING[name]));
  }
  form.elements[names[0]].focus();
}

/** Sends the same request until the shop takes it; null if the page was left. */
async function sent(send, problems, signal) {
  const place = h("div");
  let answer = null;
  problems.append(place);
  await block(place, signal, async () => {
    answer = await send();
    return [];
  }, { title: "Checkout is taking a break" });
  return answer;
}
