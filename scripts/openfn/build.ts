/**
 * Bundles the OpenFn adaptor into the folder of local adaptors `packages/openfn/dist`, and writes the files that are
 * made from code.
 */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { buildAdaptorsFolder } from './adaptor.ts'

const root = join(import.meta.dirname, '../..')
const target = await buildAdaptorsFolder(join(root, 'packages/openfn/dist'))
execFileSync(process.execPath, [join(root, 'scripts/generate.ts')], { stdio: 'inherit' })
console.log(`The adaptor is in ${target}.`)
