/** What is behind a late one of its child, case or caseworker (F86): a slow answer is no failure. */
import {
  individualOf,
  inventPeople,
  referralStatus,
  requestedServices,
  seedOutgoing,
} from '@ping-primero/sandbox'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { seed } from './records.ts'
import { startScene, type Fate, type Scene } from './scene.ts'

let scene: Scene

beforeEach(async () => {
  scene = await startScene()
})

afterEach(() => scene.stop())

const late = [3_000, 40_000] as const
const [child] = inventPeople({ seed: 9, count: 1 })
if (child === undefined) throw new Error('nobody was invented')

/** When requests of a kind were under way, ms. */
type Times = readonly { readonly from: number; readonly to: number }[]

/** The first request of a kind has this fate, and nothing happens to the others. */
function firstOf(kind: RegExp, fate: Fate): Times {
  const times: { from: number; to: number }[] = []
  scene.fate = ({ says, at }) => {
    if (!kind.test(says)) return null
    const isFirst = times.length === 0
    times.push({ from: at, to: at + (isFirst && fate.kind === 'slow' ? fate.ms : 0) })
    return isFirst ? fate : null
  }
  return times
}

function oneAfterTheOther(times: Times): boolean {
  const [one, other, ...more] = times
  return more.length === 0 && other !== undefined && (one?.to ?? Infinity) < other.from
}

/** Two interventions of one child beside twenty others; gives the requests that write of them. */
function twoInterventions(fate: Fate): Times {
  seed(scene, '1.1', 20)
  for (const end of ['1', '2']) {
    const guid = `00000000-0000-4000-a000-00000000000${end}`
    scene.ping.act.refer({ individual: individualOf(child!), guid, startDate: '2026-11-02' })
  }
  return firstOf(/^(?:POST|PATCH) \/api\/v2\/cases.*0000-4000-a000-00000000000[12]/s, fate)
}

function rowsOfChild(): readonly unknown[] {
  return [...scene.primero.store.cases()]
    .filter(({ data }) => data['unhcr_individual_no'] === child?.number)
    .map(({ data }) => data['services_section'])
}

test.each(late)(
  '(F86) 1.1: what waits behind the write of its child, answered after %s ms, is written after it in the same run',
  async (ms) => {
    const writes = twoInterventions({ kind: 'slow', ms })
    const { confirmed, reasons } = await scene.run('1.1')
    expect([confirmed, reasons]).toEqual([22, []])
    expect([oneAfterTheOther(writes), rowsOfChild()]).toMatchObject([true, [[{}, {}]]])
  },
)

test('(F86) 1.1: behind a write that is never answered nothing is written to that case in this run', async () => {
  const writes = twoInterventions({ kind: 'hangs' })
  const first = await scene.run('1.1')
  expect([first.confirmed, first.reasons.map(({ code }) => code)]).toEqual([20, ['primero-unavailable']])
  expect(writes).toHaveLength(1)
  await scene.time.pass(scene.time.sleep(2 * 60_000, null))
  const second = await scene.run('1.1')
  expect([second.confirmed, second.waiting, rowsOfChild()]).toMatchObject([2, 0, [[{}, {}]]])
})

/** A second row of the first seeded case, referred to UNHCR as well. */
function referAgain(): { readonly caseId: string; readonly rowId: string; readonly number: string } {
  const [outgoing] = seedOutgoing(scene.primero, { seed: 5, count: 1, from: 90 })
  if (outgoing === undefined) throw new Error('nothing was seeded')
  const { caseId } = outgoing
  const found = scene.primero.store.case(caseId)
  const rows = found?.data['services_section']
  if (!Array.isArray(rows)) throw new Error('the case has no rows')
  const rowId = '00000000-0000-4000-b000-000000000001'
  const owner = String(found?.data['owned_by'])
  const row = { ...rows[0], unique_id: rowId, service_type: 'medical', service_status_referred: false }
  scene.primero.act.updateCase(owner, caseId, { services_section: [row] })
  scene.primero.act.refer(owner, caseId, {
    service_record_id: rowId,
    transitioned_to: 'unhcr_cw',
    service: 'medical',
  })
  return { caseId, rowId, number: outgoing.child.number }
}

test.each(late)(
  '(F86) 2.1: a second referral of a child goes after the first, answered after %s ms, in the same run',
  async (ms) => {
    seed(scene, '2.1', 20)
    const { number } = referAgain()
    const sends = firstOf(new RegExp(`SHP-2731.*${number}`, 's'), { kind: 'slow', ms })
    const { confirmed, reasons } = await scene.run('2.1')
    expect([confirmed, reasons, oneAfterTheOther(sends)]).toEqual([22, [], true])
  },
)

test.each(late)(
  '(F86) 2.1: the referrals of a caseworker whose profile comes after %s ms go in the same run',
  async (ms) => {
    seed(scene, '2.1', 20)
    firstOf(/^GET \/api\/v2\/users\?\S*user_name=caseworker1/, { kind: 'slow', ms })
    const { confirmed, reasons } = await scene.run('2.1')
    expect([confirmed, reasons]).toEqual([20, []])
  },
)

test.each(late)(
  '(F86) 2.2: a decision is applied after the one on its case that is answered after %s ms, in the same run',
  async (ms) => {
    // So that the two come one set after the other.
    scene.setSize = 1
    seed(scene, '2.2', 20)
    const { caseId } = referAgain()
    const rows = scene.primero.store.referralsOf(caseId).map(({ serviceRecordId }) => serviceRecordId)
    for (const rowId of rows) {
      if (rowId === undefined) throw new Error('a referral is of no row')
      const { guid } = scene.ping.act.receive({
        progres_offlineid: caseId,
        progres_orgreferralid: rowId,
        progres_requestedservice: requestedServices['Health Assistance'],
        progres_pocfirstname: 'Selamon',
        progres_poclastname: 'Ojulun',
        progres_pocdateofbirth: '2014-03-02',
        progres_pocaddress: 'Zone 4',
        progres_orgemail: 'caseworker1@example.org',
        progres_orgreferredby: 'Primero CP',
      })
      scene.ping.act.decide(guid, { decision: 'accepted', status: referralStatus.accepted })
    }
    const writes = firstOf(new RegExp(`^PATCH /api/v2/cases/${caseId}/referrals`), { kind: 'slow', ms })
    const { confirmed, reasons } = await scene.run('2.2')
    expect([confirmed, reasons, oneAfterTheOther(writes)]).toEqual([22, [], true])
  },
)
