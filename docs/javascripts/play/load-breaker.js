// The circuit breaker of stage 2, stage2-services/chassis/breaker.py, with a clock that is given.

export class Breaker {
  constructor({ failures = 5, open_seconds = 2 }) {
    this.most = failures
    this.seconds = open_seconds
    this.failures = 0
    this.tryAgainAt = 0
  }

  state(now) {
    if (this.failures < this.most) return "closed"
    return now < this.tryAgainAt ? "open" : "half-open"
  }

  letsThrough(now) {
    if (this.failures < this.most) return true
    if (now < this.tryAgainAt) return false
    this.tryAgainAt = now + this.seconds // this call is the test
    return true
  }

  note(now, answered) {
    this.failures = answered ? 0 : this.failures + 1
    if (this.failures >= this.most) this.tryAgainAt = now + this.seconds
  }
}
