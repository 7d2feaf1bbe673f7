import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { openLedger } from '../../packages/service/src/ledger/store.ts'

/** What a look at the ledger of a dead process says; `null` = all is well. */
export type LedgerTrouble = string | null

/**
 * Opens a copy of the ledger as it lies on the disk, with everything beside it, and computes its history again. The
 * original is left as it is for the process that comes next.
 */
export async function inspectCopy(ledger: string): Promise<LedgerTrouble> {
  const directory = mkdtempSync(join(tmpdir(), 'ping-primero-copy-'))
  try {
    const name = basename(ledger)
    const files = readdirSync(dirname(ledger)).filter(
      (file) => file.startsWith(name) && !file.endsWith('-shm'),
    )
    for (const file of files) copyFileSync(join(dirname(ledger), file), join(directory, file))
    return await verify(join(directory, name))
  } catch (error) {
    return `cannot be opened: ${error instanceof Error ? error.message : 'unknown'}`
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

async function verify(path: string): Promise<LedgerTrouble> {
  const store = await openLedger(`sqlite:${path}`)
  try {
    for (const deployment of await store.operators.deployments()) {
      const checked = await store.operators.verify(deployment)
      if (!checked.whole) return `history broken at ${checked.position}`
    }
    return null
  } finally {
    await store.close()
  }
}
