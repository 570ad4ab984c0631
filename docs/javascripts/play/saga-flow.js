// How a flow goes on and ends: a request that orders handles, a task of its worker, or the sweep.

import { orderOf } from "./saga-callees.js"

export const go = (world, at, more = {}) => { world.flow = { ...world.flow, at, ...more } }
export const answer = (world, code) => go(world, "answer", { code })
export const firstOpen = (world, data) =>
  world.orders.find((order) => data.order.open.includes(order.status))

/** The end of a flow. A task is acknowledged when it is done, not when it is received. */
export function finish(world) {
  if (world.flow.from === "task" && !world.flow.keepsTask) world.queue.shift()
  world.flow = null
}

/** Compare and set: the notice of the order's new status, or null if it was decided before. */
export function settle(world, data, status) {
  const order = orderOf(world, world.flow.order)
  const [was] = data.order.saga.find(([, becomes]) => becomes === status)
  if (order.status !== was) return null
  order.status = status
  if (status === "rejected") order.reason = data.order.reasons[world.flow.why]
  return { order: order.id, kind: data.order.notices[status] }
}
