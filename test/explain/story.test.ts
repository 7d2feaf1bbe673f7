import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startCommand } from '../../packages/service/src/cli.fixture.ts'
import { explain } from '../../packages/service/src/commands/explain/handler.ts'
import { caseAt, childAt, refer as referToPrimero, servicesAt } from '../referrals-in/scene.ts'
import { refer as referToUnhcr, referAgain, serviceRow } from '../referrals-out/scene.ts'
import { ledgerKey, startWorld, type World } from '../support/world.ts'

const sandbox = resolve('deployments/sandbox')
const hour = 3_600_000
let world: World
let directory = ''

beforeEach(async () => {
  world = await startWorld()
  directory = mkdtempSync(join(tmpdir(), 'ping-primero-explain-'))
})
afterEach(async () => {
  await world.stop()
  rmSync(directory, { recursive: true })
})

function start(number: string, ...more: readonly string[]) {
  const LEDGER_URL = `sqlite:${join(world.directory, 'ledger.db')}`
  const args = ['explain', number, '--deployment', sandbox, ...more]
  return startCommand({ args, cwd: directory, env: { LEDGER_URL, LEDGER_KEY: ledgerKey } }).ended
}

/** What the command says of a number, all of it, once it is well. */
async function said(number: string, ...more: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await start(number, ...more)
  expect([code, stderr]).toEqual([0, ''])
  return stdout
}

/** The same without a process of its own, for many numbers. */
async function saidHere(number: string): Promise<string> {
  const { text } = await answerHere(number)
  return `${text}\n`
}

async function answerHere(
  number: string,
  deployment: { readonly deployment?: string } = { deployment: sandbox },
  env: Readonly<Record<string, string>> = {},
) {
  const LEDGER_URL = `sqlite:${join(world.directory, 'ledger.db')}`
  const context = {
    env: { LEDGER_URL, LEDGER_KEY: ledgerKey, ...env },
    clock: world.host.clock,
    json: false,
    user: 'tests',
  }
  const outcome = await explain({ number, ...deployment }, context)
  if (!outcome.ok) throw new Error(outcome.refusal.message)
  return outcome.value
}

interface Answer {
  readonly items: readonly { readonly flow: string }[]
  readonly stories: readonly {
    readonly awaits: unknown
    readonly timeline: readonly { readonly words: string }[]
    readonly items: readonly { readonly flow: string }[]
  }[]
}

async function answered(number: string): Promise<Answer> {
  const answer: Answer = JSON.parse(JSON.stringify((await answerHere(number)).json))
  return answer
}

/** The sentences under a heading, however their lines are broken. */
function under(heading: string, text: string): string {
  return (text.split(`  ${heading}:\n`)[1] ?? '').replaceAll(/\s+/g, ' ').trim()
}

test("UNHCR's referral is one story until the caseworker's decision stands in proGres, by any number", async () => {
  const { number, guid } = referToPrimero(world, 1)
  await world.run('1.1')
  world.advance(hour)
  expect(under('Where it stands', await saidHere(number))).toBe(
    "The child's case in Primero has the service, and proGres knows. Whose move: the caseworker. The caseworker's answer is awaited. Flow 1.2 runs next at 2026-11-20 12:10 +03:00.",
  )

  const found = caseAt(world, 1)
  const rowId = String(servicesAt(world, 1)[0]?.['unique_id'])
  world.primero.act.setServiceStatus('progresv4_primero_intake', String(found['id']), rowId, 'accepted')
  await world.run('1.2')
  const text = await said(number)
  expect(text.split('  Numbers:')[0]?.replaceAll(/\s+/g, ' ')).toBe(
    `Intervention ${number} (sandbox): UNHCR asks the caseworkers for a service. `,
  )
  expect(text).toContain(
    [
      '  What happened:',
      "    2026-11-20 11:00 +03:00  proGres showed UNHCR's referral for the first time.",
      '    2026-11-20 11:00 +03:00  A case with the service was made in Primero.',
      '    2026-11-20 11:00 +03:00  proGres was told that Primero has the referral.',
      "    2026-11-20 12:00 +03:00  Primero showed the caseworker's decision.",
      '    2026-11-20 12:00 +03:00  proGres was told the decision.',
      '  Where it stands:',
      "    The child's case in Primero has the service, and proGres knows.",
      '    The caseworker accepted it, and proGres was told so.',
      "    Whose move: nobody's. Nothing more is to be done.",
      '',
    ].join('\n'),
  )
  expect(await said(number, '--utc')).toContain('    2026-11-20 09:00 UTC  proGres was told the decision.\n')

  const [referral] = await world.host.ledger.get('1.1', [guid])
  const numbers = { ...referral?.numbers, individual: childAt(1).number }
  expect(Object.keys(numbers).length).toBeGreaterThanOrEqual(7)
  const texts = await Promise.all(Object.values(numbers).map(saidHere))
  expect(new Set(texts)).toEqual(new Set([text]))
})

test("a caseworker's referral is one story until UNHCR's decision stands in Primero, by any number", async () => {
  const scene = referToUnhcr(world, 71)
  await world.run('2.1')
  world.advance(hour)
  expect(under('Where it stands', await saidHere(scene.referralId))).toBe(
    "proGres has the referral. Whose move: UNHCR. UNHCR's answer is awaited. Flow 2.2 runs next at 2026-11-21 00:40 +03:00.",
  )
  const [record] = world.ping.store.referralsOfService(scene.rowId)
  if (record === undefined) throw new Error('proGres has no referral of the service')
  world.ping.act.decide(record.guid, { decision: 'rejected', reason: 'Not applicable' })
  await world.run('2.2')

  const text = await said(record.number)
  expect(text).toContain(`${record.number} (sandbox): a caseworker asks UNHCR for a service.\n`)
  expect(text).toContain(
    [
      "    2026-11-20 11:00 +03:00  Primero showed the caseworker's referral to UNHCR for the first time.",
      '    2026-11-20 11:00 +03:00  The referral was about to be sent to UNHCR.',
      '    2026-11-20 11:00 +03:00  PING took the referral.',
      '    2026-11-20 11:00 +03:00  The referral was confirmed: proGres has it.',
      "    2026-11-20 12:00 +03:00  proGres showed UNHCR's decision.",
      '    2026-11-20 12:00 +03:00  The decision was entered in Primero.',
      '    2026-11-20 12:00 +03:00  proGres was told that Primero has the decision.',
      '  Where it stands:',
      `    proGres has the referral as ${record.number}.`,
      '    UNHCR rejected it (125080002, 125080001), and Primero shows it.',
      "    Whose move: nobody's. Nothing more is to be done.",
      '',
    ].join('\n'),
  )
  const [referral] = await world.host.ledger.get('2.1', [scene.referralId])
  const numbers = { ...referral?.numbers, individual: scene.child.number }
  const texts = await Promise.all(Object.values(numbers).map(saidHere))
  expect(new Set(texts)).toEqual(new Set([text]))
  // Without the directory it is that of the same name among the deployments that lie here.
  expect(`${(await answerHere(record.number, {})).text}\n`).toBe(text)
  const elsewhere = (await answerHere(record.number, {}, { PING_PRIMERO_HOME: directory })).text
  expect(elsewhere).toContain('    2026-11-20 09:00 UTC  The decision was entered in Primero.\n')
  expect(under('Where it stands', elsewhere)).toBe(
    `proGres has the referral as ${record.number}. UNHCR decided with the codes 125080002, 125080001, and Primero shows it. Whose move: nobody's. Nothing more is to be done.`,
  )
  expect(JSON.parse(await said(scene.referralId, '--json'))).toMatchObject({
    items: [{ flow: '2.1' }, { flow: '2.2' }],
    stories: [
      {
        awaits: [{ owner: null, words: 'Nothing more is to be done.' }],
        items: [{ flow: '2.1' }, { flow: '2.2' }],
      },
    ],
  })
})

test('a case number finds every referral of the case, each as a story of its own; its row finds one', async () => {
  const scene = referToUnhcr(world, 72, {
    case: { services_section: [serviceRow(72), serviceRow(73)] },
  })
  const other = { caseId: scene.caseId, rowId: String(serviceRow(73)['unique_id']) }
  const otherId = referAgain(world, other)
  await world.run('2.1')
  const [record] = world.ping.store.referralsOfService(scene.rowId)
  world.ping.act.decide(record?.guid ?? '', { decision: 'accepted' })
  await world.run('2.2')

  const awaited = { owner: 'unhcr', words: "UNHCR's answer is awaited." }
  const done = { owner: null, words: 'Nothing more is to be done.' }
  for (const number of [scene.caseId, scene.child.number]) {
    const { stories } = await answered(number)
    expect(stories.map(({ awaits }) => awaits)).toEqual(expect.arrayContaining([[awaited], [done]]))
    expect(stories).toHaveLength(2)
  }
  expect(await saidHere(scene.caseId)).toMatch(/^2 referrals carry this number\.\n\n/)
  for (const [number, awaits] of [
    [scene.rowId, done],
    [scene.referralId, done],
    [other.rowId, awaited],
    [otherId, awaited],
  ] as const) {
    expect((await answered(number)).stories.map((one) => one.awaits)).toEqual([[awaits]])
  }
})
