import type { PingActs } from '../ping/acts.ts'
import { sexCode, transferStatus } from '../ping/codes.ts'
import type { Intervention } from '../ping/records.ts'
import type { PrimeroActs } from '../primero/acts.ts'
import { caseOf, owners } from './case-of-child.ts'
import { inventPeople } from './people.ts'
import type { Child } from './people.ts'
import { seededRandom, streamOf } from './random.ts'

/**
 * What every seeding function takes. The same seed and place make the same child: two seedings of one world need other
 * places, or they are about the same children.
 */
export interface SeedOptions {
  readonly count: number
  readonly seed: number
  /** The first child's place, so that a second call makes other children. */
  readonly from?: number
  readonly canaries?: boolean
}

/** Options for referrals from proGres. */
export interface ReferralSeed extends SeedOptions {
  /** The part of the children that already have a case in Primero; 0 to 1. */
  readonly knownShare?: number
}

/** The side of the simulators that is needed here. */
export interface ReferralTarget {
  readonly ping: { readonly act: Pick<PingActs, 'refer'> }
  /** Needed only where some children are known there. */
  readonly primero?: { readonly act: Pick<PrimeroActs, 'createCase'> }
}

/** What was made. */
export interface SeededReferrals {
  readonly children: readonly Child[]
  /** Those who already have a case. */
  readonly known: readonly Child[]
  readonly interventions: readonly Intervention[]
}

/** Service types that the mapping of the sandbox knows. */
const interventionTypes = [
  'Alternative Care',
  'BID',
  'BIA',
  'Family Tracing and Reunification',
  'Advocacy / Direct intervention',
] as const

/** One good referral per child, waiting in proGres (flow 1.1). */
export function seedReferrals({ ping, primero }: ReferralTarget, options: ReferralSeed): SeededReferrals {
  const children = inventPeople(options)
  const known: Child[] = []
  const interventions = children.map((child, index) => {
    const random = seededRandom(options.seed, streamOf((options.from ?? 0) + index, 'referral'))
    if (primero && random.chance(options.knownShare ?? 0)) {
      const id = random.guid()
      primero.act.createCase(random.pick(owners), caseOf(child, { id, case_id: id }))
      known.push(child)
    }
    return ping.act.refer({
      individual: individualOf(child),
      guid: random.guid(),
      type: random.pick(interventionTypes),
      ...(random.chance(0.5)
        ? { transferStatus: transferStatus.ready, transferStatusDate: '2026-01-12' }
        : {}),
      description: `<p>${child.note}&nbsp;It&#39;s urgent.</p>`,
      reason: random.chance(0.3)
        ? [{ CreatedBy: child.author, Text: child.reason, CreatedOn: '2026-01-12T08:30:00Z' }]
        : child.reason,
      officer: child.officer,
    })
  })
  return { children, known, interventions }
}

/** What proGres has registered of a child. */
export function individualOf(child: Child): Parameters<PingActs['refer']>[0]['individual'] {
  return {
    number: child.number,
    groupGuid: child.groupGuid,
    groupNumber: child.groupNumber,
    givenName: child.givenName,
    middleName: child.middleName,
    familyName: child.familyName,
    nickname: child.nickname,
    birthDate: child.birthDate,
    sex: sexCode[child.sex],
    phone: child.phone,
    levels: child.levels,
    languages: child.languages,
    needs: child.needs,
  }
}
