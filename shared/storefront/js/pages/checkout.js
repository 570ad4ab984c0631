/** The checkout: an address, a card, and a request that is retried until the shop accepts it. */
import * as cart from "../cart.js";
import { note } from "../clicks.js";
import { h, icon } from "../dom.js";
import { country } from "../format.js";
import { busy, clearProblem, field, isComplete, showProblem } from "../forms.js";
import { go } from "../router.js";
import * as session from "../session.js";
import { block } from "../ui.js";

const CODES = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW".split(" ");
const CARDS = [
  ["pm_card_visa", "card", "Visa", "The bank accepts it."],
  ["pm_card_visa_chargeDeclined", "card-no", "Declined", "The bank declines it."],
  ["pm_card_threeDSecureRequired", "card-ask", "3-D Secure", "The bank wants to check with you. This shop can't do that, so the payment fails."],
];

/** The address fields, filled in from the last order. */
export function whereTo(address) {
  const region = new Intl.Locale(navigator.language).maximize().region;
  const options = CODES.map((code) => [country(code), code]).sort(([one], [other]) => one.localeCompare(other)).map(([name, code]) => h("option", { value: code }, name));
  const at = address ?? { name: session.user().name, country: CODES.includes(region) ? region : "US" };
  return h("section.block", h("h2", "Shipping address"), h("div.fields",
    field("Name", { name: "name", autocomplete: "name", value: at.name, required: true, maxlength: 200 }, { empty: "Enter the name of the recipient." }),
    field("Street and number", { name: "line1", autocomplete: "address-line1", value: at.line1, required: true, maxlength: 200 }, { empty: "Enter a street and number." }),
    field("Apartment, floor (optional)", { name: "line2", autocomplete: "address-line2", value: at.line2, maxlength: 200 }),
    field("Postal code", { name: "postal_code", autocomplete: "postal-code", value: at.postal_code, required: true, maxlength: 20 }, { span: "span-2", empty: "Enter a postal code." }),
    field("City", { name: "city", autocomplete: "address-level2", value: at.city, required: true, maxlength: 100 }, { span: "span-4", empty: "Enter a city." }),
    field("Country", { tag: "select", name: "country", autocomplete: "country", options, value: at.country })));
}

export const howPaid = () => h("fieldset.block", h("legend", h("h2", "Payment")),
  h("div.cards", CARDS.map(([value, symbol, name, text], index) => h("label.pay",
    h("input", { type: "radio", name: "payment_method", value, checked: index === 0 }), icon(symbol),
    h("strong", name), h("span.note", text), h("span.pay-tick")))),
  h("p.note", "These are test cards from a pretend payment provider. No real money moves."));

/** Sends the order, with the cart's id as the Idempotency-Key, so that retries place one order. */
export async function place(form, found, at, problems) {
  const button = form.querySelector("[type=submit]");
  if (button.getAttribute("aria-busy")) return;
  clearProblem(form);
  if (!isComplete(form)) return;
  const { payment_method, ...address } = Object.fromEntries(new FormData(form));
  const body = { payment_method, shipping_address: { ...address, line2: address.line2.trim() || null } };
  const headers = { "Idempotency-Key": `checkout-${found().id}` };
  const send = () => session.call("POST", `/users/${session.user().id}/orders`, { body, headers, signal: at.signal });
  await busy(button, async () => {
    button.lastChild.textContent = "Placing your order";
    try {
      const order = (await sent(send, problems, at.signal))?.data;
      if (!order) return;
      cart.ordered();
      note("order_placed");
      go(`orders/${order.id}`);
    } catch (problem) {
      if (problem.name === "AbortError") return;
      if (problem.status === 422 && !(await cart.read(at.signal).catch(found)).lines.length) return go("orders");
      showProblem(form, problem);
    }
  });
  button.textContent = "Place order";
}

/** Retries the same request until the shop accepts it; null if the user left the page. */
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
