/** Builds DOM elements. Text becomes text nodes only, so no response can inject markup. */

const SVG = "http://www.w3.org/2000/svg";
const ICONS = {
  bag: ["M4 7h12l-.8 9.5H4.8L4 7Z", "M7 9V6a3 3 0 0 1 6 0v3"],
  person: ["M13 7a3 3 0 1 1-6 0 3 3 0 0 1 6 0Z", "M4 17c.6-3.4 3-5 6-5s5.4 1.6 6 5"],
  people: ["M10 7.5a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0Z", "M2.5 16c.5-3 2.4-4.25 5-4.25s4.5 1.25 5 4.25", "M12.5 5.1a2.5 2.5 0 0 1 0 4.8M14.5 12c1.7.5 2.7 1.8 3 4"],
  parcel: ["M3.5 6.5 10 3.25l6.5 3.25v7L10 16.75 3.5 13.5v-7Z", "M3.5 6.5 10 9.75l6.5-3.25M10 9.75v7"],
  tag: ["M3.5 9.5V4.5a1 1 0 0 1 1-1h5l7 7-6 6-7-7Z", "M6.8 6.8h.1"],
  down: ["m6 8 4 4 4-4"],
  back: ["m12 5-5 5 5 5"],
  plus: ["M10 5v10M5 10h10"],
  minus: ["M5 10h10"],
  cross: ["m6 6 8 8m0-8-8 8"],
  tick: ["m4.5 10.5 3.5 3.5 7.5-8"],
  card: ["M4 4.5h12A1.5 1.5 0 0 1 17.5 6v8a1.5 1.5 0 0 1-1.5 1.5H4A1.5 1.5 0 0 1 2.5 14V6A1.5 1.5 0 0 1 4 4.5Z", "M2.5 8h15M5 12.5h3"],
  "card-no": ["M17.5 9V6A1.5 1.5 0 0 0 16 4.5H4A1.5 1.5 0 0 0 2.5 6v8A1.5 1.5 0 0 0 4 15.5h6.5M2.5 8h15M5 12.5h3", "m13.5 12.5 4 4m0-4-4 4"],
  "card-ask": ["M17.5 8V6A1.5 1.5 0 0 0 16 4.5H4A1.5 1.5 0 0 0 2.5 6v8A1.5 1.5 0 0 0 4 15.5h6M2.5 8h15M5 12.5h3", "M12.5 13.5h5.5V17h-5.5zM13.75 13v-1a1.5 1.5 0 0 1 3 0v1"],
  alert: ["M17 10a7 7 0 1 1-14 0 7 7 0 0 1 14 0Z", "M10 6.5v4M10 13.3v.1"],
  pause: ["M17 10a7 7 0 1 1-14 0 7 7 0 0 1 14 0Z", "M8.25 7.75v4.5m3.5-4.5v4.5"],
  image: ["M4.5 4h11A1.5 1.5 0 0 1 17 5.5v9a1.5 1.5 0 0 1-1.5 1.5h-11A1.5 1.5 0 0 1 3 14.5v-9A1.5 1.5 0 0 1 4.5 4Z", "M8.5 8A1.25 1.25 0 1 1 6 8a1.25 1.25 0 0 1 2.5 0ZM4 15l4.5-4 2.5 2 3-3 3 3"],
};

/** h("p.note", {id: "x"}, "text"): attributes may be left out; on… are listeners; false and null are nothing. */
export function h(name, ...rest) {
  const [tag, ...classes] = name.split(".");
  const element = document.createElement(tag);
  const attributes = rest[0]?.constructor === Object ? rest.shift() : {};
  element.classList.add(...classes);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === false || value == null) continue;
    if (typeof value === "function") element.addEventListener(key.slice(2), value);
    else if (key === "value") element.value = value;
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...flat(rest));
  return element;
}

/** Replaces the content of `element`, unless the user has left its page. */
export function fill(element, ...children) {
  element.replaceChildren(...flat(children));
  return element;
}

export function icon(name, small = false) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("class", small ? "icon icon-small" : "icon");
  svg.setAttribute("aria-hidden", "true");
  for (const d of ICONS[name]) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}

/** An SVG of one path in black on white, `size` modules wide: for the QR code. */
export function drawing(size, d, label) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 0 ${size} ${size}`);
  svg.setAttribute("class", "qr");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", label);
  svg.setAttribute("shape-rendering", "crispEdges");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", d);
  svg.append(path);
  return svg;
}

const flat = (children) => children.flat(Infinity).filter((each) => each != null && each !== false);
