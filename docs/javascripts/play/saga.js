// The saga stepper: what the reader does with the worlds of saga-machine.js, and what is seen of them.

import { button, choice, el, enable, say, stage } from "./dom.js"
import { lanes } from "./saga-lanes.js"
import { act, begin, books, may, next, variantOf } from "./saga-machine.js"

const ACTIONS = [
  ["step", "Step", "Take the next step"],
  ["lose", "Step, lose the reply", "The step takes effect, but its reply is lost"],
  ["twice", "Step, deliver twice", "The same message arrives two times"],
  ["crash", "Crash orders", "The process dies before the next step"],
  ["again", "Client sends again", "The client repeats its request, with the same key"],
]
const WORDS = { balanced: "✓ balances", open: "… not yet", wrong: "✗ does not balance" }

const { place, data } = stage("saga")
const settings = { variant: "naive", card: "accepted", stock: 6 }
let worlds = [begin(data, settings)]

const program = el("div", { class: "saga-program", role: "group", "aria-label": "Steps of this variant" })
const said = el("p", { class: "play-said", role: "status" })
const about = el("p", { class: "saga-about" })
const rooms = lanes()
const shelves = data.books.map((name) => {
  const state = el("b", {})
  const note = el("small", {})
  const row = el("li", {}, el("span", {}, name), state, note)
  return { row, state, note }
})
const buttons = ACTIONS.map(([action, text, title]) => [
  action, button(text, () => play(action), { title, class: action === "step" ? "play-main" : null }),
])
const back = button("Back", undo)
const over = button("Start over", restart)

function play(action) {
  worlds.push(act(data, worlds.at(-1), action))
  show()
}

function undo() {
  if (worlds.length > 1) worlds.pop()
  show()
}

function restart() {
  worlds = [begin(data, settings)]
  show()
}

const set = (name) => (value) => {
  settings[name] = name === "stock" ? Number(value) : value
  restart()
}

/** {step: how the program shows it} where the flow is: in the request, in the worker, … */
function part(world, step) {
  if (!world.flow) return step === "cart" || step === "place_all" ? "Request" : null
  return { request: "Request", task: "Worker", sweep: "Request" }[world.flow.from]
}

function showProgram(world, step) {
  const where = part(world, step)
  const items = variantOf(data, world).program.flatMap(([name, steps]) => [
    el("b", {}, name),
    el("ol", {}, steps.map((id) => {
      const current = id === step && (where === null || where === name)
      const known = data.steps[id]
      return el("li", { class: known.kind, "aria-current": current ? "step" : null }, known.text)
    })),
  ])
  program.replaceChildren(...items)
}

function show() {
  const world = worlds.at(-1)
  const step = next(data, world)
  const found = books(data, world)
  say(about, variantOf(data, world).about)
  showProgram(world, step)
  say(said, [world.last?.said, step ? `Next: ${data.steps[step].text}.` : verdict(found)].filter(Boolean).join(" "))
  said.classList.toggle("play-wrong", Boolean(world.last?.fault))
  rooms.show(world)
  found.forEach(({ state, note }, index) => {
    shelves[index].row.className = state
    say(shelves[index].state, WORDS[state])
    say(shelves[index].note, note)
  })
  for (const [action, made] of buttons) enable(made, may(data, world, action))
  enable(back, worlds.length > 1)
}

function verdict(found) {
  const off = found.filter(({ state }) => state === "wrong").length
  const said = { 0: "All five books balance.", 1: "One book does not balance." }[off] ?? `${off} books do not balance.`
  return `At rest: nothing more happens by itself. ${said}`
}

place.append(
  el("div", { class: "play-head" },
    choice("Checkout", "saga-variant", data.variants.map(({ id, name }) => [id, name]), "naive", set("variant")),
    choice("Card", "saga-card", [["accepted", "accepted"], ["declined", "declined"]], settings.card, set("card")),
    choice("Cups in stock", "saga-stock", [["6", "6"], ["1", "1"]], "6", set("stock"))),
  about,
  el("div", { class: "play-buttons", role: "group", "aria-label": "What happens next" },
    buttons.map(([, made]) => made), back, over),
  said,
  el("div", { class: "saga-board" }, program, el("div", {}, rooms.element,
    el("ul", { class: "saga-books", "aria-label": "The books" }, shelves.map(({ row }) => row)))),
)
show()
