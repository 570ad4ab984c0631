// The load simulator: sliders and presets, a queue of dots, and what came of it, drawn as it runs.

import { button, calm, choice, el, enable, say, slider, stage } from "./dom.js"
import { plots, room } from "./load-draw.js"
import { STRETCH, answered, run } from "./load-series.js"

const { place, data } = stage("load")
const SPEED = 5 // simulated seconds in one of the reader's
const percent = (share) => `${Math.round(share)} %`

let settings = { ...data.begin, ...data.presets[0].set }
let seed = data.seed
let now = run(settings, data, seed)
let playing = false
let last = 0

// {setting: [label, slider]}; 0 stands for none
const KNOBS = {
  rate: ["Arrivals a second", { least: 1, most: 20, step: 0.5, text: (at) => `${at}` }],
  service: ["Service time", { least: 0.05, most: 1, step: 0.05, text: (at) => `${Math.round(at * 1000)} ms` }],
  workers: ["Workers", { least: 1, most: 8, step: 1, text: (at) => `${at}` }],
  timeout: ["Time-out", { least: 0, most: 10, step: 0.5, text: (at) => (at ? `${at} s` : "none") }],
  tries: ["Attempts", { least: 1, most: 5, step: 1, text: (at) => `${at}` }],
  limit: ["Queue limit", { least: 0, most: 50, step: 1, text: (at) => (at ? `${at}` : "none") }],
}
const SWITCHES = {
  backoff: "Backoff with jitter",
  breaker: "Circuit breaker",
  incident: "Incident: five times slower for 10 s",
}

const knobs = Object.entries(KNOBS).map(([name, [label, at]]) => {
  const given = (value) => (name === "limit" ? value || null : value)
  const made = slider(label, { ...at, value: settings[name] ?? 0 }, (value) => change({ [name]: given(value) }))
  return { ...made, name }
})
const switches = Object.entries(SWITCHES).map(([name, label]) => {
  const input = el("input", { type: "checkbox", onchange: () => change({ [name]: input.checked }) })
  return { name, input, element: el("label", { class: "load-switch" }, input, el("span", {}, label)) }
})
const presets = choice("Begin with", "load-preset", data.presets.map(({ id, name }) => [id, name]), "calm", (id) => {
  settings = { ...data.begin, ...data.presets.find((one) => one.id === id).set }
  refresh()
  restart()
})
const said = el("p", { class: "play-said", role: "status" })
const go = button("Run", () => (playing ? pause() : start()), { class: "play-main" })
const skip = button("To the end", finish)
const over = button("Start over", restart)
const other = button("Other random numbers", () => { seed += 1; restart() })
const queue = room()
const drawn = plots(data)

function change(made) {
  settings = { ...settings, ...made }
  for (const input of presets.querySelectorAll("input")) input.checked = false
  restart()
}

/** Let the controls show the settings. */
function refresh() {
  for (const { name, set } of knobs) set(settings[name] ?? 0)
  for (const { name, input } of switches) input.checked = settings[name]
}

function restart() {
  now = run(settings, data, seed)
  stop()
  const full = (100 * settings.rate * settings.service) / settings.workers
  const most = (settings.workers / settings.service).toFixed(1)
  say(said, `The workers can serve ${most} requests a second; clients keep them ${percent(Math.min(full, 100))} busy.`)
  show()
}

function start() {
  if (now.simulation.now >= data.length) restart()
  if (calm()) return finish()
  playing = true
  say(go, "Pause")
  last = performance.now()
  requestAnimationFrame(frame)
}

function stop() {
  playing = false
  say(go, "Run")
}

function pause() {
  stop()
  tell()
}

function frame(at) {
  if (!playing) return
  const passed = Math.min((at - last) / 1000, 0.1)
  last = at
  now.simulation.advance(Math.min(now.simulation.now + passed * SPEED, data.length))
  show()
  if (now.simulation.now >= data.length) pause()
  else requestAnimationFrame(frame)
}

function finish() {
  now.simulation.advance(data.length)
  stop()
  show()
  tell()
}

function show() {
  queue.show(now.simulation, settings)
  drawn.show(now, settings)
  enable(skip, now.simulation.now < data.length)
}

function tell() {
  const { simulation, stretches } = now
  const { count } = simulation
  const until = Math.floor(simulation.now / STRETCH) * STRETCH
  const lately = answered(stretches, Math.max(until - 20, 0), until)
  say(said, [
    `After ${Math.floor(simulation.now)} s: ${count.arrived} clients sent ${count.sent} requests.`,
    `${count.good} were answered in time, ${count.failed} gave up.`,
    `The workers finished ${count.wasted} requests of clients who had given up.`,
    until >= 20 ? `In the last 20 s, ${percent(lately)} were answered in time.` : "",
  ].join(" "))
}

place.append(
  presets,
  el("div", { class: "load-knobs" }, knobs.map(({ element }) => element)),
  el("div", { class: "load-switches" }, switches.map(({ element }) => element)),
  el("div", { class: "play-buttons", role: "group", "aria-label": "Simulation" }, go, skip, over, other),
  queue.element,
  said,
  drawn.element,
)
refresh()
restart()
