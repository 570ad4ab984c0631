/** For staff: a product's stock, and all its adjustments. */
import { fill, h } from "../dom.js";
import { moment, number, signed } from "../format.js";
import { field, form } from "../forms.js";
import * as session from "../session.js";
import { block, lines, notice } from "../ui.js";

export function stock(id, at) {
  const numbers = h("dl.stock");
  const ledger = h("tbody");
  const read = async () => {
    const [now, why] = await Promise.all([
      session.call("GET", `/products/${id}/stock`, { signal: at.signal }),
      session.call("GET", `/products/${id}/stock/adjustments`, { signal: at.signal }),
    ]);
    return { ...now.data, why: why.data };
  };
  const show = ({ available, reserved, sold, why }) => {
    fill(numbers, [["In stock", available], ["Reserved", reserved], ["Sold", sold]].map(([name, value]) => h("div", h("dt", name), h("dd", number(value)))));
    fill(ledger, why.length ? why.map((one) => h("tr", h("td.note.num", moment(one.created_at)), h("td", one.reason), h("td.num", signed(one.delta)))) : h("tr", h("td.note", { colspan: 3 }, "No changes yet")));
  };
  let key = crypto.randomUUID();
  const adjust = form({ class: "adjust" }, [
    field("Change", { name: "delta", class: "num", inputmode: "text", placeholder: "+12", required: true }, { empty: "Enter a number." }),
    field("Reason", { name: "reason", placeholder: "Delivery", required: true, maxlength: 200 }, { empty: "Enter a reason." }),
  ], "Update stock", async ({ delta, reason }, made) => {
    const body = { delta: /^\s*[+-−]?\d{1,7}\s*$/.test(delta) ? Number(delta.replace("−", "-")) : 0, reason };
    const { data } = await session.call("POST", `/products/${id}/stock/adjustments`, { body, headers: { "Idempotency-Key": key } });
    key = crypto.randomUUID();
    made.reset();
    const now = await read();
    show({ ...now, why: [data, ...now.why.filter((one) => one.id !== data.id)] });
  }, { delta: "Use a number like +12 or -3.", 409: "There aren't that many in stock." });
  adjust.querySelector("[type=submit]").classList.add("button-quiet");
  const place = h("div", { "aria-busy": true }, lines(2));
  block(place, at.signal, async () => {
    show(await read());
    return [numbers, adjust, h("table.ledger",
      h("thead", h("tr", h("th", { scope: "col" }, "Date"), h("th", { scope: "col" }, "Reason"), h("th", { scope: "col", class: "num" }, "Change"))), ledger)];
  }).catch(() => fill(place, notice("no", "We can't show the stock")));
  return h("section.block", h("h2", "Stock"), place);
}
