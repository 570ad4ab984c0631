/** What several pages show: images, cards, notices, fields, steppers, and how a block loads. */
import { Problem } from "./api.js";
import * as catalog from "./catalog.js";
import { fill, h, icon } from "./dom.js";
import { money } from "./format.js";

const FEW = 10; // stock is mentioned from here on down

/** A product's image. Small ones come from the thumbnail (256 px), the others as they need. */
export function image(product, { width, sizes = `${width}px`, alt = "", eager = false } = {}) {
  if (!product?.image_url) return h("span.pic.pic-none", icon("image"));
  const full = `${new URL(product.image_url, document.baseURI)}?v=${encodeURIComponent(product.updated_at ?? "")}`;
  const picture = h("img", { alt, width: 512, height: 512, sizes, decoding: "async", loading: eager ? "eager" : "lazy" });
  picture.addEventListener("error", () => picture.parentElement?.replaceWith(image(null)), { once: true });
  picture.srcset = `${full}&size=thumb 256w, ${full} 1024w`;
  picture.src = full;
  return h("span.pic", picture);
}

/** The image of a product of which only the id is known, as in a cart. */
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

export const notFound = (what) => empty(null, `There is no such ${what}`,
  "The address may be mistyped, or it isn't here any more.", h("a.button", { href: "./" }, "Back to the shop"));

/** A short message at the edge of the screen. It goes by itself. */
export function toast(...content) {
  const shown = h("div.toast", ...content);
  fill(document.getElementById("toasts"), shown);
  setTimeout(() => shown.remove(), 6000);
}

export function field(label, attributes, { hint, span = "", error } = {}) {
  const { name, tag = "input", options, ...rest } = attributes;
  const [id, hintId] = [`f-${name}`, `f-${name}-hint`];
  const described = hint || error ? hintId : null;
  const control = h(tag, { id, name, "aria-describedby": described, "aria-invalid": error ? "true" : null, ...rest }, options ?? null);
  if (options && rest.value) control.value = rest.value;
  return h("div", { class: `field ${span}` }, h("label", { for: id }, label),
    options ? h("span.select", control, icon("down", true)) : control,
    error ? h("span.field-error", { id: hintId }, icon("alert", true), error) : hint && h("span.note", { id: hintId }, hint));
}

/** Shows what the shop refused beside the fields concerned; the rest above the button. */
export function showProblem(form, problem, texts = {}) {
  clearProblem(form);
  let shown = false;
  for (const control of form.elements) {
    const detail = control.name && problem instanceof Problem && problem.of(control.name);
    if (!detail) continue;
    const id = `${control.id}-error`;
    control.setAttribute("aria-invalid", "true");
    control.setAttribute("aria-describedby", id);
    control.closest(".field").append(h("span.field-error", { id }, icon("alert", true), texts[control.name] ?? detail));
    if (!shown) control.focus();
    shown = true;
  }
  if (!shown) form.querySelector("[data-problem]").append(notice("no", "That didn't work", texts[problem.status] ?? sentence(problem)));
}

export function clearProblem(form) {
  form.querySelectorAll(".field-error").forEach((each) => each.remove());
  form.querySelectorAll("[aria-invalid]").forEach((each) => each.removeAttribute("aria-invalid"));
  form.querySelector("[data-problem]")?.replaceChildren();
}

export function sentence(problem) {
  if (problem.status === 429) return `Too many tries. Wait ${problem.again || 60} seconds, then try again.`;
  if (problem.passes) return "The shop isn't answering right now. Nothing was lost; try again in a moment.";
  return problem.message;
}

export const whereProblems = () => h("div", { "data-problem": true });

/** A form whose button is busy while `send` runs; refusals are shown in it. */
export function form(attributes, fields, label, send, texts) {
  const button = h("button.button", { type: "submit" }, label);
  const made = h("form", { novalidate: true, ...attributes }, ...fields, whereProblems(), button);
  made.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (button.getAttribute("aria-busy")) return;
    clearProblem(made);
    await busy(button, () => send(Object.fromEntries(new FormData(made)), made)).catch((problem) => {
      if (problem.name === "AbortError") return;
      if (!(problem instanceof Problem)) throw problem;
      showProblem(made, problem, texts);
    });
  });
  return made;
}

export async function busy(button, work) {
  const spin = h("span.spin");
  button.setAttribute("aria-busy", "true");
  button.prepend(spin);
  try {
    return await work();
  } finally {
    button.removeAttribute("aria-busy");
    spin.remove();
  }
}

/** One fewer, how many, one more. `change` is called with the new number. */
export function stepper(label, value, change, { small = false, most = 99 } = {}) {
  const output = h("output", { "aria-live": "polite" }, value);
  const step = (by) => () => set(value + by, true);
  const fewer = h("button", { type: "button", "aria-label": "One fewer", onclick: step(-1) }, icon("minus"));
  const more = h("button", { type: "button", "aria-label": "One more", onclick: step(1) }, icon("plus"));
  function set(now, tell) {
    value = Math.max(1, Math.min(most, now));
    output.textContent = value;
    fewer.disabled = value <= 1;
    more.disabled = value >= most;
    if (tell) change(value);
  }
  set(value, false);
  return h("div", { class: `stepper ${small ? "stepper-small" : ""}`, role: "group", "aria-label": label }, fewer, output, more);
}

/**
 * Fills `block` with what `load` returns. While the shop does not answer, the block says so and
 * tries again by itself, each time after a longer pause. Other refusals are thrown.
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

/** Asks for the password again, in a dialog: {password, otp}, or null if the person thinks better of it. */
export function ask(title, text, fields, label, send, texts) {
  return new Promise((done) => {
    const cancel = h("button.button.button-quiet", { type: "button", onclick: () => dialog.close() }, "Not now");
    const inner = form({ class: "stack" }, [h("h2", { id: "ask" }, title), h("p.soft", text), ...fields], label, async (given) => {
      done(await send(given));
      dialog.close();
    }, texts);
    const actions = h("div.actions");
    actions.append(inner.querySelector("[type=submit]"), cancel);
    inner.append(actions);
    const dialog = h("dialog.dialog", { "aria-labelledby": "ask", onclose: () => (dialog.remove(), done(null)) }, inner);
    document.body.append(dialog);
    dialog.showModal();
  });
}
