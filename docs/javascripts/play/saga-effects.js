// What each step of saga.json does, and which step of the flow follows it. effects[step] changes the
// world it is given and returns a sentence for the reader.

import { charge, idOf, move, notify, orderOf, renew, reserve } from "./saga-callees.js"
import { answer, finish, firstOpen, go, settle } from "./saga-flow.js"
import { atOnce } from "./saga-one.js"

const byWorker = (world) => world.flow.from !== "request"
const isSimple = (variant) => variant.program.length === 1

/** What a callee does when it gets a call once more. The caller has gone on. */
export const repeated = {
  cart: () => "Reading changes nothing.",
  reserve: (world, variant, data) => reserve(world, variant, data).said,
  charge,
  sell: (world, variant, data) => move(world, variant, data, "sell"),
  release: (world, variant, data) => move(world, variant, data, "release"),
  renew_cart: renew,
  notify: (world, variant, data) =>
    notify(world, variant, { order: world.flow.order, kind: data.order.notices.confirmed }),
}

export const effects = {
  restart(world, variant) {
    world.up = true
    return variant.sweeps
      ? "orders is up again, and searches for open orders."
      : "orders is up again. It remembers what it committed, and nothing else."
  },
  cart(world, variant) {
    const known = variant.keys ? world.key : null
    const after = isSimple(variant) ? (known ? "renew_cart" : "reserve") : "place"
    if (!known && !world.cart.cups) answer(world, "422")
    else go(world, after, { order: known, cart: world.cart.id })
    if (known) return "orders has seen this key before, and goes on with that order."
    return world.cart.cups ? `The cart has ${world.cart.cups} cups.` : "The cart is empty."
  },
  reserve(world, variant, data) {
    const { ok, said } = reserve(world, variant, data)
    if (ok) go(world, "charge")
    else if (byWorker(world)) go(world, "reject", { why: "refused" })
    else answer(world, "409")
    return said
  },
  charge(world, variant, data) {
    const said = charge(world, variant, data)
    const accepted = world.card === "accepted"
    if (variant.id === "one") go(world, accepted ? "confirm_all" : "reject_all", { why: "declined" })
    else if (accepted) go(world, "sell")
    else if (byWorker(world)) go(world, variant.compensates ? "release" : "reject", { why: "declined" })
    else answer(world, "409")
    return said
  },
  sell(world, variant, data) {
    const said = move(world, variant, data, "sell")
    go(world, byWorker(world) ? "confirm" : "add")
    return said
  },
  release(world, variant, data) {
    const said = move(world, variant, data, "release")
    go(world, "reject")
    return said
  },
  add(world, variant) {
    const id = idOf(world, variant)
    world.orders.push({ id, status: "confirmed", cart: world.flow.cart })
    if (variant.keys) world.key = id
    go(world, "renew_cart", { order: id })
    return `orders commits order ${id}.`
  },
  renew_cart(world, variant) {
    const said = renew(world, variant)
    if (isSimple(variant)) go(world, "notify")
    else if (byWorker(world)) go(world, "reserve")
    else answer(world, "201")
    return said
  },
  notify(world, variant, data) {
    const said = repeated.notify(world, variant, data)
    answer(world, "201")
    return said
  },
  answer(world, variant, data, fault) {
    const { code, order } = world.flow
    world.client = fault ? "no answer" : code
    if (code === "201" && !fault && !world.promised.includes(order)) world.promised.push(order)
    finish(world)
    return fault ? `The ${code} is lost on its way to the client.` : `The client gets a ${code}.`
  },
  place(world) {
    const known = world.key
    if (!known) {
      world.key = "A"
      world.orders.push({ id: "A", status: "pending", cart: world.flow.cart })
      world.outbox.push({ what: "task", order: "A" })
    }
    go(world, "renew_cart", { order: world.key })
    return known ? "orders finds the key: no change." : "orders commits the order, its key, and a task at once."
  },
  relay(world, variant, data, fault) {
    world.queue.push({ ...world.outbox[0] })
    const { what } = fault ? world.outbox[0] : world.outbox.shift()
    return fault ? `The ${what} is sent, but not marked as sent: it will be sent again.` : `The ${what} is on its way.`
  },
  take_up(world, variant, data, fault) {
    const order = orderOf(world, world.queue[0].order)
    const isOpen = data.order.open.includes(order.status)
    world.flow = { from: "task", at: "renew_cart", order: order.id, keepsTask: Boolean(fault) }
    if (!isOpen) finish(world)
    const said = isOpen ? "The worker leases the order." : `The order is ${order.status}: there is nothing to do.`
    return fault ? `${said} The queue will deliver the task once more.` : said
  },
  confirm: (world, variant, data) => decide(world, data, "confirmed"),
  reject: (world, variant, data) => decide(world, data, "rejected"),
  deliver(world, variant, data, fault) {
    const said = notify(world, variant, world.queue[0])
    if (!fault) world.queue.shift()
    return fault ? `${said} Its acknowledgment is lost, so the event will come again.` : said
  },
  sweep(world, variant, data) {
    world.outbox.push({ what: "task", order: firstOpen(world, data).id })
    return "Its lease has expired, so the order is due again."
  },
  ...atOnce,
}

function decide(world, data, status) {
  const notice = settle(world, data, status)
  if (notice) world.outbox.push({ what: "event", ...notice })
  finish(world)
  return notice ? `The order is ${status}. An event waits in the outbox.` : "The order was decided before: no change."
}
