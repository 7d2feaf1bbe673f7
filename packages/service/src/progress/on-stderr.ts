import { writeSync } from 'node:fs'
import { progressLine } from './line.ts'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** A terminal that takes no more at the moment may miss a look: the next one follows. */
function write(text: string): void {
  try {
    writeSync(2, text)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error
  }
}

/** At the end of the process, and at the signals that end it where nobody else listens to them. */
function atEnd(act: () => void): () => void {
  const end = (signal: NodeJS.Signals): void => {
    act()
    if (process.listenerCount(signal) > 1) return
    process.removeListener(signal, end)
    process.kill(process.pid, signal)
  }
  process.on('exit', act)
  for (const signal of signals) process.on(signal, end)
  return () => {
    process.removeListener('exit', act)
    for (const signal of signals) process.removeListener(signal, end)
  }
}

/** The line of this process on standard error. */
export const stderrLine = progressLine({
  isTerminal: () => process.stderr.isTTY && process.env['TERM'] !== 'dumb',
  columns: () => process.stderr.columns,
  write,
  elapsed: () => performance.now(),
  every: (ms, act) => {
    const timer = setInterval(act, ms)
    timer.unref()
    return () => clearInterval(timer)
  },
  atEnd,
})
