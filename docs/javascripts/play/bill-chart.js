// Dollars by orders, both by powers of ten, as in docs/measured/cost.svg: lines, a marker, crossings.

import { svg } from "./dom.js"

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [700, 330, 80, 44, 16, 58]
const ACROSS = [2, 7.5] // powers of ten: orders
const UP = [0, 5] // dollars
const STEPS = 240
const APART = 20 // units between two names at the right
const SHORT = ["1", "1+", "2", "3"] // stages; with a spare
const SAID = "Dollars a month by orders a month, both by powers of ten. The lists above and below have the figures."

const x = (orders) => LEFT + ((Math.log10(orders) - ACROSS[0]) / (ACROSS[1] - ACROSS[0])) * (WIDTH - LEFT - RIGHT)
function y(dollars) {
  const power = Math.min(Math.max(Math.log10(dollars), UP[0]), UP[1])
  return HEIGHT - BOTTOM - ((power - UP[0]) / (UP[1] - UP[0])) * (HEIGHT - TOP - BOTTOM)
}

/** {element, show(price, orders, crossings)}. price(name, orders): dollars, or undefined */
export function chart(names) {
  const lines = names.map((_, index) => svg("path", { class: "bill-line", "data-line": index }))
  const marker = svg("path", { class: "bill-marker" })
  const dots = names.map((_, index) => svg("circle", { r: 5, "data-line": index }))
  const ends = names.map((_, index) => svg("text", { x: WIDTH - RIGHT + 8, "data-line": index }, SHORT[index]))
  const rings = names.slice(1).map(() => svg("circle", { r: 7, class: "bill-ring" }))
  const look = { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": SAID }
  const drawn = svg("svg", look, grid(), lines, marker, dots, rings, ends)
  const show = (price, orders, crossings) => {
    lines.forEach((line, index) => line.setAttribute("d", path((many) => price(names[index], many))))
    label(ends, names.map((name) => price(name, 10 ** ACROSS[1])))
    marker.setAttribute("d", `M${x(orders)} ${TOP}V${HEIGHT - BOTTOM}`)
    dots.forEach((dot, index) => put(dot, orders, price(names[index], orders)))
    rings.forEach((ring, index) => put(ring, crossings[index]?.orders, crossings[index]?.dollars))
  }
  return { element: drawn, show }
}

/** The names at the ends of the lines, from the top, and never one over another. */
function label(ends, dollars) {
  let last = -APART
  const order = ends.map((_, index) => index).sort((a, b) => (dollars[b] ?? 0) - (dollars[a] ?? 0))
  for (const index of order) {
    ends[index].setAttribute("visibility", dollars[index] === undefined ? "hidden" : "visible")
    if (dollars[index] === undefined) continue
    last = Math.max(y(dollars[index]) + 5, last + APART)
    ends[index].setAttribute("y", last)
  }
}

/** A circle at that point; hidden if there is none, or if it is off the chart. */
function put(circle, orders, dollars) {
  const seen = orders >= 10 ** ACROSS[0] && orders <= 10 ** ACROSS[1] && dollars !== undefined
  circle.setAttribute("visibility", seen ? "visible" : "hidden")
  if (!seen) return
  circle.setAttribute("cx", x(orders))
  circle.setAttribute("cy", y(dollars))
}

function path(dollars) {
  const points = []
  for (let step = 0; step <= STEPS; step++) {
    const orders = 10 ** (ACROSS[0] + ((ACROSS[1] - ACROSS[0]) * step) / STEPS)
    const found = dollars(orders)
    if (found !== undefined) points.push(`${x(orders).toFixed(1)} ${y(found).toFixed(1)}`)
  }
  return `M${points.join("L")}`
}

function grid() {
  const parts = []
  for (let power = ACROSS[0]; power <= Math.floor(ACROSS[1]); power++) {
    const at = x(10 ** power)
    parts.push(svg("path", { class: "bill-grid", d: `M${at} ${TOP}V${HEIGHT - BOTTOM}` }))
    parts.push(svg("text", { x: at, y: HEIGHT - BOTTOM + 22, "text-anchor": "middle" }, tens(power)))
  }
  for (let power = UP[0]; power <= UP[1]; power++) {
    const at = y(10 ** power)
    parts.push(svg("path", { class: "bill-grid", d: `M${LEFT} ${at}H${WIDTH - RIGHT}` }))
    parts.push(svg("text", { x: LEFT - 6, y: at + 5, "text-anchor": "end" }, `$${tens(power)}`))
  }
  parts.push(svg("text", { x: (LEFT + WIDTH - RIGHT) / 2, y: HEIGHT - 6, "text-anchor": "middle" }, "orders a month"))
  return parts
}

const tens = (power) => ["1", "10", "100", "1k", "10k", "100k", "1M", "10M"][power]
