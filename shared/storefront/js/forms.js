/** Forms: fields with their errors, a busy button, dialogs, and steppers. */
import { Problem } from "./api.js";
import { fill, h, icon } from "./dom.js";
import { notice } from "./ui.js";

/** empty, short: the field's error if it is left empty, or is shorter than its minlength. */
export function field(label, attributes, { hint, span = "", empty, short } = {}) {
  const { name, tag = "input", options, ...rest } = attributes;
  const [id, hintId] = [`f-${name}`, `f-${name}-hint`];
  const texts = { "data-hint": hint && hintId, "data-empty": empty, "data-short": short };
  const control = h(tag, { id, name, "aria-describedby": hint && hintId, ...texts, ...rest }, options ?? null);
  if (options && rest.value) control.value = rest.value;
  return h("div", { class: `field ${span}` }, h("label", { for: id }, label),
    options ? h("span.select", control, icon("down", true)) : control,
    hint && h("span.note", { id: hintId }, hint));
}

function mark(control, ...text) {
  const id = `${control.id}-error`;
  control.setAttribute("aria-invalid", "true");
  control.setAttribute("aria-describedby", [control.dataset.hint, id].filter(Boolean).join(" "));
  control.closest(".field").append(h("span.field-error", { id }, icon("alert", true), h("span", ...text)));
}

function unmark(control) {
  if (!control.hasAttribute("aria-invalid")) return;
  control.removeAttribute("aria-invalid");
  if (control.dataset.hint) control.setAttribute("aria-describedby", control.dataset.hint);
  else control.removeAttribute("aria-describedby");
  control.closest(".field").querySelector(".field-error")?.remove();
}

/** Marks missing fields without asking the shop. Returns true if none is missing. */
export function isComplete(form) {
  const wrong = [...form.elements].filter((control) => fault(control));
  wrong.forEach((control) => mark(control, fault(control)));
  wrong[0]?.focus();
  return !wrong.length;
}

function fault({ required, type, value = "", minLength, dataset }) {
  if (!(type === "password" ? value : value.trim())) return required && (dataset.empty ?? "Fill this in.");
  return value.length < minLength && dataset.short;
}

/**
 * Shows the errors of a refusal beside their fields, and the others above the button. The page has
 * its own texts, since the shop's quote contract rules. A text can be a function of the value.
 */
export function showProblem(form, problem, texts = {}) {
  clearProblem(form);
  const wrong = [...form.elements].filter((control) => control.closest(".field") && problem.of?.(control.name));
  for (const control of wrong) {
    const text = texts[control.name] ?? "The shop can't accept this. Please check it.";
    mark(control, typeof text === "function" ? text(control.value) : text);
  }
  if (wrong.length) return wrong[0].focus();
  fill(form.querySelector("[data-problem]"), notice("no", "That didn't work", texts[problem.status] ?? sentence(problem)));
}

export function clearProblem(form) {
  [...form.elements].forEach(unmark);
  form.querySelector("[data-problem]")?.replaceChildren();
}

/** Clears a field's error as soon as the user types into it. */
export function forgive(form) {
  form.addEventListener("input", ({ target }) => {
    if (form.querySelector("[type=submit][aria-busy]")) return; // its errors belong to the request in flight
    unmark(target);
    form.querySelector("[data-problem]")?.replaceChildren();
  });
}

export function sentence(problem) {
  if (problem.status === 429) return `Too many tries. Wait ${problem.again || 60} seconds, then try again.`;
  if (problem.status === 422) return "The shop can't accept this. Please check what you entered.";
  if (problem.passes) return "The shop isn't answering right now. Nothing was lost; try again in a moment.";
  return problem.message;
}

export const whereProblems = () => h("div", { "data-problem": true });

/** A form whose button is busy while `send` runs; it shows refusals. */
export function form(attributes, fields, label, send, texts) {
  const button = h("button.button", { type: "submit" }, label);
  const made = h("form", { novalidate: true, ...attributes }, ...fields, whereProblems(), button);
  forgive(made);
  made.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (button.getAttribute("aria-busy")) return;
    clearProblem(made);
    if (!isComplete(made)) return;
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

/** A stepper: minus, number, plus. Calls `change` with the new number. */
export function stepper(label, value, change, { small = false, most = 99 } = {}) {
  const output = h("output", { "aria-live": "polite" }, value);
  const step = (by) => () => set(value + by, true);
  const fewer = h("button", { type: "button", "aria-label": "One fewer", onclick: step(-1) }, icon("minus"));
  const more = h("button", { type: "button", "aria-label": "One more", onclick: step(1) }, icon("plus"));
  function set(now, tell) {
    const focused = document.activeElement;
    value = Math.max(1, Math.min(most, now));
    output.textContent = value;
    fewer.disabled = value <= 1;
    more.disabled = value >= most;
    if (focused === fewer && fewer.disabled) more.focus(); // a disabled button would lose the focus
    if (focused === more && more.disabled) fewer.focus();
    if (tell) change(value);
  }
  set(value, false);
  return h("div", { class: `stepper ${small ? "stepper-small" : ""}`, role: "group", "aria-label": label }, fewer, output, more);
}

/** Opens a dialog. Resolves to the result of `send`, or to null if the user chooses `keep`. */
export function ask(title, text, fields, label, send, texts, keep = "Cancel") {
  return new Promise((done) => {
    const cancel = h("button.button.button-quiet", { type: "button", onclick: () => dialog.close() }, keep);
    const inner = form({ class: "stack" }, [h("h2", { id: "ask" }, title), h("p.soft", text), ...fields], label, async (given) => {
      done(await send(given));
      dialog.close();
    }, texts);
    inner.append(h("div.actions", inner.querySelector("[type=submit]"), cancel));
    const dialog = h("dialog.dialog", { "aria-labelledby": "ask", onclose: () => (dialog.remove(), done(null)) }, inner);
    document.body.append(dialog);
    dialog.showModal();
  });
}
