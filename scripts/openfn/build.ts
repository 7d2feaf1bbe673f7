/**
 * Bundles the OpenFn adaptor into `packages/openfn/dist/packages/ping-primero`, where OpenFn's worker looks for
 * `@openfn/language-ping-primero@local` below its adaptors' folder, and writes the files that are made from code.
 */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { buildAdaptor } from './adaptor.ts'

const root = join(import.meta.dirname, '../..')
const target = join(root, 'packages/openfn/dist/packages/ping-primero')
await buildAdaptor(target)
execFileSync(process.execPath, [join(root, 'scripts/generate.ts')], { stdio: 'inherit' })
console.log(`The adaptor is in ${target}.`)
