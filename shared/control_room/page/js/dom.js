/** Builds the page. Text only ever becomes a text node, so nothing a span says becomes markup. */

const SVG = "http://www.w3.org/2000/svg";

export const $ = (query) => document.querySelector(query);

/** h("p.note", {id: "x"}, "text"): an HTML element. on… are listeners; false and null are nothing. */
export const h = (name, ...rest) => made((tag) => document.createElement(tag), name, rest);

/** The same in SVG. */
export const s = (name, ...rest) => made((tag) => document.createElementNS(SVG, tag), name, rest);

function made(create, name, rest) {
  const [tag, ...classes] = name.split(".");
  const element = create(tag);
  const attributes = rest[0]?.constructor === Object ? rest.shift() : {};
  if (classes.length) element.setAttribute("class", classes.join(" "));
  for (const [key, value] of Object.entries(attributes)) {
    if (value === false || value == null) continue;
    if (typeof value === "function") element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...flat(rest));
  return element;
}

export function fill(element, ...children) {
  element.replaceChildren(...flat(children));
  return element;
}

const flat = (children) => children.flat(Infinity).filter((each) => each != null && each !== false);
