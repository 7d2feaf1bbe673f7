import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { consoleApp } from '@ping-primero/console/app.ts'
import { hostWith } from '@ping-primero/console/host.fixture.ts'
import { eventWith, itemWith, testLedger, type TestLedger } from '../ledger/item.fixture.ts'
import { ledgerDeeds, ledgerQuestions } from './ledger-questions.ts'

let ledger: TestLedger

beforeEach(async () => {
  ledger = await testLedger()
})
afterEach(async () => {
  await ledger[Symbol.asyncDispose]()
})

async function read(address: string): Promise<string> {
  const { store } = ledger
  const host = { ledger: ledgerQuestions(store, {}), deeds: ledgerDeeds(store) }
  return (await consoleApp(hostWith(host)).request(address)).text()
}

const at = (minute: number): string =>
  new Date(Date.parse('2026-11-20T08:00:00.000Z') + minute * 60_000).toISOString()

/** What goes over the line: no page is a burden where that is slow. */
const mostBytes = 40_000

test('a story of 500 entries is told whole, and looks that brought nothing new stand together', async () => {
  const held = { flow: '2.1', key: 'held' } as const
  const numbers = { referralId: 'held', caseIdDisplay: 'e77b3d0' }
  const item = itemWith({ ...held, state: 'attention', reason: 'case-closed', numbers })
  const looked = { ...held, what: 'state-changed', state: 'attention', reason: 'case-closed' } as const
  const noted = { ...held, what: 'noted', by: 'someone@agency.example' } as const
  const events = Array.from({ length: 500 }, (_, place) =>
    place % 10 === 0
      ? eventWith({ ...noted, at: at(place), why: `asked for the ${place / 10 + 1}. time` })
      : eventWith({ ...looked, at: at(place) }),
  )
  await ledger.store.forDeployment('gambella').save([item], events)
  const page = await read('/d/gambella/referral?number=held')
  expect(page.match(/asked for the \d+\. time/g)).toHaveLength(50)
  expect(page.match(/<summary>\s*The same 8 times more/gi)).toHaveLength(50)
  expect(gzipSync(page).length).toBeLessThan(mostBytes)
})

test('of a cause of 3,000 referrals 100 stand on the page, and all in a list that is as long', async () => {
  const many = Array.from({ length: 3_000 }, (_, place) => {
    const key = `00000000-0000-4000-a000-${String(place).padStart(12, '0')}`
    const numbers = { interventionGuid: key, interventionNumber: `803-26-PRTITV-${1_000_000 + place}` }
    const stands = { state: 'attention', reason: 'value-unmapped' } as const
    return itemWith({ key, numbers, foundAt: at(place), since: at(place), ...stands })
  })
  await ledger.store.forDeployment('gambella').save(many, [])
  const attention = await read('/d/gambella/attention')
  expect(new Set(attention.match(/803-26-PRTITV-\d+/g))).toHaveLength(100)
  expect(attention).toContain('803-26-PRTITV-1000000')
  const [, address = ''] = /<a href="([^"]+)"[^>]*>\s*All 3,000/.exec(attention) ?? []
  expect(gzipSync(attention).length).toBeLessThan(mostBytes)

  const list = await read(address.replaceAll('&amp;', '&'))
  expect(list).toContain('3,000 referrals and decisions, newest found first')
  expect(new Set(list.match(/803-26-PRTITV-\d+/g))).toHaveLength(25)
  expect(gzipSync(list).length).toBeLessThan(mostBytes)
})
