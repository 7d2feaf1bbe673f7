import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

const count = z.number().int().min(0)
const counts = z.record(z.string(), z.number())

const score = { killed: count, survived: count, score: z.number().nullable() }

/** What each part leaves, as far as the page shows it. */
export const figures = {
  worlds: z.object({
    seed: count,
    tookSeconds: count,
    worlds: count,
    runs: count,
    requests: count,
    strikes: count,
    items: counts,
    fired: counts,
    failures: z.array(z.unknown()),
    /** How many worlds failed; `failures` names the first of them. */
    failed: count.optional(),
    /** Those that failed, played once more after the oracle alone was mended. */
    again: z.object({ worlds: count, failed: count, commit: z.string() }).optional(),
  }),
  'crash-matrix': z.object({
    tookSeconds: count,
    violations: count,
    rows: z.array(
      z.object({
        flow: z.string(),
        effects: count,
        places: count,
        cells: count,
        deaths: count,
        released: count,
        secondNotDue: count.default(0),
        atPoint: counts,
      }),
    ),
  }),
  kills: z.object({
    seed: count,
    tookSeconds: count,
    processesDied: count,
    killedIdle: count,
    recordsJudged: count,
    restartMs: z.object({ median: count.nullable(), worst: count.nullable() }),
    violations: counts,
    repairsByHand: count,
    releasedByAPerson: count,
    toldAgain: count,
  }),
  'privacy-scan': z.object({
    seed: count,
    tookSeconds: count,
    commands: count,
    files: count,
    bytes: count,
    canaries: count,
    patterns: count,
    hits: count,
  }),
  parsers: z.object({
    tookSeconds: count,
    parsers: z.object({ all: z.object({ listed: count, random: count, failures: count }) }),
  }),
  mutation: z.object({
    groups: z.array(
      z.object({
        ...score,
        name: z.string(),
        files: z.array(z.object({ ...score, file: z.string() })).default([]),
      }),
    ),
  }),
  sabotage: z.object({
    rows: z.array(
      z.object({ sabotage: z.string(), breaks: z.string(), caught: z.boolean(), test: z.string() }),
    ),
  }),
  tests: z.object({
    tests: count,
    passed: count,
    failed: count,
    env: z.record(z.string(), z.string()),
    tookSeconds: count,
  }),
} as const

/** What a part has left, and where and when it ran. */
export interface Kept<Figures> {
  readonly command: string
  readonly date: string
  readonly commit: string
  readonly passed: boolean
  /** null where it ended before it had any. */
  readonly figures: Figures | null
}

/** What a part has left in `docs/evidence/`; null where it has not been run. */
export function read<Schema extends z.ZodType>(name: string, schema: Schema): Kept<z.output<Schema>> | null {
  const path = fileURLToPath(new URL(`../../docs/evidence/${name}.json`, import.meta.url))
  if (!existsSync(path)) return null
  const kept = z.object({
    command: z.string(),
    date: z.string(),
    commit: z.string(),
    passed: z.boolean(),
    figures: z.unknown(),
  })
  const { figures: left, ...rest } = kept.parse(JSON.parse(readFileSync(path, 'utf8')))
  return { ...rest, figures: left === null ? null : schema.parse(left) }
}

/** Whether a part ran and failed. */
export function hasFailed(name: string): boolean {
  return read(name, z.unknown())?.passed === false
}
