/** A line on a terminal that is written anew in its place. */
export interface ProgressLine {
  /** Shows what goes on while `work` is done, once the command takes longer than a moment; then takes the line away. */
  readonly during: <T>(words: () => string, work: () => Promise<T>) => Promise<T>
  /** Takes the line away before something else is written; it comes back below that. */
  readonly clear: () => void
}

/** Where the line stands, and the time that passes there. */
export interface LineHost {
  /** Whether it is a terminal that can write a line anew. */
  readonly isTerminal: () => boolean
  readonly columns: () => number
  readonly write: (text: string) => void
  /** Milliseconds since the process began. */
  readonly elapsed: () => number
  /** Acts again and again, until the function that it gives is called; never keeps the process alive. */
  readonly every: (ms: number, act: () => void) => () => void
  /** Calls `act` when the process is about to end, until the function that it gives is called. */
  readonly atEnd: (act: () => void) => () => void
}

const shownAfterMs = 3_000
const redrawnEveryMs = 250
const takenAway = '\r\u001B[K'

/** A line that is not there yet. Cut to the terminal's columns, of which the last stays free: there the line would break. */
export function progressLine(host: LineHost): ProgressLine {
  let shown = ''
  const clear = (): void => {
    if (shown === '') return
    shown = ''
    host.write(takenAway)
  }
  return {
    clear,
    during: async (words, work) => {
      if (!host.isTerminal()) return work()
      const stopDrawing = host.every(redrawnEveryMs, () => {
        if (host.elapsed() < shownAfterMs) return
        const line = words().slice(0, Math.max(0, host.columns() - 1))
        if (line === shown) return
        shown = line
        host.write(`${takenAway}${line}`)
      })
      const forget = host.atEnd(clear)
      try {
        return await work()
      } finally {
        stopDrawing()
        forget()
        clear()
      }
    },
  }
}
