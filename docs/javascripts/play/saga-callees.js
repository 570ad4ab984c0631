// What the services around orders do when they are called. Each function changes the world and says
// what happened. With keys, a callee keeps a record for each order and recognizes a repetition.

export const CUPS = 2 // in the cart
export const CENTS = 2400 // what they cost

export const money = (cents) => `$${(cents / 100).toFixed(2)}`
export const orderOf = (world, id) => world.orders.find((order) => order.id === id)

/** The id that orders passes along: without keys, each attempt of the client has a new one. */
export const idOf = (world, variant) => {
  if (world.flow.order) return world.flow.order
  return variant.keys ? "A" : String.fromCharCode(64 + Math.min(world.attempts, 26))
}

export function reserve(world, variant, data) {
  const id = idOf(world, variant)
  const [held, refused] = data.reservation.moves.reserve
  if (variant.keys && world.reservations[id]) {
    const said = "inventory finds its record, changes nothing, and gives the same answer."
    return { ok: world.reservations[id] !== refused, said }
  }
  const ok = world.stock.available >= CUPS
  if (ok) {
    world.stock.available -= CUPS
    world.stock.reserved += CUPS
  }
  if (variant.keys) world.reservations[id] = ok ? held : refused
  const said = ok ? `inventory reserves ${CUPS} cups.` : "inventory has too few cups, and refuses."
  return { ok, said }
}

export function move(world, variant, data, step) {
  const id = idOf(world, variant)
  const [was, becomes] = data.reservation.moves[step]
  const sells = step === "sell"
  if (variant.keys && world.reservations[id] !== was) return "inventory has done this before: no change."
  if (world.stock.reserved < CUPS) return "inventory has none reserved, and refuses."
  if (variant.keys) world.reservations[id] = becomes
  world.stock.reserved -= CUPS
  world.stock[sells ? "sold" : "available"] += CUPS
  return `inventory ${sells ? "sells" : "releases"} ${CUPS} cups.`
}

/** Stage 1 records the outcome in its second transaction, stage 2 before payments answers. */
export function charge(world, variant, data) {
  const id = idOf(world, variant)
  const [captured, declined] = data.payment.ends
  const inOne = variant.id === "one"
  if (variant.keys && data.payment.ends.includes(world.payments[id]))
    return `payments knows the outcome: ${world.payments[id]}.`
  if (inOne && world.captured.some((each) => each.order === id))
    return "The provider knows the key, and does not charge again."
  const accepted = world.card === "accepted"
  if (accepted) world.captured.push({ order: id, cents: CENTS })
  if (!inOne) world.payments[id] = accepted ? captured : declined
  return accepted ? `The provider takes ${money(CENTS)}.` : "The provider declines the card."
}

export function renew(world, variant) {
  const bought = variant.keys ? orderOf(world, world.flow.order).cart : world.cart.id
  if (world.cart.id !== bought) return "The cart was renewed before: no change."
  world.cart = { id: world.cart.id + 1, cups: 0 }
  return "cart empties the cart and gives it a new id."
}

export function notify(world, variant, { order, kind }) {
  if (variant.keys && world.notices.some((each) => each.order === order && each.kind === kind))
    return "notifications has seen this one before: no change."
  world.notices.push({ order, kind })
  return "notifications sends the customer a message."
}
