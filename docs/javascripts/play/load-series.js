// What happened in each stretch of a run: rates a second, and the 95th percentile of the times.

import { Simulation } from "./load-model.js"

export const STRETCH = 2 // seconds

/** A run of so many seconds. {simulation, stretches: [{arrived, sent, good, failed, times}]} */
export function run(settings, data, seed = 1) {
  const incident = settings.incident ? data.incident : null
  const empty = () => ({ arrived: 0, sent: 0, good: 0, failed: 0, times: [] })
  const stretches = Array.from({ length: data.length / STRETCH }, empty)
  const note = (event, at, client) => {
    const stretch = stretches[Math.min(Math.floor(at / STRETCH), stretches.length - 1)]
    stretch[event] += 1
    if (event === "good" || event === "failed") stretch.times.push(at - client.since)
  }
  const simulation = new Simulation({ ...settings, incident }, { seed, breaker: data.breaker, note })
  return { simulation, stretches }
}

/** The time that 95 of 100 stay below, or null if there is none. */
export function p95(times) {
  if (!times.length) return null
  const sorted = [...times].sort((a, b) => a - b)
  return sorted[Math.ceil(0.95 * sorted.length) - 1]
}

/** How many of 100 clients that ended in those seconds got their answer in time. */
export function answered(stretches, from, to) {
  const some = stretches.slice(from / STRETCH, to / STRETCH)
  const good = some.reduce((sum, each) => sum + each.good, 0)
  const failed = some.reduce((sum, each) => sum + each.failed, 0)
  return good + failed ? (100 * good) / (good + failed) : 100
}
