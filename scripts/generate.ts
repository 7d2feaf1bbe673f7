/**
 * Writes the files that are made from code; with `--check` it changes nothing, names what differs and exits 1.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { format, getFileInfo, resolveConfig } from 'prettier'
import { deploymentJsonSchema } from '@ping-primero/core/deployment/json-schema.ts'
import { answerSchemas } from './generated/answers.ts'
import { differencesPage } from './generated/differences.ts'
import { credentialSchema } from '@ping-primero/openfn/credential.ts'
import { evidencePage } from './generated/evidence.ts'
import { hazardsPage } from './generated/hazards.ts'
import { reasonsPage } from './generated/reasons.ts'
import { openfnProject } from './generated/openfn.ts'
import { uatPage } from './generated/uat.ts'
import { uatByHandPage } from './generated/uat-by-hand.ts'

interface Generated {
  /** From the root of the repository. */
  readonly path: string
  readonly make: () => string
}

const generated: readonly Generated[] = [
  { path: 'docs/generated/deployment.schema.json', make: () => JSON.stringify(deploymentJsonSchema()) },
  { path: 'docs/reasons.md', make: reasonsPage },
  { path: 'docs/differences.md', make: differencesPage },
  { path: 'docs/uat.md', make: uatPage },
  { path: 'docs/uat-by-hand.md', make: uatByHandPage },
  { path: 'docs/hazards.md', make: hazardsPage },
  { path: 'docs/evidence.md', make: evidencePage },
  {
    path: 'packages/openfn/configuration-schema.json',
    make: () => JSON.stringify(credentialSchema()),
  },
  ...openfnProject(),
  ...answerSchemas(),
]

const checkOnly = process.argv.includes('--check')
for (const { path, make } of generated) {
  const file = fileURLToPath(new URL(`../${path}`, import.meta.url))
  const { inferredParser } = await getFileInfo(file)
  const text =
    inferredParser === null
      ? make()
      : await format(make(), { ...(await resolveConfig(file)), filepath: file })
  if ((await textOf(file)) === text) continue
  if (checkOnly) {
    console.error(`${path} is not what the code says: run npm run generate`)
    process.exitCode = 1
  } else {
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, text)
    console.log(`wrote ${path}`)
  }
}

/** null when there is no such file. */
async function textOf(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
