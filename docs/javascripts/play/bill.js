// The bill explorer: sliders, four bars, and the lines of chapter 8 with their crossings.

import { chart } from "./bill-chart.js"
import { button, el, say, slider, stage } from "./dom.js"
import { TooLarge, crossing, ways } from "./month.js"

const { place, data } = stage("bill")
const { visits, peak, busy } = data.price.traffic
const MEASURED = { orders: 100_000, visits, peak, busy, speed: 1 }
const PRESETS = [
  ["As measured", {}],
  ["A bakery", { orders: 1_000, visits: 10 }],
  ["A ticket sale", { peak: 20 }],
  ["Many browse, few buy", { visits: 200 }],
  ["A success", { orders: 10_000_000 }],
]
const PAGES = Object.values(data.model.looks).reduce((sum, many) => sum + many, 0)
const rounded = (value) => Number(value.toPrecision(2))
const dollars = (value) => `$${value < 10 ? value.toFixed(2) : Math.round(value).toLocaleString("en-US")}`
const count = (value) => value.toLocaleString("en-US")

let settings = { ...MEASURED }

// {setting: [label, slider, {to: its value from the slider's, from: the slider's from its value}]}
const SAME = { to: Number, from: Number }
const KNOBS = {
  orders: [
    "Orders a month", { least: 2, most: 7.5, step: 0.05, text: (at) => count(rounded(10 ** at)) },
    { to: (at) => rounded(10 ** at), from: Math.log10 },
  ],
  visits: ["Page views per order", { least: 1, most: 200, step: 1, text: (at) => count(at * PAGES) }, SAME],
  peak: ["Busiest hour, times the average", { least: 1, most: 20, step: 0.5, text: (at) => `${at} ×` }, SAME],
  busy: [
    "Processors busy in that hour",
    { least: 0.2, most: 0.9, step: 0.05, text: (at) => `${Math.round(at * 100)} %` }, SAME,
  ],
  speed: [
    "Speed of a rented core, times the measured",
    { least: -2, most: 2, step: 0.25, text: (at) => `${(2 ** at).toFixed(2)} ×` },
    { to: (at) => 2 ** at, from: Math.log2 },
  ],
}

const knobs = Object.entries(KNOBS).map(([name, [label, at, { to, from }]]) => {
  const made = slider(label, { ...at, value: from(settings[name]) }, (moved) => {
    settings[name] = to(moved)
    show()
  })
  made.input.addEventListener("change", announce)
  return { ...made, reset: () => made.set(from(settings[name])) }
})

const NAMES = Object.keys(ways(data, settings))
const bars = Object.fromEntries(NAMES.map((name, index) => {
  const [fill, sum, of] = [el("i", {}), el("b", {}), el("small", {})]
  const row = el("li", { "data-line": index }, el("span", {}, name), sum, el("div", { class: "bill-bar" }, fill), of)
  return [name, { row, fill, sum, of }]
}))
const crossings = NAMES.slice(0, -1).map((name) => [name, el("li", {})])
const said = el("p", { class: "play-said", role: "status" })
const drawing = chart(NAMES)

/** {dollars, of}, or null if no offered machine is large enough. */
function priced(way, orders) {
  try {
    return way(orders)
  } catch (error) {
    if (error instanceof TooLarge) return null
    throw error
  }
}

function show() {
  const found = ways(data, settings)
  const now = Object.fromEntries(NAMES.map((name) => [name, priced(found[name], settings.orders)]))
  const most = Math.max(...NAMES.map((name) => now[name]?.dollars ?? 0))
  for (const name of NAMES) {
    const { fill, sum, of } = bars[name]
    fill.style.width = `${(100 * (now[name]?.dollars ?? most)) / most}%`
    fill.className = now[name] ? "" : "none"
    say(sum, now[name] ? dollars(now[name].dollars) : "—")
    say(of, now[name]?.of ?? "no database on the list is large enough")
  }
  const last = NAMES.at(-1)
  const at = crossings.map(([name, line]) => {
    const from = crossing(data.model, (orders) => found[last](orders).dollars, (orders) => found[name](orders).dollars)
    const about = from && `from about ${count(Number(from.toPrecision(1)))} orders a month on`
    say(line, `${name}: ${about ?? "never, as far as the list of machines goes"}.`)
    return from && { orders: from, dollars: found[last](from).dollars }
  })
  drawing.show((name, orders) => priced(found[name], orders)?.dollars, settings.orders, at)
  return now
}

function announce() {
  const now = show()
  const known = NAMES.filter((name) => now[name]).sort((a, b) => now[a].dollars - now[b].dollars)
  const shown = (name) => `${name} (${dollars(now[name].dollars)})`
  const [first, last] = [known[0], known.at(-1)].map(shown)
  say(said, `At ${count(settings.orders)} orders a month, the cheapest is ${first}, the most expensive ${last}.`)
}

function preset(changed) {
  settings = { ...MEASURED, ...changed }
  for (const knob of knobs) knob.reset()
  announce()
}

place.append(
  el("div", { class: "play-buttons", role: "group", "aria-label": "Begin with" },
    PRESETS.map(([name, changed]) => button(name, () => preset(changed)))),
  el("div", { class: "bill-board" },
    el("div", { class: "bill-knobs" }, knobs.map(({ element }) => element)),
    el("ul", { class: "bill-bars", "aria-label": "Dollars a month" }, NAMES.map((name) => bars[name].row))),
  said,
  drawing.element,
  el("p", {}, "Stage 3 costs more than"),
  el("ul", { class: "bill-crossings" }, crossings.map(([, line]) => line)),
  el("p", {}, el("small", {},
    `Prices of AWS in ${data.price.region}, ${data.price.looked_up}. `,
    `Work of an order: measured ${data.measured.date}, rounded as in the box above.`)),
)
announce()
