/** A command of its own that writes its figures with `--out`. */
interface CommandPart {
  readonly kind: 'command'
  readonly name: string
  /** After `npm run`. */
  readonly script: string
  readonly long: readonly string[]
  readonly short: readonly string[]
}

/** Tests, in their long form where they have one. */
interface TestsPart {
  readonly kind: 'tests'
  readonly name: string
  readonly files: readonly string[]
  /** Only the tests whose name fits, where others of these files show something else. */
  readonly only?: string
  /** What makes them long. */
  readonly env: Readonly<Record<string, string>>
}

export type Part = CommandPart | TestsPart

const commands: readonly CommandPart[] = [
  {
    kind: 'command',
    name: 'worlds',
    script: 'worlds',
    long: ['--count', '10000'],
    short: ['--count', '200'],
  },
  { kind: 'command', name: 'crash-matrix', script: 'crash-matrix', long: [], short: [] },
  { kind: 'command', name: 'kills', script: 'kills', long: ['--times', '1000'], short: ['--times', '25'] },
  {
    kind: 'command',
    name: 'out-of-memory',
    script: 'kills',
    long: ['--times', '100', '--out-of-memory'],
    short: ['--times', '10', '--out-of-memory'],
  },
  {
    kind: 'command',
    name: 'privacy-scan',
    script: 'privacy-scan',
    long: [],
    short: ['--only', 'command'],
  },
  { kind: 'command', name: 'parsers', script: 'fuzz', long: ['--times', '35'], short: ['--times', '1'] },
  { kind: 'command', name: 'mutation', script: 'mutate', long: [], short: [] },
  { kind: 'command', name: 'sabotage', script: 'sabotage', long: [], short: [] },
]

const tests: readonly TestsPart[] = [
  { kind: 'tests', name: 'decision-codes', files: ['test/parsers/decisions.test.ts'], env: {} },
  { kind: 'tests', name: 'matching', files: ['test/referrals-in/matching.test.ts'], env: {} },
  {
    kind: 'tests',
    name: 'consent',
    files: ['test/referrals-out/rules.test.ts', 'test/decisions-in/consent.test.ts'],
    only: 'consent',
    env: {},
  },
  {
    kind: 'tests',
    name: 'isolation',
    files: ['test/manners/isolation.test.ts', 'test/manners/stragglers.test.ts'],
    env: { ISOLATION_RECORDS: '1000' },
  },
  { kind: 'tests', name: 'minimised', files: ['test/cross-cutting/minimised.test.ts'], env: {} },
  { kind: 'tests', name: 'down', files: ['test/manners/down.test.ts'], env: { DOWN: 'every' } },
  {
    kind: 'tests',
    name: 'paused',
    files: ['test/cross-cutting/paused.test.ts', 'test/cross-cutting/interrupted.test.ts'],
    env: {},
  },
  {
    kind: 'tests',
    name: 'torn-log',
    files: ['test/storage/torn-log.test.ts', 'test/storage/damaged.test.ts'],
    env: { LEDGER_CUTS: 'all' },
  },
  {
    kind: 'tests',
    name: 'backup',
    files: [
      'test/storage/backup.test.ts',
      'test/storage/delivered-since.test.ts',
      'test/storage/journal-lost.test.ts',
      'test/storage/recovered-sends.test.ts',
      'test/storage/sends-journal.test.ts',
      'test/storage/told-once.test.ts',
    ],
    env: {},
  },
  { kind: 'tests', name: 'migrations', files: ['test/storage/migrations.test.ts'], env: {} },
  { kind: 'tests', name: 'tampering', files: ['test/audit/tampering.test.ts'], env: {} },
  {
    kind: 'tests',
    name: 'dry-run',
    files: [
      'test/referrals-in/privacy.test.ts',
      'test/referrals-out/privacy.test.ts',
      'test/decisions-in/promises.test.ts',
      'test/cross-cutting/interrupted.test.ts',
      'packages/core/src/flows/decisions-out/plan.test.ts',
      'packages/core/src/http/system.test.ts',
    ],
    only: '[Dd]ry.run',
    env: {},
  },
  {
    kind: 'tests',
    name: 'small-numbers',
    files: [
      'packages/core/src/measures/protect.test.ts',
      'packages/core/src/measures/referral-report.test.ts',
    ],
    env: { SMALL_NUMBERS: 'all' },
  },
  {
    kind: 'tests',
    name: 'openfn',
    files: ['test/openfn/same-end.test.ts'],
    env: { OPENFN_WORLDS: '40' },
  },
]

/** What `npm run evidence` runs, in this order. */
export const parts: readonly Part[] = [...commands, ...tests]
