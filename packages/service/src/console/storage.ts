import { stat, statfs } from 'node:fs/promises'
import type { Storage } from '@ping-primero/console/host.ts'

/** Where a ledger lies, without saying the way to it; what cannot be learnt is left open. */
export async function storageOf(path: string | null): Promise<Storage> {
  if (path === null) return { kind: 'memory' }
  const sizeOf = async (end: string): Promise<number> => (await stat(`${path}${end}`)).size
  // What was written last stands beside the file until it is taken in.
  const [file, recent, disk] = await Promise.allSettled([sizeOf(''), sizeOf('-wal'), statfs(path)])
  return {
    kind: 'file',
    bytes:
      file.status === 'fulfilled' ? file.value + (recent.status === 'fulfilled' ? recent.value : 0) : null,
    freeBytes: disk.status === 'fulfilled' ? disk.value.bavail * disk.value.bsize : null,
  }
}
