// A discrete-event simulation of clients, one queue, and the workers that empty it. No DOM here.
// Clients arrive at random (Poisson), or wait for their answer and ask again (clients > 0). Service
// times are exponential. A client gives up after the time-out; the server can't know, and does the
// work all the same. Seeded: the same settings and seed give the same run.

import { Breaker } from "./load-breaker.js"
import { Heap } from "./load-heap.js"

/** mulberry32: numbers in (0, 1) from a seed of 32 bits. */
export function random(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (((mixed ^ (mixed >>> 14)) >>> 0) + 0.5) / 2 ** 32
  }
}

const exponential = (draw, mean) => -Math.log(draw()) * mean
export const PAUSE = 1 // seconds before the second try with backoff, twice that before the third

export class Simulation {
  /** settings: as in load.json, with times in seconds and rate a second; limit: places of the queue,
      incident: {from, to, slow} or null. note(event, at, client): is called as things happen. */
  constructor(settings, { seed = 1, clients = 0, breaker = {}, note = () => {} } = {}) {
    this.settings = settings
    this.note = note
    this.now = 0
    this.queue = []
    this.serving = Array(settings.workers).fill(null)
    this.breaker = settings.breaker ? new Breaker(breaker) : null
    this.events = new Heap()
    this.closed = clients > 0
    this.draws = [1, 2, 3].map((stream) => random(seed * 1000 + stream)) // arrivals, work, pauses
    this.count = { arrived: 0, sent: 0, taken: 0, finished: 0, wasted: 0, good: 0, failed: 0, refused: 0, blocked: 0 }
    this.inside = 0 // requests in the queue and at the workers
    this.area = 0 // of `inside` over time
    this.spent = 0 // seconds that finished requests were inside
    this.waited = 0 // seconds that requests waited for a worker
    if (this.closed) for (let each = 0; each < clients; each++) this.events.add(0, () => this.arrive())
    else this.events.add(this.untilNext(), () => this.arrive())
  }

  /** Let everything happen that happens until then. */
  advance(until) {
    while (this.events.size && this.events.first <= until) {
      const [at, act] = this.events.take()
      this.pass(at)
      act()
    }
    this.pass(until)
  }

  /** No more clients arrive; let what is under way end. */
  drain() {
    this.over = true
    while (this.events.size && this.events.first < Infinity) this.advance(this.events.first)
  }

  pass(until) {
    this.area += this.inside * (until - this.now)
    this.now = until
  }

  untilNext() {
    return exponential(this.draws[0], 1 / this.settings.rate)
  }

  arrive() {
    if (this.over) return
    if (!this.closed) this.events.add(this.now + this.untilNext(), () => this.arrive())
    this.count.arrived += 1
    this.note("arrived", this.now, null)
    this.send({ since: this.now, tries: 0 })
  }

  send(client) {
    client.tries += 1
    if (this.breaker && !this.breaker.letsThrough(this.now)) {
      this.count.blocked += 1
      return this.end(client, "failed")
    }
    this.count.sent += 1
    this.note("sent", this.now, client)
    if (this.queue.length >= (this.settings.limit ?? Infinity)) {
      this.count.refused += 1
      this.breaker?.note(this.now, true) // it answers, if only with a 503
      return this.again(client)
    }
    const request = { client, at: this.now, gone: false, answered: false }
    this.count.taken += 1
    this.inside += 1
    if (this.settings.timeout) this.events.add(this.now + this.settings.timeout, () => this.giveUp(request))
    const free = this.serving.indexOf(null)
    if (free < 0) this.queue.push(request)
    else this.serve(free, request)
  }

  serve(worker, request) {
    this.serving[worker] = request
    this.waited += this.now - request.at
    const { incident, service } = this.settings
    const slow = incident && this.now >= incident.from && this.now < incident.to ? incident.slow : 1
    this.events.add(this.now + exponential(this.draws[1], service * slow), () => this.finish(worker, request))
  }

  finish(worker, request) {
    this.inside -= 1
    this.spent += this.now - request.at
    this.count.finished += 1
    this.serving[worker] = null
    if (this.queue.length) this.serve(worker, this.queue.shift())
    if (request.gone) {
      this.count.wasted += 1
      return
    }
    request.answered = true
    this.breaker?.note(this.now, true)
    this.end(request.client, "good")
  }

  giveUp(request) {
    if (request.answered) return
    request.gone = true
    this.breaker?.note(this.now, false)
    this.again(request.client)
  }

  again(client) {
    const { tries, backoff } = this.settings
    if (client.tries >= tries) return this.end(client, "failed")
    const pause = backoff ? PAUSE * 2 ** (client.tries - 1) * (0.5 + this.draws[2]()) : 0
    this.events.add(this.now + pause, () => this.send(client))
  }

  /** The client has its answer, or has given up for good. */
  end(client, how) {
    this.count[how] += 1
    this.note(how, this.now, client)
    if (this.closed) this.events.add(this.now, () => this.arrive())
  }
}
