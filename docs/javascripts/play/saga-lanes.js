// Five lanes, one for each service, with what its store holds, and the client's own lane above them.

import { el } from "./dom.js"
import { money } from "./saga-callees.js"

const KINDS = {
  pending: "open", reserved: "open", confirmed: "final", sold: "final", captured: "final",
  rejected: "final", released: "final", declined: "final", refused: "final", down: "wrong",
}
const LANES = { client, cart, orders, inventory, payments, notifications }

/** {element, show(world)} */
export function lanes() {
  const rooms = Object.keys(LANES).map((name) => {
    const rows = el("dl", {})
    const room = el("section", { class: "saga-lane", "data-lane": name, "aria-label": name }, el("b", {}, name), rows)
    return { name, room, rows }
  })
  const show = (world) => rooms.forEach(({ name, room, rows }) => {
    rows.replaceChildren(...LANES[name](world))
    room.classList.toggle("on", Boolean(world.last?.lanes.includes(name)))
    room.classList.toggle("down", name === "orders" && !world.up)
  })
  return { element: el("div", { class: "saga-lanes" }, rooms.map(({ room }) => room)), show }
}

const row = (name, value, kind = KINDS[value] ?? "plain") =>
  el("div", {}, el("dt", {}, name), el("dd", { class: `saga-state ${kind}` }, String(value)))
const counted = (name, count, kind) => row(name, count, count ? kind : "plain")

function client(world) {
  const was = world.client === "201" ? "final" : "plain"
  return [row("answer", world.client, was)]
}

function cart(world) {
  return [row("cups", world.cart.cups)]
}

function orders(world) {
  const process = world.up ? [] : [row("process", "down")]
  const found = world.orders.map((order) => row(`order ${order.id}`, order.status))
  const waiting = world.outbox.map((each) => row("outbox", each.what, "message"))
  const tasks = world.queue.filter((each) => each.what === "task")
  const none = found.length ? [] : [row("orders", "none")]
  return [...process, ...none, ...found, ...waiting, ...tasks.map(() => row("queue", "task", "message"))]
}

function inventory(world) {
  const { available, reserved, sold } = world.stock
  const records = Object.entries(world.reservations).map(([id, state]) => row(`record ${id}`, state))
  const counts = [row("available", available), counted("reserved", reserved, "open"), counted("sold", sold, "final")]
  return [...counts, ...records]
}

function payments(world) {
  const sum = world.captured.reduce((all, each) => all + each.cents, 0)
  const records = Object.entries(world.payments).map(([id, status]) => row(`payment ${id}`, status))
  return [row("provider took", money(sum), sum ? "final" : "plain"), ...records]
}

function notifications(world) {
  const events = world.queue.filter((each) => each.what === "event")
  return [counted("sent", world.notices.length, "final"), ...events.map(() => row("stream", "event", "message"))]
}
