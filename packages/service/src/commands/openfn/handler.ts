import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { flows } from '@ping-primero/core/domain/flow.ts'
import {
  invalidConfiguration,
  problemsOf,
  readDeployment,
  readSources,
} from '../../configuration/read-deployment.ts'
import { makeFolder } from '../../configuration/make-folder.ts'
import { systemCode } from '../../ledger/unavailable.ts'
import { refused } from '../../refusals/refusal.ts'
import type { Context, Outcome } from '../command.ts'
import type { OpenfnBuildAnswer } from './answer.ts'
import type { OpenfnBuildOptions } from './command.ts'
import { credentialFile, readKept, writeCredential, type Kept } from './credential-file.ts'
import { credentialMapFile, readCredentialMap, writeCredentialMap, type KeptMap } from './credential-map.ts'
import { credentialKey, projectFiles, type ProjectFile } from './project.ts'
import { NotInUtc } from './utc-cron.ts'

/** How the credentials were found: what was filled in stays. */
type Found = Pick<OpenfnBuildAnswer, 'credential' | 'cliCredential'>

function buildWords(out: string, paths: readonly string[], { credential, cliCredential }: Found): string {
  return [
    `Written below ${out}:`,
    ...paths.map((path) => `  ${path}`),
    credential === 'new'
      ? 'Fill in credential.json and paste it into OpenFn as a raw JSON credential; docs/openfn.md says the rest.'
      : 'In credential.json only the deployment and its mappings are new: what was filled in stays. Paste it into OpenFn again.',
    ...(cliCredential === 'none'
      ? []
      : [
          `${credentialMapFile} is the same for OpenFn's CLI: ${cliCredential === 'new' ? 'fill it in where you use that' : 'what was filled in stays'}.`,
        ]),
    cliCredential === 'none'
      ? 'It holds secrets: only you may read the file, and it belongs in no repository.'
      : 'They hold secrets: only you may read the files, and they belong in no repository.',
  ].join('\n')
}

/**
 * `openfn build`: writes both formats of the project below `--out`, and the credential to fill in; with an owner also in
 * the file where OpenFn's CLI looks for it. In one that is there already only the deployment and its mappings are
 * replaced. Refused for what would stop an enabled flow.
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
  const named = owner === undefined ? null : { owner, name }
  let files: readonly ProjectFile[]
  try {
    files = projectFiles(deployment, named)
  } catch (error) {
    if (!(error instanceof NotInUtc)) throw error
    return refused('configuration-invalid', `A schedule cannot be said in UTC: ${error.message}.`)
  }
  const { yaml, mappings } = sources.value
  const texts = Object.fromEntries([...mappings].map(([map, { text }]) => [map, text]))
  const made = { deployment: yaml.text, mappings: texts }
  const [secret, secrets] = [join(out, credentialFile), join(out, credentialMapFile)]
  let found: Found
  try {
    const kept: Kept = readKept(secret)
    const keptMap: KeptMap | null = named === null ? null : readCredentialMap(secrets)
    if (kept === 'unreadable' || keptMap === 'unreadable') {
      const what = kept === 'unreadable' ? `${secret} is no credential` : `${secrets} holds no credentials`
      return refused('arguments-invalid', `${what}: move it away, or mend it.`)
    }
    for (const { path, text } of files) {
      const file = join(out, path)
      makeFolder(dirname(file))
      writeFileSync(file, text)
    }
    writeCredential(secret, kept, made)
    const credential = kept === 'none' ? 'new' : 'kept'
    if (named === null || keptMap === null) found = { credential, cliCredential: 'none' }
    else {
      const key = credentialKey(named)
      found = { credential, cliCredential: keptMap.has(key) ? 'kept' : 'new' }
      writeCredentialMap(secrets, keptMap, key, made)
    }
  } catch (error) {
    return refused('place-unwritable', `${out}: ${systemCode(error) ?? 'not known why'}.`)
  }
  const paths = [
    ...files.map(({ path }) => path),
    credentialFile,
    ...(named === null ? [] : [credentialMapFile]),
  ]
  const answer: OpenfnBuildAnswer = { out, files: paths, ...found }
  return { ok: true, value: { json: answer, text: buildWords(out, paths, found), exit: 0 } }
}
