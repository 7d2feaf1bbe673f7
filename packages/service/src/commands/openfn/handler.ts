import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { readDeployment, readSources } from '../../configuration/read-deployment.ts'
import { systemCode } from '../../ledger/unavailable.ts'
import { refused } from '../../refusals/refusal.ts'
import type { Context, Outcome } from '../command.ts'
import type { OpenfnBuildOptions } from './command.ts'
import { projectFiles, type ProjectFile } from './project.ts'
import { NotInUtc } from './utc-cron.ts'

/** What a person fills in; OpenFn keeps it, and gives it to each step. */
const toFillIn = {
  ledgerUrl: '',
  ledgerKey: '',
  pingUsername: '',
  pingPassword: '',
  pingSubscriptionKey: '',
  primeroUsername: '',
  primeroPassword: '',
}

/** `openfn build`: writes both formats of the project below `--out`, and the credential to fill in. */
export async function openfnBuild(options: OpenfnBuildOptions, context: Context): Promise<Outcome> {
  const read = readDeployment(options.deployment, context.env)
  if (!read.ok) return read
  const sources = readSources(options.deployment)
  if (!sources.ok) return sources
  const { owner, credential: name, out } = options
  let files: readonly ProjectFile[]
  try {
    files = projectFiles(read.value.deployment, owner === undefined ? null : { owner, name })
  } catch (error) {
    if (!(error instanceof NotInUtc)) throw error
    return refused('configuration-invalid', `A schedule cannot be said in UTC: ${error.message}.`)
  }
  const { yaml, mappings } = sources.value
  const credential = {
    deployment: yaml.text,
    mappings: Object.fromEntries([...mappings].map(([map, { text }]) => [map, text])),
    ...toFillIn,
  }
  const all = [...files, { path: 'credential.json', text: `${JSON.stringify(credential, null, 2)}\n` }]
  try {
    for (const { path, text } of all) {
      const file = join(out, path)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, text)
    }
  } catch (error) {
    return refused('arguments-invalid', `${out} cannot be written: ${systemCode(error) ?? 'not known why'}.`)
  }
  const paths = all.map(({ path }) => path)
  const text = [
    `Written below ${out}:`,
    ...paths.map((path) => `  ${path}`),
    'Fill in credential.json and paste it into OpenFn as a raw JSON credential; docs/openfn.md says the rest.',
  ].join('\n')
  return { ok: true, value: { json: { out, files: paths }, text, exit: 0 } }
}
