// Small helpers for the things to play with: elements, numbers, and what the reader prefers.

const SVG = "http://www.w3.org/2000/svg"

/** An element. A key that begins with "on" is a listener; null and false attributes are left out. */
export const el = (name, attributes, ...children) =>
  filled(document.createElement(name), attributes, children)
export const svg = (name, attributes, ...children) =>
  filled(document.createElementNS(SVG, name), attributes, children)

function filled(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value)
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(key, value)
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined))
  return element
}

/** Change an element's text only if it differs, so that nothing is announced again. */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text
}

/** A button that keeps the focus when it can't be used. */
export function button(text, act, more = {}) {
  const made = el("button", { type: "button", ...more, onclick: () => made.ariaDisabled !== "true" && act() }, text)
  return made
}
export const enable = (made, can) => made.setAttribute("aria-disabled", String(!can))

/** A choice of one, as radio buttons that look like tabs. options: [[value, text]] */
export function choice(legend, name, options, chosen, act) {
  const one = ([value, text]) => {
    const input = el("input", { type: "radio", name, value, onchange: () => act(value) })
    input.checked = value === chosen
    return el("label", {}, input, el("span", {}, text))
  }
  return el("fieldset", { class: "play-choice" }, el("legend", {}, legend), options.map(one))
}

/** A slider with its figure. at: {least, most, step, value, text(value)}; act(value) on each move. */
export function slider(label, at, act) {
  const id = `play-${label.toLowerCase().replace(/\W+/g, "-")}`
  const shown = el("span", { class: "play-figure", "aria-hidden": "true" })
  const input = el("input", { type: "range", id, min: at.least, max: at.most, step: at.step })
  const set = (value) => {
    input.value = value
    say(shown, at.text(Number(input.value)))
    input.setAttribute("aria-valuetext", shown.textContent)
  }
  input.addEventListener("input", () => { set(input.value); act(Number(input.value)) })
  set(at.value)
  return { element: el("div", { class: "play-slider" }, el("label", { for: id }, label), shown, input), set, input }
}

export const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches

/** The place of that name on the page, emptied, and the data that the page has for it. */
export function stage(name) {
  const place = document.querySelector(`[data-play="${name}"]`)
  const data = JSON.parse(document.querySelector(`#play-${name}`)?.textContent ?? "null")
  place.replaceChildren()
  place.classList.add("play-on")
  return { place, data }
}
