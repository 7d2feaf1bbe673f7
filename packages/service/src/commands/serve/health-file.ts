import { renameSync, rmSync, writeFileSync } from 'node:fs'
import type { Health } from './answer.ts'

/**
 * A file whose age tells whether a service is alive: written whole each time, gone when the service ends by itself. Throws
 * what the system says.
 */
export function healthFile(path: string): {
  readonly write: (health: Health) => void
  readonly remove: () => void
} {
  return {
    write: (health) => {
      const beside = `${path}.new`
      writeFileSync(beside, `${JSON.stringify(health)}\n`)
      renameSync(beside, path)
    },
    remove: () => rmSync(path, { force: true }),
  }
}
