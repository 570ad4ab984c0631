// An order's way through five services, as data: begin() makes a world, act() makes the next one.
// No DOM here. Steps, states, and variants are those of saga.json, which a test compares with the
// repository's own code. A world is plain JSON and never changes; act() returns a new one.

import { CENTS, CUPS, money } from "./saga-callees.js"
import { effects, repeated } from "./saga-effects.js"
import { finish } from "./saga-flow.js"

export const variantOf = (data, world) => data.variants.find((one) => one.id === world.variant)

export function begin(data, { variant, card = "accepted", stock = 6 }) {
  return {
    variant, card, stock0: stock,
    up: true, requests: 1, attempts: 0, client: "waiting", promised: [],
    flow: null, outbox: [], queue: [], inbox: [],
    cart: { id: 1, cups: CUPS }, orders: [], key: null,
    stock: { available: stock, reserved: 0, sold: 0 }, reservations: {},
    payments: {}, captured: [], notices: [],
    last: null,
  }
}

/** The id of the step that comes next, or null: the shop is at rest. */
export function next(data, world) {
  const variant = variantOf(data, world)
  if (!world.up) return "restart"
  if (world.flow) return world.flow.at
  if (world.requests) return variant.id === "one" ? "place_all" : "cart"
  if (world.queue.length) return world.queue[0].what === "task" ? "take_up" : "deliver"
  if (world.outbox.length) return "relay"
  if (!variant.sweeps || !open(data, world).length) return null
  return variant.id === "one" ? "sweep_one" : "sweep"
}

export const open = (data, world) =>
  world.orders.filter((order) => data.order.open.includes(order.status))

/** Whether the reader may do that now. action: step, lose, twice, crash, or again. */
export function may(data, world, action) {
  const step = next(data, world)
  const kind = step && data.steps[step].kind
  return {
    step: step !== null,
    lose: ["request", "reply", "message"].includes(kind),
    twice: ["request", "message"].includes(kind),
    crash: world.up && step !== null,
    again: world.up && world.client !== "waiting",
  }[action]
}

/** The world after that action; the same one if it is not allowed now. */
export function act(data, world, action) {
  if (!may(data, world, action)) return world
  const made = structuredClone(world)
  if (action === "again") {
    made.requests += 1
    made.client = "waiting"
    const said = "The client sends its request again, with the same key."
    made.last = { step: null, lanes: [], fault: null, said }
  } else if (action === "crash") {
    crash(made)
  } else {
    take(data, made, action)
  }
  return made
}

function crash(world) {
  if (world.flow?.from === "request") world.client = "no answer"
  world.up = false
  world.flow = null
  world.last = {
    step: null, lanes: ["orders"], fault: "crash",
    said: "orders crashes: its local variables are gone, what it committed stays.",
  }
}

function take(data, world, action) {
  const step = next(data, world)
  const { kind, lane } = data.steps[step]
  const variant = variantOf(data, world)
  const fault = action === "step" ? null : action
  if (!world.flow && (step === "cart" || step === "place_all")) {
    world.requests -= 1
    world.attempts += 1
    world.flow = { from: "request", at: step, order: null }
  }
  const before = world.flow
  let said = effects[step](world, variant, data, fault)
  if (kind === "request" && fault === "twice") {
    const after = world.flow
    world.flow = before
    said += ` Then the same call arrives again: ${repeated[step](world, variant, data)}`
    world.flow = after
  }
  if (kind === "request" && fault === "lose") said += ` ${giveUp(world, variant)}`
  world.last = { step, lanes: lane, fault, said }
}

/** The caller gets no reply to its call, and can't know whether it took effect. */
function giveUp(world, variant) {
  const asked = world.flow.from === "request"
  if (variant.id === "one" && asked) world.flow = { ...world.flow, at: "answer", code: "201" }
  else finish(world)
  if (variant.id === "one") return "The reply is lost: the outcome is not known yet, and the order stays pending."
  if (!asked) return "The reply is lost: the worker gives up for now."
  world.client = "503"
  return "The reply is lost: orders gives up, and the client gets a 503."
}

/** [{name, state, note}]: a book that is off is "open" while the shop works, and "wrong" at rest. */
export function books(data, world) {
  const rest = next(data, world) === null
  const sold = world.orders.filter((order) => order.status === "confirmed")
  const pending = open(data, world)
  const { available, reserved, sold: gone } = world.stock
  const kept = world.captured.reduce((sum, each) => sum + each.cents, 0)
  const owed = world.orders.filter((order) => data.order.notices[order.status])
  const counted = owed.map((order) => world.notices.filter((each) => each.order === order.id).length)
  const strays = world.notices.filter((each) => !owed.some((order) => order.id === each.order)).length
  const lost = world.promised.filter((id) => !world.orders.some((order) => order.id === id))
  const found = [
    [
      available + reserved + gone === world.stock0 && available >= 0 &&
        reserved === CUPS * pending.length && gone === CUPS * sold.length,
      `stock says ${reserved} reserved and ${gone} sold, orders say ${CUPS * pending.length} and ${CUPS * sold.length}`,
    ],
    [kept === CENTS * sold.length, `captured ${money(kept)}, sold ${money(CENTS * sold.length)}`],
    [!pending.length, pending.length ? `${pending.length} still pending` : "none is open"],
    [
      counted.every((count) => count === 1) && !strays,
      `${owed.length} ${owed.length === 1 ? "outcome" : "outcomes"}, ${world.notices.length} sent`,
    ],
    [!lost.length, `${world.promised.length} promised, ${lost.length} lost`],
  ]
  return found.map(([holds, note], place) => ({
    name: data.books[place], note, state: holds ? "balanced" : rest ? "wrong" : "open",
  }))
}
