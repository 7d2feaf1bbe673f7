/** One request that was answered, refused or left without an answer. `status` is 'none' when no whole answer left. */
export interface TrafficEntry {
  readonly method: string
  readonly path: string
  readonly query: string
  readonly kind: string
  readonly status: number | 'none'
  /** The system's own clock when the request came in, ms. */
  readonly at: number
  /** Real time from the request to the end of its answer, ms. */
  readonly ms: number
  readonly body: string
  readonly answer: string
}

/** What was asked of a system, for assertions and for the bench. Control requests are never counted. */
export interface Traffic {
  /** Requests by kind. A request whose fault kept it from being acted on counts as `not-acted`. */
  counts(): Readonly<Record<string, number>>
  total(): number
  /** Requests that may change something: every method but GET, unless the system says otherwise of a request. */
  writes(): number
  inFlight(): number
  peakInFlight(): number
  /** Server work asked, ms, by the prices of the contract, whether or not the cost model is on. */
  work(): number
  /** In the order in which the answers ended. Empty while `keep` is false. */
  entries(): readonly TrafficEntry[]
  reset(): void
  /** Whether entries with their bodies are kept at all; false for load tests. */
  keep: boolean
}

/** The side of the traffic that the HTTP frame writes to. */
export interface TrafficRecorder extends Traffic {
  begin(): void
  acted(kind: string, work: number, write: boolean): void
  end(entry: TrafficEntry): void
}

/** Starts with nothing counted and entries kept. */
export function createTraffic(): TrafficRecorder {
  const counts = new Map<string, number>()
  let entries: TrafficEntry[] = []
  let total = 0
  let writes = 0
  let inFlight = 0
  let peak = 0
  let work = 0

  return {
    keep: true,
    counts: () => Object.fromEntries(counts),
    total: () => total,
    writes: () => writes,
    inFlight: () => inFlight,
    peakInFlight: () => peak,
    work: () => work,
    entries: () => entries,
    reset() {
      counts.clear()
      entries = []
      total = 0
      writes = 0
      peak = inFlight
      work = 0
    },
    begin() {
      total += 1
      inFlight += 1
      peak = Math.max(peak, inFlight)
    },
    acted(kind, cost, write) {
      counts.set(kind, (counts.get(kind) ?? 0) + 1)
      work += cost
      if (write) writes += 1
    },
    end(entry) {
      inFlight -= 1
      if (this.keep) entries.push(entry)
    },
  }
}
