import { cell, testNames } from './test-names.ts'

/** The parts of the acceptance plan, and how many cases each has. */
export const groups = [
  ['1.1', 27, 'Flow 1.1: referrals from proGres to Primero'],
  ['1.2', 12, 'Flow 1.2: decisions from Primero to proGres'],
  ['2.1', 22, 'Flow 2.1: referrals from Primero to proGres'],
  ['2.2', 12, 'Flow 2.2: decisions from proGres to Primero'],
  ['X', 13, 'All flows'],
] as const

/** Cases that no test proves yet, and what they wait for. */
const later: Readonly<Record<string, string>> = {}

/** The ids of all cases, in their order. */
export function caseIds(): readonly string[] {
  return groups.flatMap(([group, count]) =>
    Array.from({ length: count }, (_, place) => `${group}-${String(place + 1).padStart(2, '0')}`),
  )
}

/** The acceptance cases and the tests that prove them, made from the names of the tests. */
export function uatPage(): string {
  const tests = testNames()
  const lines: string[] = []
  let proved = 0
  let all = 0
  for (const [group, , title] of groups) {
    lines.push('', `## ${title}`, '', '| case | proved by | in |', '| --- | --- | --- |')
    for (const id of caseIds().filter((one) => one.startsWith(`${group}-`))) {
      const proofs = tests.filter(({ name }) => idsOf(name).includes(id))
      all += 1
      if (proofs.length > 0) proved += 1
      for (const { name, file } of proofs)
        lines.push(`| ${id} | ${cell(name.slice(idsOf(name).join(' ').length + 1))} | \`${file}\` |`)
      if (proofs.length === 0) lines.push(`| ${id} | *${later[id] ?? 'not proved yet'}* | |`)
    }
  }
  const head = [
    '# Acceptance cases',
    '',
    'Each case of the acceptance plan and the tests whose names begin with its id. `npm test` runs them all.',
    '',
    `**${proved} of ${all} cases are proved.**`,
  ]
  return `${[...head, ...lines].join('\n')}\n`
}

/** The ids that a test's name begins with: one, or several that it proves together. */
function idsOf(name: string): readonly string[] {
  return (/^(?:(?:\d\.\d|X)-\d\d )+/.exec(name)?.[0] ?? '').split(' ').filter((id) => id !== '')
}
