/**
 * A value about a person. Its string, JSON and inspect forms all say `[redacted]`; only `reveal` gives the value, so
 * that every place that takes it out can be found by that word.
 */
export class Redacted<T> {
  readonly #value: T

  constructor(value: T) {
    this.#value = value
  }

  reveal(): T {
    return this.#value
  }

  toString(): '[redacted]' {
    return '[redacted]'
  }

  toJSON(): '[redacted]' {
    return '[redacted]'
  }

  [Symbol.for('nodejs.util.inspect.custom')](): '[redacted]' {
    return '[redacted]'
  }
}

/** Wraps a personal value. */
export function redacted<T>(value: T): Redacted<T> {
  return new Redacted(value)
}
