import { tmpdir } from 'node:os'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { consoleApp } from '@ping-primero/console/app.ts'
import { deploymentWith, hostWith } from '@ping-primero/console/host.fixture.ts'
import { itemWith, testLedger, type TestLedger } from '../ledger/item.fixture.ts'
import { startCommand } from '../cli.fixture.ts'
import { ledgerQuestions } from './ledger-questions.ts'

/** 26 November 2026, 08:42 in Addis Ababa. */
const nowMs = Date.parse('2026-11-26T05:42:00.000Z')

let ledger: TestLedger
let app: ReturnType<typeof consoleApp>

beforeEach(async () => {
  ledger = await testLedger()
  const items = Array.from({ length: 90 }, (_, at) => {
    const month = String(1 + (at % 3)).padStart(2, '0')
    const foundAt = `2026-${month}-05T22:30:00.000Z`
    // Found late in the evening: by the clocks of the deployment it is the next day.
    const found = { key: `${at}`, numbers: { interventionNumber: `N-${at}`, interventionGuid: `${at}` } }
    const times = { foundAt, foundOn: `2026-${month}-06`, since: foundAt }
    return at < 7
      ? itemWith({ ...found, ...times, state: 'attention', reason: 'case-closed' })
      : itemWith({ ...found, ...times, state: 'confirmed', reason: null, confirmedAt: foundAt })
  })
  await ledger.store.forDeployment('gambella').save(items, [])
  app = consoleApp(
    hostWith(
      {
        deployments: () => [deploymentWith()],
        ledger: ledgerQuestions(ledger.store, {}),
        now: () => nowMs,
      },
      'viewer',
    ),
  )
})
afterEach(() => ledger[Symbol.asyncDispose]())

async function page(path: string): Promise<string> {
  const answer = await app.request(`/d/gambella/${path}`)
  expect(answer.status).toBe(200)
  return answer.text()
}

const plain = (text: string): string => text.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')

test('each number leads to a list of just so many', async () => {
  const shown = await page('reports')
  expect(plain(shown)).toContain('90 received = 83 confirmed + 7 needing attention')
  const links = [...shown.matchAll(/href="\/d\/gambella\/(referrals\?each=1[^"]*)"[^>]*>(\d+)</g)]
  expect(links.length).toBeGreaterThanOrEqual(5)
  for (const [, address = '', count] of links) {
    const list = plain(await page(address.replaceAll('&amp;', '&')))
    expect(list, address).toMatch(new RegExp(`\\b${count} referrals and decisions`))
  }
})

test('page, file and command tell the same numbers', async () => {
  const shown = plain(await page('reports?period=this-year'))
  const file = await (await app.request('/d/gambella/reports.csv?period=this-year')).text()
  const command = await startCommand({
    args: ['report', '--from', '2026-01', '--to', '2026-11', '--by', 'month', '--format', 'csv'],
    cwd: tmpdir(),
    env: { LEDGER_URL: ledger.url },
  }).ended
  expect(command.code, command.stderr).toBe(0)
  expect(file).toBe(command.stdout)
  const january = file.split('\r\n')[1]?.split(',')
  // Three of January need attention: left out, and with them what was received.
  expect(january?.slice(0, 6)).toEqual(['"gambella"', '"1.1"', '"2026-01"', '"2026-01"', '""', '"27"'])
  expect(shown).toMatch(/Jan left out 27 Feb/)
})

test('of a period without anything it says so', async () => {
  expect(plain(await page('reports?period=last-year'))).toContain('Nothing was found in this period.')
  expect(plain(await page('reports?referred=caseworker'))).toContain('Nothing was found in this period.')
})

test('those that wait longest for a decision are named, each with the page of it', async () => {
  const shown = await page('reports')
  const [, list = ''] = shown.split('Waiting longest for a decision')
  // The oldest of January, that need nobody.
  expect([...list.matchAll(/number=(N-\d+)/g)].map(([, number]) => number)).toEqual([
    'N-12',
    'N-15',
    'N-18',
    'N-21',
    'N-24',
  ])
})
