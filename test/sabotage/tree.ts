import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The project's root. */
export const root = join(import.meta.dirname, '../..')

/** What tests of the product need of the working tree. */
const needed = ['packages', 'deployments', 'test', 'package.json', 'tsconfig.json', 'vitest.config.ts']
const ours = '@ping-primero'

/** A copy of the working tree that may be broken. */
export interface Tree extends Disposable {
  readonly directory: string
}

/**
 * Copies the working tree, or a copy of it, into a temporary folder. Foreign packages are links to where they are
 * installed; the project's own are the copies, or tests would find the unbroken ones.
 */
export function copyOfTree(source = root): Tree {
  const directory = mkdtempSync(join(tmpdir(), 'ping-primero-sabotage-'))
  const remove = (): void => rmSync(directory, { recursive: true, force: true })
  try {
    for (const name of needed) cpSync(join(source, name), join(directory, name), { recursive: true })
    const [from, to] = [join(root, 'node_modules'), join(directory, 'node_modules')]
    mkdirSync(to)
    for (const name of readdirSync(from)) {
      // Names with a dot are caches of tools, which a copy keeps for itself; `.bin` alone is none.
      if (name === ours || (name.startsWith('.') && name !== '.bin')) continue
      symlinkSync(join(from, name), join(to, name))
    }
    // Links relative to the root they stand in.
    cpSync(join(from, ours), join(to, ours), { recursive: true, verbatimSymlinks: true })
    return { directory, [Symbol.dispose]: remove }
  } catch (error) {
    remove()
    throw error
  }
}
