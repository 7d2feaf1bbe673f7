import { basename, isAbsolute } from 'node:path'
import { parseDeployment } from '@ping-primero/core/deployment/parse.ts'
import {
  invalidConfiguration,
  type ReadDeployment,
} from '@ping-primero/service/configuration/read-deployment.ts'
import { faultOfSetting } from '@ping-primero/service/configuration/setting-fault.ts'
import type { Environment } from '@ping-primero/service/configuration/setting.ts'
import { refused, type Result } from '@ping-primero/service/refusals/refusal.ts'
import { z } from 'zod'
import { settingKeys } from './setting-keys.ts'

const secret = (title: string) => z.string().min(1).meta({ title, writeOnly: true })

const tables = z.record(z.string(), z.string(), {
  error: 'must be an object of texts by the names of the tables, or the same as one text in JSON',
})

/** Forms hold texts and no objects: one text is the same in JSON. What is none stays a text, which the shape refuses. */
function tablesOf(value: unknown): unknown {
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value.trim())
  } catch {
    return value
  }
}

/** What an OpenFn credential holds: one deployment, its secrets and where its ledger is. */
const credentialShape = z
  .object({
    deployment: z.string().min(1).meta({
      title: 'Deployment',
      description: 'The whole text of deployment.yaml.',
    }),
    mappings: z.union([tables, z.string()]).meta({
      title: 'Mappings',
      description:
        'The texts of the files in mappings/, by their names without .csv: an object, or the same as one text in JSON.',
    }),
    ledgerUrl: z
      .string()
      .min(1)
      .refine((url) => !url.startsWith('sqlite:') || isAbsolute(url.slice('sqlite:'.length)), {
        error: 'the path after sqlite: must be a whole one, from the root on',
      })
      .meta({
        title: 'Ledger',
        description:
          'Where the ledger is, with its whole path. The file must outlive the run, and every worker must reach the same one.',
        examples: ['sqlite:/var/lib/ping-primero/ledger.db'],
      }),
    ledgerKey: z.string().min(32).meta({
      title: 'Ledger key',
      description:
        'Any text of at least 32 characters. It never changes without the old one staying in "Old keys".',
      writeOnly: true,
    }),
    ledgerKeysOld: z.string().min(1).optional().meta({
      title: 'Old ledger keys',
      description: 'Former keys, oldest first, with commas between them. Leave it out where there are none.',
      writeOnly: true,
    }),
    pingUsername: secret('PING user name'),
    pingPassword: secret('PING password'),
    pingSubscriptionKey: secret('PING subscription key'),
    primeroUsername: secret('Primero user name'),
    primeroPassword: secret('Primero password'),
    runLimitSeconds: z.int().min(180).max(86_400).default(300).meta({
      title: 'Time limit of a run, seconds',
      description:
        'Leave it out where the worker allows 300. A run ends by itself 90 seconds earlier; the next one goes on.',
    }),
  })
  .meta({
    title: 'ping-primero',
    description: 'Exchange of referrals and decisions between PING and Primero.',
  })

/** The same as a run reads it: whichever way the mappings stand there, each table is named by its own place. */
const readShape = credentialShape.extend({
  mappings: z.preprocess(tablesOf, tables),
})

/** A deployment as a run takes it. */
export interface Credential {
  readonly read: ReadDeployment
  /** The secrets under the names that the service reads them by. */
  readonly env: Environment
  readonly ledgerUrl: string
  readonly runLimitMs: number
}

/** The JSON schema of the credential, for OpenFn's own form. */
export function credentialSchema(): unknown {
  return z.toJSONSchema(credentialShape, { target: 'draft-7', io: 'input' })
}

/** Reads what a step was given as `configuration`. What is wrong is named by its place, never by its value. */
export function readCredential(configuration: unknown): Result<Credential> {
  const shaped = readShape.safeParse(configuration)
  if (!shaped.success) {
    const places = shaped.error.issues.map(
      ({ path, message }) => `${path.join('.') || 'all of it'}: ${message}`,
    )
    return refused('configuration-invalid', `The credential: ${places.join('; ')}.`)
  }
  const { deployment, mappings, ledgerUrl, runLimitSeconds } = shaped.data
  const env: Environment = Object.fromEntries(
    Object.entries(settingKeys).map(([variable, key]) => [variable, shaped.data[key]]),
  )
  const fault = faultOfSetting('LEDGER_URL', ledgerUrl)
  if (fault !== null) return refused('setting-unclear', `The credential: ledgerUrl holds ${fault}.`)
  const files = Object.entries(mappings).map(([name, text]) => {
    const plain = basename(name, '.csv')
    return [plain, { path: `mappings/${plain}.csv`, text }] as const
  })
  const parsed = parseDeployment({
    yaml: { path: 'deployment.yaml', text: deployment },
    mappings: new Map(files),
  })
  if (!parsed.ok) return { ok: false, refusal: invalidConfiguration(parsed.problems, env) }
  const read = { deployment: parsed.deployment, problems: parsed.problems }
  return { ok: true, value: { read, env, ledgerUrl, runLimitMs: runLimitSeconds * 1000 } }
}
