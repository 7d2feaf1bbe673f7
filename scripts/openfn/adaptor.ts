import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'rolldown'
import { z } from 'zod'
import { credentialSchema } from '@ping-primero/openfn/credential.ts'
import { adaptorName } from '@ping-primero/service/commands/openfn/workflows.ts'

const root = join(import.meta.dirname, '../..')

/** Bundles the adaptor into a folder, as a package that OpenFn can load: no dependencies, its JSON schema beside it. */
export async function buildAdaptor(target: string): Promise<void> {
  rmSync(target, { recursive: true, force: true })
  mkdirSync(target, { recursive: true })
  await build({
    input: join(root, 'packages/openfn/src/index.ts'),
    platform: 'node',
    output: {
      dir: join(target, 'dist'),
      format: 'esm',
      entryFileNames: '[name].js',
      chunkFileNames: '[name].js',
      minify: { compress: true, mangle: false, codegen: true },
      // A runtime imports the entry anew for each run. OpenFn's worker does that in a fresh thread, which loads all of
      // it; in a runtime that stays warm only this line is loaded again, and no copy of the rest piles up.
      codeSplitting: { groups: [{ name: 'main', test: /./ }] },
    },
    logLevel: 'warn',
  })
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(join(root, 'packages/openfn/package.json'), 'utf8')))
  const about = {
    name: adaptorName,
    version,
    description:
      'Exchange of child-protection referrals and decisions between UNHCR proGres and UNICEF Primero.',
    type: 'module',
    main: 'dist/index.js',
    exports: { '.': { import: './dist/index.js' } },
    engines: { node: '>=22.16' },
  }
  writeFileSync(join(target, 'package.json'), `${JSON.stringify(about, null, 2)}\n`)
  writeFileSync(join(target, 'configuration-schema.json'), `${JSON.stringify(credentialSchema(), null, 2)}\n`)
}

/**
 * Builds a folder of local adaptors that holds this one: where OpenFn's worker looks for
 * `@openfn/language-ping-primero@local`. Its CLI takes a folder for one only by the name in its `package.json`.
 */
export async function buildAdaptorsFolder(folder: string): Promise<string> {
  const target = join(folder, 'packages', adaptorName.replace('@openfn/language-', ''))
  await buildAdaptor(target)
  writeFileSync(
    join(folder, 'package.json'),
    `${JSON.stringify({ name: 'adaptors', private: true }, null, 2)}\n`,
  )
  return target
}
