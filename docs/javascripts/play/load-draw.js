// What is seen of a run: the queue and the workers as dots, and two plots over time.

import { el, say, svg } from "./dom.js"
import { STRETCH, p95 } from "./load-series.js"

const SHOWN = 60 // dots of the queue; more are shown as a number
const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [700, 190, 44, 12, 12, 36]

const kind = (request) => (!request ? "free" : request.gone ? "gone" : "waits")

/** {element, show(simulation, settings)}: blue waits for its answer, red has been given up. */
export function room() {
  const dots = Array.from({ length: SHOWN }, () => el("i", {}))
  const more = el("b", {})
  const workers = el("div", { class: "load-workers" })
  const breaker = el("b", {})
  const words = el("p", { class: "load-words" })
  const lines = el("div", { class: "load-dots", "aria-hidden": "true" }, dots, more)
  const element = el("div", { class: "load-room" },
    el("div", {}, el("span", {}, "queue"), lines),
    el("div", { "aria-hidden": "true" }, el("span", {}, "workers"), workers),
    el("div", {}, el("span", {}, "breaker"), breaker),
    words)
  const show = (simulation, settings) => {
    const { queue, serving } = simulation
    dots.forEach((dot, place) => { dot.className = place < queue.length ? kind(queue[place]) : "none" })
    say(more, queue.length > SHOWN ? `and ${queue.length - SHOWN} more` : "")
    workers.replaceChildren(...serving.map((request) => el("i", { class: kind(request) })))
    const state = settings.breaker ? simulation.breaker.state(simulation.now) : "none"
    say(breaker, state)
    breaker.className = `saga-state ${{ open: "wrong", "half-open": "open", closed: "final" }[state] ?? "plain"}`
    const gone = queue.filter((request) => request.gone).length
    const passed = `${Math.floor(simulation.now)} s have passed.`
    say(words, `${queue.length} in the queue, ${gone} of them from clients who have given up. ${passed}`)
  }
  return { element, show }
}

/** {element, show(run, settings)}: requests a second, and the 95th percentile of the times. */
export function plots(data) {
  const rates = plot(data, "a second", 30)
  const times = plot(data, "seconds", 10)
  const legend = (...names) =>
    el("p", { class: "load-legend" }, names.map(([name, text]) => el("span", { class: name }, text)))
  const arrived = rates.line("arrived")
  const sent = rates.line("sent")
  const good = rates.line("good")
  const slow = times.line("p95")
  const limit = times.line("limit")
  const show = ({ simulation, stretches }, settings) => {
    const until = Math.floor(simulation.now / STRETCH)
    const seen = stretches.slice(0, until)
    arrived(seen.map((each) => each.arrived / STRETCH))
    sent(seen.map((each) => each.sent / STRETCH))
    good(seen.map((each) => each.good / STRETCH))
    slow(seen.map((each) => p95(each.times)))
    limit(settings.timeout ? stretches.map(() => settings.timeout) : [])
    for (const one of [rates, times]) one.shade(settings.incident)
  }
  const element = el("div", { class: "load-plots" },
    el("figure", {},
      legend(["arrived", "clients that arrive"], ["sent", "requests sent, with retries"], ["good", "answered in time"]),
      rates.drawn),
    el("figure", {},
      legend(["p95", "95th percentile: until answered, or given up"], ["limit", "time-out of one attempt"]),
      times.drawn))
  return { element, show }
}

function plot(data, unit, most) {
  const x = (seconds) => LEFT + (seconds / data.length) * (WIDTH - LEFT - RIGHT)
  const y = (value) => HEIGHT - BOTTOM - (Math.min(value, most) / most) * (HEIGHT - TOP - BOTTOM)
  const { from, to } = data.incident
  const box = { x: x(from), width: x(to) - x(from), y: TOP, height: HEIGHT - TOP - BOTTOM }
  const shaded = svg("rect", { class: "load-incident", ...box })
  const drawn = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, "aria-hidden": "true" }, shaded)
  for (let value = 0; value <= most; value += most / 2) {
    drawn.append(svg("path", { class: "bill-grid", d: `M${LEFT} ${y(value)}H${WIDTH - RIGHT}` }))
    drawn.append(svg("text", { x: LEFT - 6, y: y(value) + 5, "text-anchor": "end" }, String(value)))
  }
  for (let seconds = 0; seconds <= data.length; seconds += 20) {
    const anchor = { 0: "start", [data.length]: "end" }[seconds] ?? "middle"
    const where = { x: x(seconds), y: HEIGHT - BOTTOM + 22, "text-anchor": anchor }
    drawn.append(svg("text", where, `${seconds} s`))
  }
  drawn.append(svg("text", { x: LEFT + 6, y: TOP + 14 }, unit))
  const line = (name) => {
    const path = svg("path", { class: `load-line ${name}` })
    drawn.append(path)
    return (values) => path.setAttribute("d", joined(values, x, y))
  }
  return { drawn, line, shade: (on) => shaded.setAttribute("visibility", on ? "visible" : "hidden") }
}

/** A path through the middles of the stretches, with a gap where there is no value. */
function joined(values, x, y) {
  let pen = "M"
  return values.map((value, place) => {
    if (value === null) {
      pen = "M"
      return ""
    }
    const point = `${pen}${x((place + 0.5) * STRETCH).toFixed(1)} ${y(value).toFixed(1)}`
    pen = "L"
    return point
  }).join("")
}
