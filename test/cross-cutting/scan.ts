import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { createScanner } from '../privacy-scan/scan.ts'

/** Those of the markers that stand in an output, in whatever form. One pass, whatever their number. */
export function foundIn(output: string | Buffer, markers: readonly string[]): readonly string[] {
  const { scan } = createScanner([...new Set(markers)].map((text) => ({ kind: 'marker', text })))
  return [...new Set(scan(output).map(({ canary }) => canary.text))]
}

/** Everything in a directory as one piece: the ledger with its WAL and whatever lies beside it. */
export function bytesOf(directory: string): Buffer {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  return Buffer.concat(files.map((file) => readFileSync(join(file.parentPath, file.name))))
}
