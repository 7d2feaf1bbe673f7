import { describe, expect, test } from 'vitest'
import { playedAtDesks } from '../../scripts/generated/uat-by-hand.ts'
import { openScene, type Scene } from './scene.ts'

/** Each case as docs/uat-by-hand.md says that it is played, and what it says must be seen. */
const played: Readonly<Record<string, (scene: Scene) => Promise<void>>> = {
  '1.1-01': async ({ refers, look, read, asked }) => {
    const number = refers()
    await look('1.1')
    expect(read(number)).toMatchObject({ transfer: 'arrived', caseNumber: expect.any(String) })
    expect(asked(number)).toHaveLength(1)
  },
  '1.1-02': async ({ refers, look, asked, world }) => {
    const number = refers('known')
    await look('1.1')
    expect(asked(number)).toHaveLength(1)
    expect([...world.primero.store.cases()]).toHaveLength(1)
  },
  '1.1-03': async ({ refers, look, read, asked, officer }) => {
    const number = refers()
    await look('1.1')
    officer.sendAgain(number)
    await look('1.1')
    expect([read(number).transfer, asked(number).length]).toEqual(['arrived', 1])
  },
  '1.1-04': async ({ refers, look, read, answers, officer }) => {
    const number = refers()
    await look('1.1')
    answers(number, 'accepted')
    await look('1.2')
    officer.sendAgain(number)
    await look('1.1')
    expect(read(number).transfer).toBe('accepted')
  },
  '1.1-05': async ({ refers, look, read, asked }) => {
    const [one, other] = [refers(), refers('before', 'BIA')]
    await look('1.1')
    expect(read(one).caseNumber).toBe(read(other).caseNumber)
    expect([...asked(one), ...asked(other)]).toHaveLength(2)
  },
  '1.1-07': async ({ refers, look, read, asked, open }) => {
    const number = refers('unknown', 'Recreation')
    await look('1.1')
    expect(read(number).transfer).toBe('undelivered')
    expect(read(number).comment).toContain(number)
    expect(read(number).comment).toContain('Recreation')
    expect([await open(), asked(number)]).toEqual([['service-type-unmapped'], []])
  },
  '1.1-08': async ({ refers, look, read, officer }) => {
    const [one, other] = [refers('no-birth-date'), refers()]
    await look('1.1')
    expect([read(one).transfer, read(other).transfer]).toEqual(['undelivered', 'arrived'])
    expect(read(one).comment).toContain('birth')
    officer.fillIn(one)
    await look('1.1')
    expect(read(one).transfer).toBe('arrived')
  },
  '1.1-09': async ({ refers, look, read }) => {
    const number = refers('no-family-name')
    await look('1.1')
    expect(read(number).transfer).toBe('undelivered')
    expect(read(number).comment).toMatch(/family|last/i)
  },
  '1.1-10': async ({ refers, look, read }) => {
    const number = refers('no-sex')
    await look('1.1')
    expect(read(number).transfer).toBe('arrived')
  },
  '1.1-12': async ({ look, world }) => {
    await look('1.1', '1.1')
    expect((await world.ledger()).find(({ flow }) => flow === '1.1')).toMatchObject({
      lastSuccess: expect.any(String),
      counts: { confirmed: 0, waiting: 0, attention: 0 },
    })
  },
  '1.1-14': async ({ breaks, ends, refers, look, read, asked, open }) => {
    breaks('primero', 'busy')
    const number = refers()
    await look('1.1')
    expect([read(number).transfer, await open()]).toEqual(['to-be-taken', ['primero-unavailable']])
    ends('primero')
    await look('1.1')
    expect([read(number).transfer, asked(number).length]).toEqual(['arrived', 1])
  },
  '1.1-15': async ({ breaks, ends, refers, look, asked, world }) => {
    breaks('primero', 'answer-lost')
    const number = refers()
    await look('1.1')
    ends('primero')
    await look('1.1')
    expect([asked(number).length, [...world.primero.store.cases()].length]).toEqual([1, 1])
  },
  '1.1-16': async ({ breaks, ends, refers, look, read, asked }) => {
    breaks('ping', 'answer-lost')
    const number = refers()
    await look('1.1')
    ends('ping')
    await look('1.1')
    expect([read(number).transfer, asked(number).length]).toEqual(['arrived', 1])
  },
  '1.1-17': async ({ refers, look, asked, open }) => {
    const number = refers('known-twice')
    await look('1.1')
    expect([await open(), asked(number)]).toEqual([['several-cases'], []])
  },
  '1.1-18': async ({ refers, look, open }) => {
    refers('closed')
    await look('1.1')
    expect(await open()).toEqual(['case-closed'])
  },
  '1.1-27': async ({ refers, look, read, officer }) => {
    const number = refers('no-business-unit')
    await look('1.1')
    expect(read(number).transfer).toBe('undelivered')
    officer.fillIn(number)
    await look('1.1')
    expect(read(number).transfer).toBe('arrived')
  },
  '1.2-01': async ({ refers, look, read, answers }) => {
    const number = refers()
    await look('1.1')
    answers(number, 'accepted')
    await look('1.2')
    expect(read(number).transfer).toBe('accepted')
  },
  '1.2-02': async ({ refers, look, read, answers }) => {
    const number = refers()
    await look('1.1')
    answers(number, 'rejected', 'no-place')
    await look('1.2')
    expect(read(number)).toMatchObject({ transfer: 'rejected', said: { reason: 'no-place' } })
  },
  '1.2-03': async ({ refers, look, read, answers }) => {
    const number = refers()
    await look('1.1')
    answers(number, 'rejected')
    await look('1.2')
    expect(read(number)).toMatchObject({ transfer: 'rejected', said: null })
  },
  '1.2-05': async ({ refers, look, read, answers }) => {
    const number = refers()
    await look('1.1')
    answers(number, 'accepted')
    await look('1.2')
    expect(read(number).transfer).toBe('accepted')
    answers(number, 'rejected', 'moved')
    await look('1.2')
    expect(read(number).transfer).toBe('rejected')
  },
  '1.2-06': async ({ refers, look, read }) => {
    const number = refers()
    await look('1.1', '1.2')
    expect(read(number).transfer).toBe('arrived')
  },
  '1.2-11': async ({ refers, look, read, answers }) => {
    const [one, other] = [refers(), refers('before', 'BIA')]
    await look('1.1')
    answers(one, 'accepted')
    answers(other, 'rejected', 'no-place')
    await look('1.2')
    expect([read(one).transfer, read(other).transfer]).toEqual(['accepted', 'rejected'])
  },
  '1.2-12': async ({ refers, look, read, answers, trouble, open }) => {
    const number = refers()
    await look('1.1')
    trouble.turn('ping', 'down')
    answers(number, 'accepted')
    await look('1.2')
    expect(await open()).toEqual(['ping-unavailable'])
    trouble.turn('ping', 'up')
    await look('1.2')
    expect(read(number).transfer).toBe('accepted')
  },
  '2.1-01': async ({ asks, look, officer, open }) => {
    asks()
    await look('2.1')
    expect([officer.asked().length, await open()]).toEqual([1, []])
  },
  '2.1-02': async ({ asks, look, officer }) => {
    asks('two')
    await look('2.1')
    expect(officer.asked()).toHaveLength(2)
  },
  '2.1-04': async ({ asks, look, officer, caseworker, open }) => {
    const [id = ''] = asks()
    caseworker.setConsent(id, { services: false, others: false })
    await look('2.1')
    expect([officer.asked(), await open()]).toEqual([[], ['consent-missing']])
    const half = { services: true, others: false }
    expect(caseworker.refer({ kind: 'one', service: 'shelter', consent: half, isOverridden: false })).toBe(
      'refused',
    )
  },
  '2.1-05': async ({ asks, look, officer, open, world }) => {
    const [id = ''] = asks('one', { consent: { services: true, others: false }, isOverridden: true })
    await look('2.1')
    expect([officer.asked(), await open()]).toEqual([[], ['consent-overridden']])
    const act = { by: 'sandbox', at: new Date(world.now()).toISOString() }
    await world.store.operators.release('sandbox', [{ flow: '2.1', key: id }], act)
    await look('2.1')
    expect(officer.asked()).toHaveLength(1)
  },
  '2.1-06': async ({ asks, caseworker, look, officer, open }) => {
    const other = caseworker.services().find(({ isAgreed }) => !isAgreed)
    asks('one', { service: other?.value ?? '' })
    await look('2.1')
    expect([officer.asked(), await open()]).toEqual([[], ['service-type-unmapped']])
  },
  '2.1-08': async ({ asks, caseworker, look, officer }) => {
    const [id = ''] = asks()
    caseworker.revoke(id)
    await look('2.1')
    expect(officer.asked()).toEqual([])
  },
  '2.1-09': async ({ asks, caseworker, look, open }) => {
    const [id = ''] = asks()
    await look('2.1')
    caseworker.revoke(id)
    await look('2.1')
    expect(await open()).toEqual(['revoked-after-sending'])
  },
  '2.1-13': async ({ asks, trouble, look, officer, open }) => {
    trouble.turn('ping', 'down')
    asks()
    await look('2.1')
    expect([officer.asked(), await open()]).toEqual([[], ['ping-unavailable']])
    trouble.turn('ping', 'up')
    await look('2.1')
    expect(officer.asked()).toHaveLength(1)
  },
  '2.1-14': async ({ asks, breaks, ends, look, officer }) => {
    breaks('ping', 'answer-lost')
    asks()
    await look('2.1')
    ends('ping')
    await look('2.1')
    expect(officer.asked()).toHaveLength(1)
  },
  '2.1-15': async ({ asks, look, officer }) => {
    asks('no-sex')
    await look('2.1')
    expect(officer.asked()).toHaveLength(1)
  },
  '2.1-16': async ({ asks, look, officer }) => {
    asks('no-number')
    await look('2.1')
    expect(officer.asked()).toHaveLength(1)
  },
  '2.1-22': async ({ asks, caseworker, decides, look, officer }) => {
    const [id = ''] = asks()
    await look('2.1')
    decides('rejected')
    await look('2.2')
    caseworker.referAgain(id)
    await look('2.1')
    expect(officer.asked().map(({ decision }) => decision)).toEqual([null, 'rejected'])
  },
  '2.2-01': async ({ asks, decides, look, referred, open }) => {
    const [id] = asks()
    await look('2.1')
    decides('accepted')
    await look('2.2')
    expect([referred(id).status, await open()]).toEqual(['accepted', []])
  },
  '2.2-02': async ({ asks, decides, look, referred }) => {
    const [id] = asks()
    await look('2.1')
    decides('rejected', 'The paper is there already')
    await look('2.2')
    expect(referred(id)).toMatchObject({
      status: 'rejected',
      said: { reason: 'not-applicable', typed: 'The paper is there already' },
    })
  },
  '2.2-05': async ({ asks, caseworker, decides, look, referred, open }) => {
    const [id = ''] = asks()
    await look('2.1')
    decides('accepted')
    caseworker.revoke(id)
    await look('2.2')
    expect([referred(id).status, await open()]).toEqual(['revoked', ['decision-not-applied']])
  },
  '2.2-08': async ({ asks, caseworker, decides, look, referred }) => {
    const [id = ''] = asks()
    await look('2.1')
    decides('rejected')
    await look('2.2')
    caseworker.referAgain(id)
    await look('2.1')
    decides('accepted')
    await look('2.2')
    const second = caseworker.referred().find((one) => one.id !== id)
    expect([referred(id).status, second?.status]).toEqual(['rejected', 'accepted'])
  },
  '2.2-09': async ({ asks, breaks, ends, decides, look, referred, open }) => {
    const [id] = asks()
    await look('2.1')
    decides('accepted')
    breaks('ping', 'answer-lost')
    await look('2.2')
    expect(referred(id).status).toBe('accepted')
    ends('ping')
    await look('2.2')
    expect([referred(id).status, await open()]).toEqual(['accepted', []])
  },
  '2.2-10': async ({ look, world }) => {
    await look('2.2', '2.2')
    expect((await world.ledger()).find(({ flow }) => flow === '2.2')).toMatchObject({
      lastSuccess: expect.any(String),
      counts: { confirmed: 0, waiting: 0, attention: 0 },
    })
  },
  '2.2-11': async ({ look, world }) => {
    await look('2.2', '2.2')
    expect(world.ping.traffic.writes()).toBe(0)
  },
  'X-03': async ({ breaks, refers, look, world }) => {
    refers()
    breaks('primero', 'locked')
    await look('1.1')
    const said = (await world.ledger()).find(({ flow }) => flow === '1.1')
    expect(said?.stoppedBy ?? said?.hinderedBy).toBeTruthy()
    const signIns = (): number => world.primero.traffic.counts()['sign-in'] ?? 0
    const before = signIns()
    await look('1.1')
    expect(signIns()).toBe(before)
  },
  'X-06': async ({ breaks, refers, look, read }) => {
    breaks('primero', 'too-many')
    const number = refers()
    await look('1.1')
    expect(read(number).transfer).toBe('arrived')
  },
}

test('every case that the page has played at the desks is played here', () => {
  expect(Object.keys(played).toSorted()).toEqual(playedAtDesks().toSorted())
})

describe.each(Object.entries(played))('%s by hand', (_id, play) => {
  test('is seen as the page says', async () => {
    await using scene = await openScene()
    await play(scene)
  })
})
