/** What an earlier run wrote, or may have written, before it came to its end (`flows.md`, Common 4 and 1.1). */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startWorld, type World } from '../support/world.ts'
import {
  addressesAt,
  addressOf,
  caseAt,
  countsIn,
  forgetTraffic,
  putCase,
  reasonsIn,
  refer,
  servicesAt,
  shown,
  writesTo,
} from './scene.ts'

const hour = 3_600_000
/** A person who may write every case. */
const intake = 'progresv4_primero_intake'
let world: World

beforeEach(async () => {
  world = await startWorld()
})
afterEach(() => world.stop())

/** Delivered to Primero by a run that could not tell proGres. */
async function runWithoutTelling(): Promise<void> {
  const down = world.ping.faults.add({ path: /\/data$/, fault: { kind: 'status', status: 503 } })
  await world.run('1.1')
  down.remove()
  world.advance(2 * hour)
}

/** A run whose write to Primero is answered so, once. */
async function runCutOff(method: 'POST' | 'PATCH', fault: 'lost answer' | 'bad gateway'): Promise<void> {
  const path = method === 'POST' ? /\/cases$/ : /\/cases\//
  const kind =
    fault === 'lost answer' ? { kind: 'reset-after' as const } : { kind: 'status' as const, status: 502 }
  world.primero.faults.add({ method, path, fault: kind, times: 1 })
  await world.run('1.1')
  world.advance(2 * hour)
}

function rewriteDetails(change: (text: string) => string): void {
  world.ping.faults.add({
    body: /SHP-2358/,
    fault: { kind: 'rewrite', with: (answer) => ({ ...answer, body: change(answer.body ?? '') }) },
  })
}

function rowsInAll(): number {
  return [...world.primero.store.cases()].flatMap(
    ({ data }) => (data['services_section'] as unknown[] | undefined) ?? [],
  ).length
}

test('(P2, P4) a child whose number UNHCR corrected after a write whose answer was lost gets no second case', async () => {
  const one = refer(world, 0)
  await runCutOff('POST', 'lost answer')
  world.ping.act.correct(one.guid, { individual: { number: '803-99999999' } })
  const report = await world.run('1.1')
  expect([reasonsIn(report), [...world.primero.store.cases()].length]).toEqual([
    { 'case-identity-changed': [one.number] },
    1,
  ])
})

test('(P2) a row that arrived in a case whose number was corrected meanwhile is not written a second time', async () => {
  const id = putCase(world, 0)
  const one = refer(world, 0)
  await runCutOff('PATCH', 'lost answer')
  world.primero.act.updateCase('caseworker1', id, { unhcr_individual_no: '999-00000001' })
  const report = await world.run('1.1')
  expect([reasonsIn(report), rowsInAll()]).toEqual([{ 'case-identity-changed': [one.number] }, 1])
})

test('a case of ours that carries another number is looked at by reading only', async () => {
  refer(world, 0)
  await world.run('1.1')
  world.primero.act.updateCase(intake, String(caseAt(world, 0)['id']), {
    unhcr_individual_no: '999-00000001',
  })
  const second = refer(world, 0)
  expect(reasonsIn(await world.run('1.1'))).toEqual({ 'case-identity-changed': [second.number] })
  world.advance(hour)
  forgetTraffic(world)
  expect(reasonsIn(await world.run('1.1'))).toEqual({ 'case-identity-changed': [second.number] })
  expect(writesTo(world).primero).toBe(0)
})

test('(P9) proGres is not told that a row has arrived which another save erased before it could be told', async () => {
  const one = refer(world, 0)
  await runWithoutTelling()
  const [row] = servicesAt(world, 0)
  world.primero.act.removeService(intake, String(caseAt(world, 0)['id']), String(row?.['unique_id']))
  const before = shown(world, one)
  expect(reasonsIn(await world.run('1.1'))).toEqual({ 'service-gone': [one.number] })
  expect(shown(world, one)).toEqual(before)
})

test('what stands in Primero is told to proGres although its details are gone', async () => {
  const one = refer(world, 0)
  await runWithoutTelling()
  rewriteDetails(() => '{"Data":"No Data Available","ErrorMessage":null,"RecordCount":null}')
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
  expect(shown(world, one).transferStatus).toBe(125080002)
})

test('(P6) a decision that was told is not stepped back while a new version of it is held', async () => {
  const one = refer(world, 0)
  await runWithoutTelling()
  const row = String(servicesAt(world, 0)[0]?.['unique_id'])
  const id = String(caseAt(world, 0)['id'])
  world.primero.act.setServiceStatus(intake, id, row, 'accepted')
  await world.run('1.2')
  expect(shown(world, one).transferStatus).toBe(125080003)
  world.advance(hour)
  world.primero.act.setServiceStatus(intake, id, row, 'rejected')
  const decisionCodes = new Map(world.deployment.valueMaps.decisionCodes)
  decisionCodes.set('unhcr-referral-status', new Map([['accepted', 'accepted']]))
  const valueMaps = { ...world.deployment.valueMaps, decisionCodes }
  const report = await world.run('1.2', { deployment: { ...world.deployment, valueMaps } })
  expect(reasonsIn(report)).toEqual({ 'decision-code-unknown': [one.number] })
  // Whether SHP-2358 shows the transfer status is INFERRED (ping-contract §4.2).
  rewriteDetails((text) => text.replaceAll(/"progres_primerotransferstatus":"?\d+"?,/g, ''))
  await world.run('1.1')
  expect(shown(world, one).transferStatus).toBe(125080003)
})

test('1.1-07 a refusal is reported although an earlier write was cut off, once it is known not to have arrived', async () => {
  const one = refer(world, 0)
  await runCutOff('POST', 'bad gateway')
  world.ping.act.correct(one.guid, { type: 'Accessibility' })
  expect(reasonsIn(await world.run('1.1'))).toEqual({ 'service-type-unmapped': [one.number] })
  expect(shown(world, one).comments).toHaveLength(1)
})

test('(P21) a row that is back by itself is no effect of ours in the history', async () => {
  const one = refer(world, 0)
  await world.run('1.1')
  const id = String(caseAt(world, 0)['id'])
  const rows = servicesAt(world, 0)
  world.primero.act.removeService(intake, id, String(rows[0]?.['unique_id']))
  await world.run('1.1')
  world.advance(hour)
  world.primero.act.updateCase(intake, id, { services_section: rows })
  forgetTraffic(world)
  await world.run('1.1')
  const history = await world.store.operators.history('sandbox', '1.1', one.guid)
  const effects = history
    .map(({ what }) => what)
    .filter((what) => /^(?:case-created|service-appended)$/.test(what))
  expect([writesTo(world).primero, effects]).toEqual([0, ['case-created']])
})

test('an intervention number with a blank at its end is the same number', async () => {
  const one = refer(world, 0)
  rewriteDetails((text) =>
    text
      .replaceAll(`"progres_lpinterventionid":"${one.guid}",`, '')
      .replaceAll(
        `"progres_interventionnumber":"${one.number}"`,
        `"progres_interventionnumber":"${one.number} "`,
      ),
  )
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
  expect(addressesAt(world, 0)).toHaveLength(1)
})

test('content that Primero refused is not sent again because PING gives its rows in another order', async () => {
  refer(world, 0, { individual: { languages: ['Nuer', 'Somali'] } })
  const body = '{"errors":[{"status":422,"detail":["/name_first"]}]}'
  const refusal = { kind: 'status', status: 422, body } as const
  const posts = world.primero.faults.add({ method: 'POST', path: /\/cases$/, fault: refusal })
  await world.run('1.1')
  world.advance(hour)
  rewriteDetails((text) => {
    const answer = JSON.parse(text) as { readonly Data: readonly unknown[] }
    return JSON.stringify({ ...answer, Data: answer.Data.toReversed() })
  })
  await world.run('1.1')
  expect(posts.fired()).toBe(1)
})

test('a case that was begun and never made is made once the number, unreadable in between, can be read again', async () => {
  const one = refer(world, 0)
  await runCutOff('POST', 'bad gateway')
  const unreadable = world.ping.faults.add({
    body: /SHP-2358/,
    fault: { kind: 'odd-row', row: {} },
  })
  expect(reasonsIn(await world.run('1.1'))).toEqual({ 'field-missing': [one.number] })
  unreadable.remove()
  world.advance(2 * hour)
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
  expect(addressesAt(world, 0)).toEqual([addressOf(one)])
})
