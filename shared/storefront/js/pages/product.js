/** One product: image, price, current stock, and the button that adds it to the cart. */
import { send } from "../api.js";
import * as cart from "../cart.js";
import * as catalog from "../catalog.js";
import { note } from "../clicks.js";
import { fill, h, icon } from "../dom.js";
import { day, money, short } from "../format.js";
import { busy, sentence, stepper } from "../forms.js";
import * as session from "../session.js";
import { block, card, image, inStock, notice } from "../ui.js";

const AGAIN = 15_000; // milliseconds between two reads of the stock

export async function product(at) {
  const page = h("div", { "aria-busy": true }, skeleton());
  at.show(page);
  await block(page, at.signal, async () => {
    const found = (await send("GET", `/products/${at.id}`, { signal: at.signal })).data;
    at.title(found.name);
    note("product_viewed", found.id);
    return shown(found, at);
  });
  if (!at.signal.aborted) at.settled();
}

function shown(found, at) {
  let quantity = 1;
  const button = h("button.button", { type: "submit" }, "Add to cart");
  const stock = h("p.live.num", { role: "status" }, "Checking stock");
  const steps = stepper("Quantity", 1, (now) => (quantity = now));
  const buy = h("form.buy", steps, button);
  const added = h("div.added", { role: "status" });
  buy.addEventListener("submit", (event) => (event.preventDefault(), put(found, quantity, button, added)));
  const also = h("section.also", { "aria-labelledby": "also" });
  watchStock(found.id, stock, button, steps, at.signal);
  showAlso(found, also, at.signal);
  return [
    h("div.crumbs", h("a.crumb", { href: `./?category=${encodeURIComponent(found.category)}` }, icon("back", true), found.category),
      session.isStaff() && h("a.crumb", { href: `staff/products/${found.id}` }, "Edit")),
    h("article.product",
      image(found, { alt: found.name, sizes: "(min-width: 60rem) 570px, 92vw", eager: true }),
      h("div.product-buy",
        h("div", h("h1", found.name), h("p.product-price.num", money(found.price, found.currency))),
        found.description && h("p.words", found.description),
        h("div", buy, added), stock,
        h("dl.facts",
          h("dt", "Category"), h("dd", h("a", { href: `./?category=${encodeURIComponent(found.category)}` }, found.category)),
          h("dt", "In the shop since"), h("dd.num", day(found.created_at)),
          h("dt", "Item number"), h("dd.mono", short(found.id))))),
    also,
  ];
}

/** The result stays below the button: a message that disappears could be missed by keyboard. */
async function put(found, quantity, button, place) {
  if (button.getAttribute("aria-busy")) return;
  try {
    await busy(button, () => cart.add(found.id, quantity));
    note("product_added", found.id);
    fill(place, notice("yes", `${found.name} is in your cart`, h("a", { href: "cart" }, "Go to the cart")));
  } catch (problem) {
    fill(place, notice("no", "That didn't work", problem.status === 422 ? "A cart holds 40 different products. Remove one first." : sentence(problem)));
  }
}

/** Reads the stock, never from a cache, every 15 seconds while the page is visible. */
async function watchStock(id, stock, button, steps, signal) {
  while (!signal.aborted) {
    if (!document.hidden) {
      const left = await send("GET", `/products/${id}/availability`, { signal }).then((answer) => answer.data.available, () => null);
      if (signal.aborted) return;
      const text = left === null ? "We can't check the stock right now" : inStock(left);
      if (stock.textContent !== text) stock.textContent = text;
      stock.classList.toggle("live-none", !left);
      button.disabled = left === 0;
      fill(button, left === 0 ? "Sold out" : "Add to cart");
      steps.classList.toggle("off", left === 0);
    }
    await new Promise((done) => setTimeout(done, AGAIN));
  }
}

async function showAlso({ id, category }, also, signal) {
  const found = await catalog.list({ category, limit: 4 }, signal).catch(() => ({ data: [] }));
  const others = found.data.filter((one) => one.id !== id).slice(0, 3);
  if (others.length) fill(also, h("h2", { id: "also" }, `More in ${category}`), h("ul.strip", others.map((one) => card(one))));
}

const skeleton = () => [
  h("span.bone.bone-crumb"),
  h("div.product", h("span.bone.bone-pic"),
    h("div.product-buy", h("span.bone.bone-title"), h("span.bone.bone-line"), h("span.bone.bone-button"))),
];
