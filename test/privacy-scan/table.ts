import type { Played } from './play.ts'

/** All scenarios together. */
export function totalOf(played: readonly Played[]) {
  const sum = (of: (one: Played) => number): number => played.reduce((total, one) => total + of(one), 0)
  return {
    commands: sum(({ commands }) => commands),
    outputs: sum(({ outputs }) => outputs),
    files: sum(({ files }) => files),
    bytes: sum(({ bytes }) => bytes),
    canaries: sum(({ canaries }) => canaries),
    patterns: sum(({ patterns }) => patterns),
    passedThrough: sum(({ passedThrough }) => passedThrough),
    addresses: sum(({ addresses }) => addresses),
    numbersInAddresses: sum(({ numbersInAddresses }) => numbersInAddresses),
    userNamesInAddresses: sum(({ userNamesInAddresses }) => userNamesInAddresses),
    hits: sum(({ found }) => found.length),
  }
}

const columns = [
  'commands',
  'outputs',
  'files',
  'bytes',
  'canaries',
  'patterns',
  'passedThrough',
  'addresses',
  'numbersInAddresses',
  'userNamesInAddresses',
  'hits',
] as const
const headings = [
  'commands',
  'outputs',
  'files',
  'bytes',
  'canaries',
  'patterns',
  'received',
  'addresses',
  'numbers',
  'accounts',
  'HITS',
]

function row(name: string, cells: readonly (string | number)[]): string {
  return name.padEnd(64) + cells.map((cell) => String(cell).padStart(10)).join('')
}

/** One line per place: which kinds in which forms. */
function hitLines({ name, found }: Played): readonly string[] {
  return [...Map.groupBy(found, ({ place }) => place)].map(([place, hits]) => {
    const kinds = hits.map(({ kind, form, times }) => `${times} × ${kind} (${form})`)
    return `HIT in ${place}; ${name}: ${kinds.join(', ')}`
  })
}

/** What was scanned, and where something was found: its kind and form, never the text. */
export function tableOf(played: readonly Played[]): string {
  const lines = [...played, { name: 'all together', all: true }].map((one) => {
    const total = totalOf('all' in one ? played : [one])
    return row(
      one.name,
      columns.map((column) => total[column]),
    )
  })
  const found = played.flatMap(hitLines)
  return [
    row('', headings),
    ...lines,
    'Received: canaries that reached the process. Numbers, accounts: individual numbers and user names in addresses',
    'asked of Primero, which finds children and accounts by nothing else; known, and no hits.',
    ...found,
  ].join('\n')
}
