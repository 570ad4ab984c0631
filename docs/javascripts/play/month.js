// What each architecture costs a month: tests/bench/month.py, function by function. A test runs both
// over a grid of shops and wants the same cents. Its constants and prices come with the page.

export class TooLarge extends Error {}

/** Processors that the busiest hour asks for, each order taking so many seconds of them. */
export const cores = (model, orders, seconds, traffic) =>
  (orders / model.seconds) * traffic.peak * seconds / traffic.busy

/** {hour, many, name} of the cheapest that have the cores; see month.py for the limits. */
export function cheapest(offers, needed, { megabytes = 0, most = Infinity, spare = 0 } = {}) {
  let best = null
  for (const offer of offers) {
    const many = Math.max(1, Math.ceil(needed / offer.cores))
    if (many > most || (offer.megabytes ?? megabytes) < megabytes) continue
    const found = { hour: (many + spare) * offer.hour, many: many + spare, name: offer.name }
    if (!best || before(found, best)) best = found
  }
  if (!best) throw new TooLarge(`no offer has ${needed.toFixed(1)} cores`)
  return best
}

const before = (a, b) =>
  a.hour !== b.hour ? a.hour < b.hour : a.many !== b.many ? a.many < b.many : a.name < b.name

/** Stage 1 on machines of its own. spare: 0, or 1 to go on when a machine or the database's dies. */
export function monolith(model, orders, work, price, spare) {
  const shop = cores(model, orders, work.shop, price.traffic)
  const machines = cheapest(price.machines, shop, { megabytes: work.megabytes, spare })
  const needed = cores(model, orders, work.postgres, price.traffic)
  const database = cheapest(price.postgres, needed, { most: 1 })
  const balanced = machines.many > 1 ? price.load_balancer.hour : 0
  const dollars = model.hours * (machines.hour + database.hour * (1 + spare) + balanced)
  return { dollars, of: `${machines.many} × ${machines.name}, ${1 + spare} × ${database.name}` }
}

/** Stage 2 on a cluster that goes on when a machine dies. */
export function services(model, orders, work, price) {
  const [shop, postgres, redis] = ["shop", "postgres", "redis"].map((kind) =>
    cores(model, orders, work[kind], price.traffic))
  const nodes = cheapest(price.machines, shop, { megabytes: work.megabytes, spare: 1 })
  const database = cheapest(price.postgres, postgres, { most: 1 })
  const cache = cheapest(price.redis, redis / model.redis_servers)
  const hour = nodes.hour + 2 * database.hour + model.redis_servers * cache.hour
  const dollars = model.hours * (hour + price.load_balancer.hour + price.kubernetes.hour)
  const many = model.redis_servers * cache.many
  return { dollars, of: `cluster, ${nodes.many} × ${nodes.name}, 2 × ${database.name}, ${many} × ${cache.name}` }
}

/** Stage 3. requests: that reach the API for each order; rest: dollars of all else, each. */
export function functions(model, orders, requests, rest, price) {
  const gateway = inTiers(orders * requests, price.api_gateway)
  const dollars = price.at_rest.month + gateway + orders * rest
  return { dollars, of: `${Math.round((100 * gateway) / dollars)} % API Gateway` }
}

/** Dollars of so many requests, each tier at its own price. */
export function inTiers(requests, tiers) {
  let [paid, below] = [0, 0]
  for (const tier of tiers) {
    const within = Math.max(0, Math.min(requests, tier.up_to) - below)
    paid += within * tier.request
    below = tier.up_to
  }
  return paid
}

/** The orders a month from which `cheap` is no longer cheaper, or null. */
export function crossing(model, cheap, dear, most = 1e9) {
  for (let orders = 1; orders <= most; orders *= model.step) {
    try {
      if (cheap(orders) > dear(orders)) return orders
    } catch (error) {
      if (error instanceof TooLarge) return null
      throw error
    }
  }
  return null
}

/** {name: orders => {dollars, of}} of the four ways to run the shop. settings: {visits, peak, busy,
    speed}; work is in proportion to the visits, and to how slow a rented core is. */
export function ways(data, settings) {
  const { model, measured } = data
  const traffic = { ...data.price.traffic, ...settings }
  const price = { ...data.price, traffic }
  const share = settings.visits / data.price.traffic.visits
  const [one, two] = measured.work.map((work) => scaled(work, share / settings.speed))
  const count = (times) => Object.values(times).reduce((sum, many) => sum + many, 0)
  const requests = count(model.looks) * settings.visits + count(model.buying)
  return {
    "stage 1, one machine": (orders) => monolith(model, orders, one, price, 0),
    "stage 1 and a spare": (orders) => monolith(model, orders, one, price, 1),
    "stage 2": (orders) => services(model, orders, two, price),
    "stage 3": (orders) => functions(model, orders, requests, measured.rest * share, price),
  }
}

const scaled = (work, factor) => ({
  shop: work.shop * factor, postgres: work.postgres * factor, redis: work.redis * factor,
  megabytes: work.megabytes,
})
