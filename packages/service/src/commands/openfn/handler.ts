import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { flows } from '@ping-primero/core/domain/flow.ts'
import {
  invalidConfiguration,
  problemsOf,
  readDeployment,
  readSources,
} from '../../configuration/read-deployment.ts'
import { systemCode } from '../../ledger/unavailable.ts'
import { refused } from '../../refusals/refusal.ts'
import type { Context, Outcome } from '../command.ts'
import type { OpenfnBuildOptions } from './command.ts'
import { credentialFile, readKept, writeSecret, type Kept } from './credential-file.ts'
import { projectFiles, type ProjectFile } from './project.ts'
import { NotInUtc } from './utc-cron.ts'

/**
 * `openfn build`: writes both formats of the project below `--out`, and the credential to fill in. In one that is there
 * already only the deployment and its mappings are replaced. Refused for what would stop an enabled flow.
 */
export async function openfnBuild(options: OpenfnBuildOptions, context: Context): Promise<Outcome> {
  const read = readDeployment(options.deployment, context.env)
  if (!read.ok) return read
  const { deployment, problems } = read.value
  const stopping = flows.flatMap((flow) => (deployment.flows[flow].enabled ? problemsOf(flow, problems) : []))
  if (stopping.length > 0) {
    return { ok: false, refusal: invalidConfiguration([...new Set(stopping)], context.env) }
  }
  const sources = readSources(options.deployment)
  if (!sources.ok) return sources
  const { owner, credential: name, out } = options
  let files: readonly ProjectFile[]
  try {
    files = projectFiles(deployment, owner === undefined ? null : { owner, name })
  } catch (error) {
    if (!(error instanceof NotInUtc)) throw error
    return refused('configuration-invalid', `A schedule cannot be said in UTC: ${error.message}.`)
  }
  const { yaml, mappings } = sources.value
  const secret = join(out, credentialFile)
  let kept: Kept
  try {
    kept = readKept(secret)
    if (kept === 'unreadable') {
      return refused('arguments-invalid', `${secret} is no credential: move it away, or mend it.`)
    }
    for (const { path, text } of files) {
      const file = join(out, path)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, text)
    }
    const texts = Object.fromEntries([...mappings].map(([map, { text }]) => [map, text]))
    writeSecret(secret, kept, { deployment: yaml.text, mappings: texts })
  } catch (error) {
    return refused('arguments-invalid', `${out} cannot be written: ${systemCode(error) ?? 'not known why'}.`)
  }
  const paths = [...files.map(({ path }) => path), credentialFile]
  const text = [
    `Written below ${out}:`,
    ...paths.map((path) => `  ${path}`),
    kept === 'none'
      ? 'Fill in credential.json and paste it into OpenFn as a raw JSON credential; docs/openfn.md says the rest.'
      : 'In credential.json only the deployment and its mappings are new: what was filled in stays. Paste it into OpenFn again.',
    'It holds secrets: only you may read the file, and it belongs in no repository.',
  ].join('\n')
  const answer = { out, files: paths, credential: kept === 'none' ? 'new' : 'kept' }
  return { ok: true, value: { json: answer, text, exit: 0 } }
}
