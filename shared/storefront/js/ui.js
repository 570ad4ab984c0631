/** Elements that several pages use: images, cards, notices, and loading blocks. */
import { Problem } from "./api.js";
import * as catalog from "./catalog.js";
import { fill, h, icon } from "./dom.js";
import { money } from "./format.js";

const FEW = 10; // stock is shown from here on down

/** A product's image: the thumbnail (256 px) where that is large enough. */
export function image(product, { width, sizes = `${width}px`, alt = "", eager = false } = {}) {
  if (!product?.image_url) return h("span.pic.pic-none", icon("image"));
  const full = new URL(product.image_url, document.baseURI).href; // a new image has a new address
  const picture = h("img", { alt, width: 512, height: 512, sizes, decoding: "async", loading: eager ? "eager" : "lazy" });
  picture.addEventListener("error", () => picture.parentElement?.replaceWith(image(null)), { once: true });
  picture.srcset = `${full}?size=thumb 256w, ${full} 1024w`;
  picture.src = full;
  return h("span.pic", picture);
}

/** A product's image by its id, as in a cart. */
export function thumb(id, signal) {
  const place = h("span.pic");
  catalog.find(id, signal).then((product) => place.replaceWith(image(product, { width: 72 })), () => place.replaceWith(image(null)));
  return place;
}

export function card(product, sizes = "(min-width: 60rem) 280px, (min-width: 40rem) 30vw, 45vw") {
  const left = product.available;
  const picture = image(product, { sizes });
  if (left === 0) picture.classList.add("pic-gone");
  return h("li.card",
    h("a", { href: `products/${product.id}` }, picture,
      h("span.card-name", product.name),
      h("span.card-row",
        h("span.num", money(product.price, product.currency)),
        left <= FEW && h("span.note", inStock(left)))));
}

export function inStock(left) {
  if (left === 0) return "Sold out";
  return left === 1 ? "Last one" : left <= FEW ? `Only ${left} left` : `${left} in stock`;
}

export const bones = (count) => Array.from({ length: count }, () =>
  h("li.card", { "aria-hidden": true },
    h("span.bone.bone-pic"), h("span.bone.bone-line"), h("span.bone.bone-short")));

export const lines = (count) => Array.from({ length: count }, () => h("span.bone.bone-row", { "aria-hidden": true }));

/** A panel that says what happened and what to do. kind: "", "no", "yes". */
export function notice(kind, title, ...text) {
  const name = { "": "pause", no: "alert", yes: "tick" }[kind];
  const role = kind === "no" ? "alert" : "status";
  return h("div", { class: `notice ${kind && `notice-${kind}`}`, role }, icon(name),
    h("strong", title), text.length > 0 && h("p", ...text));
}

export function empty(picture, title, text, ...actions) {
  return h("div.empty", picture, h("h1", { tabindex: -1 }, title), h("p", text),
    h("div.actions", ...actions));
}

export const notFound = () => empty(null, "Page not found",
  "The link may be out of date, or the address mistyped.", h("a.button", { href: "./" }, "Back to the shop"));

/** A short message at the edge of the screen. It disappears, unless the pointer is on it. */
export function toast(...content) {
  const shown = h("div.toast", ...content);
  fill(document.getElementById("toasts"), shown);
  const end = () => (shown.matches(":hover, :focus-within") ? setTimeout(end, 2000) : shown.remove());
  setTimeout(end, 6000);
}

/**
 * Fills `block` with the result of `load`. While the shop is unavailable, the block says so and
 * retries, after longer and longer pauses. Other refusals are thrown.
 */
export async function block(block, signal, load, { title = "This part of the shop is taking a break" } = {}) {
  for (let wait = 2; !signal.aborted; wait = Math.min(wait * 2, 15)) {
    try {
      const content = await load();
      if (!signal.aborted) fill(block, content);
      block.removeAttribute("aria-busy");
      return;
    } catch (problem) {
      if (signal.aborted || problem.name === "AbortError") return;
      if (!(problem instanceof Problem && problem.passes)) throw problem;
      await pause(block, signal, problem.again || wait, title);
    }
  }
}

function pause(block, signal, seconds, title) {
  return new Promise((done) => {
    let left = seconds;
    const text = h("span.num", { "aria-hidden": "true" });
    const say = () => (text.textContent = ` Trying again in ${left} s.`);
    const end = () => (clearInterval(timer), done());
    const timer = setInterval(() => (left -= 1) > 0 ? say() : end(), 1000);
    signal.addEventListener("abort", end);
    say();
    fill(block, notice("", title, "Nothing is lost: your cart and your orders are safe.", text, " ",
      h("button.link", { type: "button", onclick: end }, "Try now")));
  });
}
