// The steps of stage 1: one transaction for all features, and one more after the provider's answer.

import { move, renew, reserve } from "./saga-callees.js"
import { answer, finish, firstOpen, go, settle } from "./saga-flow.js"

export const atOnce = {
  place_all(world, variant, data) {
    if (world.key) {
      go(world, "answer", { order: world.key, code: "201" })
      return "The key is known: the client gets the answer of that order."
    }
    if (!world.cart.cups) {
      answer(world, "422")
      return "The cart is empty."
    }
    world.key = "A"
    world.orders.push({ id: "A", status: "pending", cart: world.cart.id })
    go(world, "charge", { order: "A", why: "refused" })
    const { ok, said } = reserve(world, variant, data)
    if (ok) world.payments.A = data.payment.begins
    else world.notices.push(settle(world, data, "rejected"))
    renew(world, variant)
    if (!ok) answer(world, "201")
    return `In one commit: ${said}`
  },
  confirm_all: (world, variant, data) => decideAtOnce(world, variant, data, "confirmed"),
  reject_all: (world, variant, data) => decideAtOnce(world, variant, data, "rejected"),
  sweep_one(world, variant, data) {
    world.flow = { from: "sweep", at: "charge", order: firstOpen(world, data).id }
    return "The order is due again, and goes on from where it stands."
  },
}

function decideAtOnce(world, variant, data, status) {
  const notice = settle(world, data, status)
  if (notice) {
    const sold = status === "confirmed"
    move(world, variant, data, sold ? "sell" : "release")
    world.payments[notice.order] = data.payment.ends[sold ? 0 : 1]
    world.notices.push(notice)
  }
  if (world.flow.from === "request") answer(world, "201")
  else finish(world)
  if (!notice) return "The order was decided before: no change."
  return `In one commit: the order is ${status}, with all that belongs to it.`
}
