/** Something that lives in a world and can die or stand still: what it waits for then never comes, or comes late. */
export interface Life {
  readonly name: string
  dead: boolean
  /** Nothing that it waits for comes before this time, ms. */
  stalledUntil: number
}

interface Moment {
  readonly at: number
  readonly order: number
  readonly life: Life | null
  readonly act: () => void
}

/**
 * The time of a world. It passes only from one moment that somebody waits for to the next, and at one moment things
 * happen in the order in which they were asked for; so a world takes as long as its work, and always goes the same way.
 */
export interface Time {
  /** Milliseconds since 1970, UTC. */
  readonly now: () => number
  /** Acts after so many milliseconds, unless that life has ended by then. */
  readonly after: (ms: number, life: Life | null, act: () => void) => void
  readonly sleep: (ms: number, life: Life | null) => Promise<void>
  /** Lets time pass until the promise is kept. Throws when nothing is left that could keep it. */
  readonly pass: <T>(until: Promise<T>) => Promise<T>
}

function isEarlier(one: Moment, other: Moment): boolean {
  return one.at === other.at ? one.order < other.order : one.at < other.at
}

/** A heap of moments, the earliest first. */
function agenda() {
  const heap: Moment[] = []
  const at = (index: number): Moment => {
    const found = heap[index]
    if (found === undefined) throw new Error('The agenda lost a moment.')
    return found
  }
  const swap = (a: number, b: number): void => {
    const kept = at(a)
    heap[a] = at(b)
    heap[b] = kept
  }
  return {
    add(moment: Moment): void {
      let index = heap.push(moment) - 1
      while (index > 0) {
        const parent = (index - 1) >> 1
        if (!isEarlier(at(index), at(parent))) break
        swap(index, parent)
        index = parent
      }
    },
    next(): Moment | undefined {
      const first = heap[0]
      const last = heap.pop()
      if (first === undefined || last === undefined || heap.length === 0) return first
      heap[0] = last
      for (let index = 0; ;) {
        const children = [2 * index + 1, 2 * index + 2].filter((child) => child < heap.length)
        const least = children.reduce((best, child) => (isEarlier(at(child), at(best)) ? child : best), index)
        if (least === index) break
        swap(index, least)
        index = least
      }
      return first
    },
  }
}

/** Everything that is ready has gone on when this resolves: promises are kept before the next turn of the event loop. */
function idle(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}

export function startTime(start: number): Time {
  const moments = agenda()
  let now = start
  let order = 0

  const after: Time['after'] = (ms, life, act) => {
    order += 1
    moments.add({ at: now + Math.max(0, ms), order, life, act })
  }

  return {
    now: () => now,
    after,
    sleep: (ms, life) => new Promise((resolve) => after(ms, life, resolve)),
    pass: async (until) => {
      let kept = false
      const mark = (): void => {
        kept = true
      }
      until.then(mark, mark)
      for (;;) {
        await idle()
        if (kept) return until
        const moment = moments.next()
        if (moment === undefined) throw new Error('The world stands still: nothing is left to wait for.')
        now = Math.max(now, moment.at)
        const { life } = moment
        if (life?.dead === true) continue
        if (life !== null && life.stalledUntil > now) after(life.stalledUntil - now, life, moment.act)
        else moment.act()
      }
    },
  }
}
