import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startCommand } from './cli.fixture.ts'
import { itemWith } from './ledger/item.fixture.ts'
import { openLedger } from './ledger/store.ts'

let directory = ''
let url = ''
const sandbox = resolve('deployments/sandbox')

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'ping-primero-acts-'))
  url = `sqlite:${join(directory, 'ledger.db')}`
  const store = await openLedger(url)
  const numbers = { interventionNumber: '803-26-PRTITV-1000001' }
  await store.forDeployment('sandbox').save([itemWith({ numbers })], [])
  await store.close()
})
afterAll(() => rmSync(directory, { recursive: true }))

function start(...args: readonly string[]) {
  return startCommand({ args, cwd: directory, env: { LEDGER_URL: url } }).ended
}

async function answer(...args: readonly string[]) {
  const { code, stdout } = await start(...args, '--json')
  return { code, json: JSON.parse(stdout) as unknown }
}

const flows = ['1.1', '1.2', '2.1', '2.2'] as const

test('all flows are paused and resumed at once; a second pause shows the first and changes nothing', async () => {
  expect(await answer('pause', 'all', '--why', 'mapping under review', '--by', 'A. Operator')).toMatchObject({
    code: 0,
    json: flows.map((flow) => ({
      flow,
      paused: true,
      did: 'paused',
      pause: { why: 'mapping under review' },
    })),
  })
  const again = await start('pause', '2.1', '--why', 'maintenance of Primero', '--by', 'Another')
  expect(again.code).toBe(0)
  expect(again.stdout).toMatch(
    /^2\.1 of sandbox was paused already, since [-\d]+ [:\d]+ UTC by A\. Operator: mapping under review\n {2}Nothing was changed; --change-why gives it another reason\.\n$/,
  )
  expect(await answer('resume', 'all')).toEqual({
    code: 0,
    json: flows.map((flow) => ({ deployment: 'sandbox', flow, paused: false, wasPaused: true })),
  })
})

test('with --change-why a paused flow gets another reason, and one that is not paused stays so', async () => {
  const change = ['pause', '2.2', '--why', 'maintenance of Primero', '--change-why'] as const
  const none = await start(...change)
  expect(none.stdout).toBe(
    '2.2 of sandbox is not paused; nothing was changed. Without --change-why it is paused.\n',
  )
  await start('pause', '2.2', '--why', 'mapping under review', '--by', 'A. Operator')
  expect(await answer(...change, '--by', 'Another')).toMatchObject({
    code: 0,
    json: { did: 'why-changed', pause: { by: 'A. Operator', why: 'maintenance of Primero' } },
  })
})

test('a reason that tells of a person is refused by its kind, never quoted, and nothing is done', async () => {
  const said = 'told a.operator@example.org, 0712 345 678, about 803-00000001 of 2015-03-02'
  for (const [args, usual] of [
    [['handle', '803-26-PRTITV-1000001'], 'entered by hand in Primero'],
    [['pause', 'all'], 'mapping under review'],
  ] as const) {
    const { code, json } = await answer(...args, '--why', said)
    expect({ code, json }).toMatchObject({ code: 2, json: { error: { code: 'reason-personal' } } })
    const text = JSON.stringify(json)
    expect(text).toContain('an e-mail address, a telephone number, the number of a person, a date')
    expect(text).toContain(usual)
    expect(text).toContain('kept for ever')
    expect(text).not.toMatch(/example|0712|00000001|2015/)
    const help = await start(args[0], '--help')
    expect(help.stdout).toContain(`kept for ever`)
    expect(help.stdout).toContain(`  ${usual}\n`)
  }
  expect((await answer('explain', '803-26-PRTITV-1000001')).json).toMatchObject({
    items: [{ state: 'waiting', history: [] }],
  })
})

test('retry says when the next run takes what is due, as far as it is known', async () => {
  const known = await start('retry', '--all', '--deployment', sandbox)
  expect(known.stdout).toMatch(
    /^1 due now; the next run takes it: 803-26-PRTITV-1000001\nNext run of 1\.1: [-\d]+ 00:00 \+03:00 by its schedule; with --now it runs at once\.\n$/,
  )
  expect(await answer('retry', '--all')).toMatchObject({
    code: 0,
    json: { madeDue: 1, nextRuns: [{ flow: '1.1', enabled: null, pause: null, nextRun: null }] },
  })
  expect(await answer('retry', '--all', '--now')).toMatchObject({
    code: 2,
    json: { error: { code: 'deployment-needed' } },
  })
})
