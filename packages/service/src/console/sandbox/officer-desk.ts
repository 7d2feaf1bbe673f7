import {
  officerKinds,
  type AskedReferral,
  type DeskEnd,
  type OfficerDesk,
  type OfficerKind,
  type SentReferral,
  type Transfer,
} from '@ping-primero/console/sandbox/desks.ts'
import { caseOf, individualOf, reviewDecision, serviceName, transferStatus } from '@ping-primero/sandbox'
import type { Child, Intervention, ReferralDraft } from '@ping-primero/sandbox'
import type { DeskGiven } from './desk-given.ts'
import { offered, shownChild } from './children.ts'
import { officerTexts } from './said.ts'

/** Types of service that officers know, and that need not stand in the mapping. */
const otherTypes = ['Accessibility', 'Recreation'] as const

/** Whose case a child has who is known in Primero. */
const caseworker = 'caseworker1'

/** What the record of a child lacks. */
const lacking: Readonly<Partial<Record<OfficerKind, Partial<ReferralDraft['individual']>>>> = {
  'no-birth-date': { birthDate: null },
  'no-family-name': { familyName: null },
  'no-sex': { sex: null },
}

const transfers = new Map<number | null, Transfer>([
  [null, 'to-be-taken'],
  [transferStatus.ready, 'to-be-taken'],
  [transferStatus.deliveryFail, 'undelivered'],
  [transferStatus.pending, 'arrived'],
  [transferStatus.acknowledged, 'accepted'],
  [transferStatus.rejected, 'rejected'],
])

/** How an officer works in the simulated proGres: through what people do there. */
export function officerDesk({ world, deployment, sayings }: DeskGiven): OfficerDesk {
  const { ping, primero } = world
  const children = offered(world, officerKinds, 1)
  /** What whoever was referred here lacks, by the number of the intervention. */
  const incomplete = new Map<string, Child>()
  let before: Child | null = null

  const childOf = (kind: OfficerKind): Child =>
    kind === 'before' && before !== null ? before : children.of(kind)
  const prepare = (kind: OfficerKind, child: Child): void => {
    const times = kind === 'known-twice' ? 2 : kind === 'known' || kind === 'closed' ? 1 : 0
    for (let time = 0; time < times; time += 1) {
      const { id } = primero.act.createCase(caseworker, caseOf(child, {}))
      if (kind === 'closed') primero.act.closeCase(caseworker, id)
    }
  }
  const onIntervention = (number: string, act: (intervention: Intervention) => void): DeskEnd => {
    const intervention = ping.store.interventionByNumber(number)
    if (intervention === undefined) return 'moved'
    act(intervention)
    return 'done'
  }
  const sentOf = (intervention: Intervention): SentReferral => {
    const { guid, number, type, createdAt, transferStatus: status, comments, primeroId } = intervention
    const transfer = transfers.get(status) ?? 'unclear'
    const last = comments.at(-1) ?? null
    const [there] = primeroId === null ? [] : (primero.store.casesWith('case_id', primeroId) ?? [])
    const short = there?.data['short_id']
    return {
      number,
      type: type ?? '',
      at: new Date(createdAt).toISOString(),
      transfer,
      said: transfer === 'rejected' ? sayings.of(afterColon(last)) : null,
      comment: transfer === 'undelivered' ? last : null,
      caseNumber: typeof short === 'string' ? short : null,
      isWithdrawn: ping.store.deliveries.get(guid)?.active === false,
      lacks: incomplete.has(number) && transfer !== 'arrived',
    }
  }

  return {
    children: () =>
      officerKinds
        .filter((kind) => kind !== 'before' || before !== null)
        .map((kind) => {
          const shown = shownChild(kind, childOf(kind), world.now())
          if (kind === 'no-sex') return { ...shown, sex: null }
          return kind === 'no-birth-date' ? { ...shown, age: null } : shown
        }),
    types: () => {
      const agreed = [...(deployment().valueMaps.maps.get('service-types-in')?.rows ?? [])].map(
        ({ key }) => key,
      )
      const others = otherTypes.filter((type) => !agreed.includes(type))
      return [
        ...agreed.map((type) => ({ value: type, label: type, isAgreed: true })),
        ...others.map((type) => ({ value: type, label: type, isAgreed: false })),
      ]
    },
    asked: () =>
      [...ping.store.referrals.values()]
        .toSorted((one, other) => other.order - one.order)
        .map(({ number, requestedService, createdAt, reviewDecision: review }) => ({
          number,
          service: serviceName(requestedService ?? '') ?? '',
          at: new Date(createdAt).toISOString(),
          decision: decisionOf(review),
        })),
    sent: () =>
      [...ping.store.interventions.values()]
        .toSorted((one, other) => other.createdAt - one.createdAt || (other.number < one.number ? -1 : 1))
        .map(sentOf),
    refer: (kind, type) => {
      const child = childOf(kind)
      prepare(kind, child)
      const { number } = ping.act.refer({
        individual: { ...individualOf(child), ...lacking[kind] },
        type,
        description: child.note,
        reason: child.reason,
        officer: child.officer,
        ...(kind === 'no-business-unit' ? { businessUnit: null } : {}),
      })
      if (kind === 'no-birth-date' || kind === 'no-family-name' || kind === 'no-business-unit') {
        incomplete.set(number, child)
      } else if (kind !== 'known-twice') before = child
      children.next(kind)
      return 'done'
    },
    decide: ({ number, decision, reason, comment }) => {
      const referral = ping.store.referralByNumber(number)
      if (referral === undefined || referral.reviewDecision !== null) return 'moved'
      if (comment !== null) sayings.typed(comment)
      ping.act.decide(referral.guid, {
        decision,
        ...(decision === 'accepted' || reason === null ? {} : { reason: officerTexts[reason] }),
        ...(decision === 'accepted' || comment === null ? {} : { comment }),
      })
      return 'done'
    },
    withdraw: (number) => onIntervention(number, ({ guid }) => ping.act.withdraw(guid)),
    sendAgain: (number) => onIntervention(number, ({ guid }) => ping.act.listAgain(guid)),
    fillIn: (number) => {
      const child = incomplete.get(number)
      if (child === undefined) return 'moved'
      incomplete.delete(number)
      const { birthDate, familyName } = child
      const { businessUnit } = deployment().progres
      return onIntervention(number, ({ guid }) => {
        ping.act.correct(guid, { individual: { birthDate, familyName }, businessUnit })
      })
    },
  }
}

/** What a comment says behind its colon. */
function afterColon(comment: string | null): string | null {
  const at = comment?.indexOf(': ') ?? -1
  return comment === null || at < 0 ? null : comment.slice(at + 2)
}

function decisionOf(review: number | null): AskedReferral['decision'] {
  if (review === null) return null
  return review === reviewDecision.accepted ? 'accepted' : 'rejected'
}
