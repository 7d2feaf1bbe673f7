import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { canariesOf, individualOf, type Child } from '@ping-primero/sandbox'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startWorld, type World } from '../support/world.ts'
import { childAt, countsIn, reasonsIn, shown, writesTo } from './scene.ts'

let world: World

beforeEach(async () => {
  world = await startWorld({ requestTimeoutMs: 1_000 })
})
afterEach(() => world.stop())

const children = Array.from({ length: 8 }, (_, place) => childAt(place, true))

function referMarked(child: Child, more: Readonly<Record<string, unknown>> = {}): string {
  const { officer, note, reason, author } = child
  return world.ping.act.refer({
    individual: individualOf(child),
    officer,
    description: `<p>${note}</p>`,
    reason: [{ CreatedBy: author, Text: reason, CreatedOn: '2026-11-01T08:00:00Z' }],
    ...more,
  }).guid
}

/** Everything that a run leaves behind: its events, its report, the ledger with its write-ahead log. */
function leftBehind(report: unknown): string {
  const files = readdirSync(world.directory).map((name) => readFileSync(join(world.directory, name)))
  const texts = files.flatMap((file) => [file.toString('utf8'), file.toString('utf16le')])
  return [JSON.stringify(world.log), JSON.stringify(report), ...texts].join('\n')
}

/** Markers found in a text, as they are or in another dress. */
function markersIn(text: string, markers: readonly string[]): readonly string[] {
  const dressed = (marker: string): readonly string[] => [
    marker,
    marker.toLowerCase(),
    encodeURIComponent(marker),
    JSON.stringify(marker).slice(1, -1),
    Buffer.from(marker).toString('base64').replace(/=+$/, '').slice(0, -1),
    Buffer.from(marker).toString('hex'),
  ]
  const lower = text.toLowerCase()
  return markers.filter((marker) => dressed(marker).some((one) => text.includes(one) || lower.includes(one)))
}

test('(hazard 30) leaves no word of a child in events, report or ledger, whatever goes wrong', async () => {
  const guids = children.map((child, place) =>
    referMarked(child, {
      ...(place === 1 ? { type: 'Accessibility' } : {}),
      ...(place === 2 ? { individual: { ...individualOf(child), birthDate: null } } : {}),
      // PING quotes what it refuses.
      ...(place === 3 ? { businessUnit: child.givenName } : {}),
    }),
  )
  const told = children.map((child) => [child.givenName, child.number, child.note, child.birthDate].join(' '))
  const html = `<html><body>${told.join('<br>')}</body></html>`
  const answered = (status: number, body: string, contentType = 'application/json') =>
    ({ kind: 'status-after', status, body, contentType }) as const
  const refused = JSON.stringify({
    errors: told.map((text) => ({ message: text, detail: [`/name_first/${text}`, '/sex'] })),
  })
  const strike = (place: number, fault: Parameters<World['primero']['faults']['add']>[0]['fault']): unknown =>
    world.primero.faults.add({ method: 'POST', body: new RegExp(guids[place] ?? 'none'), times: 1, fault })
  strike(4, { ...answered(422, refused), kind: 'status' })
  strike(5, answered(502, html, 'text/html'))
  strike(6, answered(200, html, 'text/html'))
  strike(7, { kind: 'truncate' })
  const first = await world.run('1.1')
  expect([countsIn(first), Object.keys(reasonsIn(first)).sort()]).toEqual([
    { found: 8, confirmed: 1, waiting: 3, attention: 4 },
    ['field-missing', 'ping-rejected', 'primero-refused', 'primero-unavailable', 'service-type-unmapped'],
  ])
  expect(markersIn(leftBehind(first), canariesOf(children))).toEqual([])

  world.advance(3_600_000)
  world.ping.faults.add({ body: /SHP-2358/, times: 3, fault: { kind: 'status', status: 200, body: html } })
  world.ping.faults.add({
    path: /ingestion/,
    times: 1,
    fault: answered(200, JSON.stringify({ ErrorMessage: `Refused: ${told.join(', ')}` })),
  })
  const second = await world.run('1.1')
  expect(markersIn(leftBehind(second), canariesOf(children))).toEqual([])
})

test('(hazard 30) the scan finds what it looks for', () => {
  const [child] = children
  const name = child?.givenName ?? ''
  for (const text of [name, Buffer.from(name).toString('hex'), encodeURIComponent(`${name} x`)])
    expect(markersIn(`before ${text} after`, [name])).toEqual([name])
})

test('(hazard 30) a comment to proGres names the intervention and no child', async () => {
  const [child] = children
  if (child === undefined) throw new Error('no child')
  const guid = referMarked(child, { individual: { ...individualOf(child), familyName: null } })
  await world.run('1.1')
  const { comments } = shown(world, world.ping.store.interventions.get(guid) ?? ({} as never))
  expect([comments.length, markersIn(comments.join(), canariesOf(children))]).toEqual([1, []])
})

test('a dry run writes to neither system nor the ledger, and shows no personal value', async () => {
  const [known, ...others] = children
  if (known === undefined) throw new Error('no child')
  const id = '20000000-0000-4000-a000-000000000001'
  world.primero.act.createCase('caseworker1', {
    id,
    module_id: 'primeromodule-cp',
    unhcr_individual_no: known.number,
  })
  referMarked(known)
  others.slice(0, 3).forEach((child) => referMarked(child))
  referMarked(others[3] ?? known, { type: 'Accessibility' })
  const everything = (): string =>
    JSON.stringify([[...world.ping.store.interventions], world.ping.store.history, world.primero.state()])
  const before = everything()
  const report = await world.run('1.1', { dryRun: true })
  expect([countsIn(report), writesTo(world)]).toEqual([
    { found: 5, waiting: 4, attention: 1 },
    { primero: 0, ping: 0 },
  ])
  expect(everything()).toBe(before)
  expect(await world.host.ledger.unsettled('1.1', null, 10)).toEqual([])
  expect(await world.store.operators.deployments()).toEqual([])
  expect(markersIn(leftBehind(report), canariesOf(children))).toEqual([])

  const records = report.wouldWrite?.map(({ record }) => record).sort()
  expect(records).toEqual([
    '1.1-case',
    '1.1-case',
    '1.1-case',
    '1.1-service',
    '1.1-service',
    '1.1-service',
    '1.1-service',
  ])
  const shows = (record: string): Readonly<Record<string, string>> =>
    Object.fromEntries(
      report.wouldWrite
        ?.find((one) => one.record === record)
        ?.fields.map(({ target, shows: text }) => [target, text]) ?? [],
    )
  expect(shows('1.1-case')).toMatchObject({
    name_first: '[redacted]',
    name_last: '[redacted]',
    unhcr_individual_no: '[redacted]',
    date_of_birth: '[redacted]',
    age: '[redacted]',
    address_current: '[redacted]',
    telephone_current: '[redacted]',
    status: 'open',
    sex: expect.stringMatching(/^(fe)?male$/),
  })
  expect(shows('1.1-service')).toMatchObject({
    service_type: 'alternative_care',
    service_referral_notes: '[redacted]',
    service_request_title: '[redacted]',
    service_request_email: '[redacted]',
    unhcr_referral_status: 'pending',
  })
  // The run that follows finds everything as if there had been no dry run.
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 5, confirmed: 4, attention: 1 })
})

test('a dry run leaves what the ledger holds as it is', async () => {
  const guids = children
    .slice(0, 3)
    .map((child, place) => referMarked(child, place === 0 ? { type: 'Accessibility' } : {}))
  const down = world.primero.faults.add({
    method: 'POST',
    path: /cases$/,
    skip: 1,
    fault: { kind: 'status', status: 503 },
  })
  await world.run('1.1')
  down.remove()
  world.advance(3_600_000)
  const before = await world.host.ledger.get('1.1', guids)
  const [written] = before.filter(({ state }) => state === 'confirmed')
  const { primeroId = '', serviceUniqueId = '' } = written?.numbers ?? {}
  world.primero.act.removeService('progresv4_primero_intake', primeroId, serviceUniqueId)
  const report = await world.run('1.1', { dryRun: true })
  expect([countsIn(report), Object.keys(reasonsIn(report)).sort()]).toEqual([
    { found: 3, waiting: 1, attention: 2 },
    ['dry-run', 'service-gone', 'service-type-unmapped'],
  ])
  expect(await world.host.ledger.get('1.1', guids)).toEqual(before)
})
