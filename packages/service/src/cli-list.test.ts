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
  directory = mkdtempSync(join(tmpdir(), 'ping-primero-list-'))
  url = `sqlite:${join(directory, 'ledger.db')}`
  const store = await openLedger(url)
  await store.forDeployment('sandbox').save(
    [
      itemWith({
        key: 'a',
        state: 'attention',
        reason: 'service-type-unmapped',
        about: ['progres_interventiontype'],
        numbers: { interventionNumber: '803-26-PRTITV-1000001', caseId: '=cmd|case' },
      }),
      itemWith({ key: 'b', flow: '2.1', numbers: { referralId: 'referral-1' } }),
      itemWith({ key: 'c', state: 'confirmed', reason: null, numbers: { interventionNumber: 'N-3' } }),
    ],
    [],
  )
  await store.close()
})
afterAll(() => rmSync(directory, { recursive: true }))

function list(...args: readonly string[]) {
  return startCommand({ args: ['list', ...args], cwd: directory, env: { LEDGER_URL: url } }).ended
}

const unmapped = {
  deployment: 'sandbox',
  flow: '1.1',
  numbers: { interventionNumber: '803-26-PRTITV-1000001', caseId: '=cmd|case' },
  state: 'attention',
  reason: 'service-type-unmapped',
  about: ['progres_interventiontype'],
  owner: 'mapping-owner',
  nextStep: 'Add the service type to the mapping, or choose one of the agreed types at the source.',
  since: '2026-03-01T00:00:00.000Z',
  nextTry: null,
  decision: null,
}

test('list answers what waits or needs attention, over everything in the ledger, and changes nothing', async () => {
  const [first, again] = [await list('--json'), await list('--json')]
  expect(first).toMatchObject({ code: 3, stderr: '' })
  expect(JSON.parse(first.stdout)).toEqual({
    items: [
      unmapped,
      {
        deployment: 'sandbox',
        flow: '2.1',
        numbers: { referralId: 'referral-1' },
        state: 'waiting',
        reason: 'not-yet-tried',
        about: [],
        owner: 'nobody',
        nextStep: 'The next run takes it.',
        since: '2026-03-01T00:00:00.000Z',
        nextTry: null,
        decision: null,
      },
    ],
    ledger: join(directory, 'ledger.db'),
  })
  expect(again.stdout).toBe(first.stdout)
})

test('list in words groups by cause, by the clocks of the deployment or in UTC', async () => {
  const { code, stdout } = await list('--deployment', sandbox, '--state', 'attention,waiting')
  expect(code).toBe(3)
  expect(stdout.split('\n')).toEqual([
    '1.1 referrals from proGres to Primero, sandbox',
    '  1 needs attention: The type of service is not in the mapping. (service-type-unmapped)',
    expect.stringContaining('Whose move: the owner of the mapping.'),
    '    803-26-PRTITV-1000001 [progres_interventiontype] since 2026-03-01 03:00 +03:00',
    '2.1 referrals from Primero to proGres, sandbox',
    '  1 waiting: Found, and not yet looked at. (not-yet-tried)',
    expect.stringContaining('Whose move: nobody'),
    '    referral-1 since 2026-03-01 03:00 +03:00, next try: the next run',
    `Ledger: ${join(directory, 'ledger.db')}.`,
    '',
  ])
  const utc = await list('--deployment', sandbox, '--utc', '--flow', '2.1')
  expect(utc.stdout).toContain('referral-1 since 2026-03-01 00:00 UTC, next try: the next run')
  expect(utc.stdout).not.toContain('PRTITV')
  expect(utc.code).toBe(0)
})

test('without --deployment list and status go by the clocks of the deployment of that name which lies here', async () => {
  const said = async (command: string, home: string, ...args: readonly string[]): Promise<string> => {
    const env = { LEDGER_URL: url, PING_PRIMERO_HOME: home }
    return (await startCommand({ args: [command, ...args], cwd: directory, env }).ended).stdout
  }
  const here = resolve('.')
  expect(await said('list', here)).toContain('[progres_interventiontype] since 2026-03-01 03:00 +03:00\n')
  expect(await said('list', here, '--utc')).toContain('since 2026-03-01 00:00 UTC')
  expect(await said('list', directory)).toContain('since 2026-03-01 00:00 UTC')
  expect(await said('status', here)).toMatch(
    /Next: \S+ \S+ \+03:00\. Oldest unsettled: 2026-03-01 03:00 \+03:00\./,
  )
  expect(await said('status', directory)).toContain('Never run. Oldest unsettled: 2026-03-01 00:00 UTC.')
})

test('list as a table has headings, and no cell that a spreadsheet would reckon with', async () => {
  const { code, stdout } = await list('--csv', '--reason', 'service-type-unmapped')
  expect(code).toBe(3)
  const [heading, line, ...rest] = stdout.split('\r\n')
  expect(heading).toMatch(/^"deployment","flow","state","number","since","reason",/)
  expect(line).toMatch(/^"sandbox","1\.1","attention","803-26-PRTITV-1000001","2026-03-01T00:00:00\.000Z",/)
  expect(line).toContain(`"'=cmd|case"`)
  expect(rest).toEqual([''])
})

test('what is settled is listed since a time; that nothing was is an answer too', async () => {
  const settled = await list('--settled', '--since', '2026-03-01', '--json')
  expect(JSON.parse(settled.stdout)).toMatchObject({
    items: [{ flow: '1.1', numbers: { interventionNumber: 'N-3' }, state: 'confirmed', reason: null }],
  })
  const none = await list('--settled', '--since', '2026-03-02', '--json')
  expect(none.code).toBe(0)
  expect(JSON.parse(none.stdout)).toMatchObject({ items: [] })
  expect((await list('--older-than', '99999d')).stdout).toContain('Nothing of it waits or needs attention.')
})

test('a list that cannot be meant is refused', async () => {
  for (const [args, words] of [
    [['--csv', '--json'], '--json and --csv'],
    [['--state', 'confirmed', '--json'], '--state takes waiting'],
    [['--reason', 'value-unmaped', '--json'], 'Is it value-unmapped'],
  ] as const) {
    const { code, stdout } = await list(...args)
    expect({ code, said: stdout }, words).toEqual({ code: 2, said: expect.stringContaining(words) })
  }
})
