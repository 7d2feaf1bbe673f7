import { closeSync, openSync } from 'node:fs'

/** Whether the terminal that a process was started on is still there. */
function hasTerminal(): boolean {
  try {
    closeSync(openSync('/dev/tty', 'r'))
    return true
  } catch {
    return false
  }
}

/**
 * Listens for SIGHUP, the order to read everything anew. A terminal that is closed gives the same one: then `closed` is
 * called instead. To be called to listen no longer.
 */
export function onReloadOrder(reload: () => void, closed: () => void): () => void {
  const onTerminal = process.stdin.isTTY || process.stderr.isTTY
  const heard = (): void => (onTerminal && !hasTerminal() ? closed() : reload())
  process.on('SIGHUP', heard)
  return () => process.removeListener('SIGHUP', heard)
}
