// A binary heap of events by their time; of two at the same time, the one that was added first.

export class Heap {
  constructor() {
    this.items = []
    this.added = 0
  }

  get size() {
    return this.items.length
  }

  get first() {
    return this.items[0].at
  }

  add(at, act) {
    const items = this.items
    let place = items.push({ at, order: this.added++, act }) - 1
    while (place > 0) {
      const parent = (place - 1) >> 1
      if (!before(items[place], items[parent])) break
      swap(items, place, parent)
      place = parent
    }
  }

  /** [time, act] of the earliest event, which is removed. */
  take() {
    const items = this.items
    const { at, act } = items[0]
    const last = items.pop()
    if (items.length) {
      items[0] = last
      this.sink()
    }
    return [at, act]
  }

  sink() {
    const items = this.items
    for (let place = 0; ; ) {
      let least = place
      for (const child of [2 * place + 1, 2 * place + 2])
        if (child < items.length && before(items[child], items[least])) least = child
      if (least === place) return
      swap(items, place, least)
      place = least
    }
  }
}

const before = (a, b) => a.at < b.at || (a.at === b.at && a.order < b.order)
const swap = (items, a, b) => { [items[a], items[b]] = [items[b], items[a]] }
