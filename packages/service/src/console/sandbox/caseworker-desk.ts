import { randomUUID } from 'node:crypto'
import {
  caseworkerKinds,
  type AskedService,
  type CaseworkerDesk,
  type CaseworkerKind,
  type DeskEnd,
  type ReferredService,
} from '@ping-primero/console/sandbox/desks.ts'
import { ActRefused, caseOf, type Child, type PrimeroStore } from '@ping-primero/sandbox'
import { z } from 'zod'
import { offered, shownChild } from './children.ts'
import type { DeskGiven } from './desk-given.ts'
import { caseworkerTexts } from './said.ts'

/** To whom caseworkers refer what they ask UNHCR for. */
const unhcr = 'unhcr_cw'

const intakeUser = 'progresv4_primero_intake'

/** Who sits at the desk: new cases are given to them, and theirs are those who are referred here. */
const caseworker = 'caseworker1'

/** A type of service that Primero has, and that the partners have not agreed on. */
const notAgreed = 'water_sanitation_service'

const text = z.string().nullish()
const CaseData = z.object({
  owned_by: z.string(),
  short_id: z.string(),
  consent_for_services: z.boolean().nullish(),
  disclosure_other_orgs: z.boolean().nullish(),
  services_section: z
    .array(
      z.object({
        unique_id: z.string(),
        service_type: text,
        unhcr_referral_status: text,
        unhcr_referral_rejection_reason: text,
        progres_interventionnumber: text,
      }),
    )
    .nullish()
    .transform((rows) => rows ?? []),
})
type Row = z.infer<typeof CaseData>['services_section'][number]
type Case = z.infer<typeof CaseData> & { readonly id: string }
type Referral = ReturnType<PrimeroStore['referralsOf']>[number]

const kindFields: Readonly<Record<CaseworkerKind, Readonly<Record<string, unknown>>>> = {
  one: {},
  two: {},
  'no-number': { unhcr_individual_no: null },
  'no-sex': { sex: 'unknown_4b34795' },
}

/** How a caseworker works in the simulated Primero: through what people do there, and by its rules. */
export function caseworkerDesk({ world, deployment, sayings }: DeskGiven): CaseworkerDesk {
  const { act, store } = world.primero
  const children = offered(world, caseworkerKinds, 2)
  const cases = (): readonly Case[] =>
    [...store.cases()].map(({ id, data }) => ({ ...CaseData.parse(data), id })).toReversed()
  const labelOf = (id: string): string =>
    store.lookup('lookup-service-type')?.values.find((value) => value.id === id)?.label ?? id
  const withReferral = (id: string, go: (referral: Referral, owner: string) => void): DeskEnd => {
    const referral = store.referral(id)
    const found = referral && store.case(referral.caseId)
    if (referral === undefined || found === undefined) return 'moved'
    return tried(() => go(referral, CaseData.parse(found.data).owned_by))
  }
  const referredOf = (one: Case): readonly ReferredService[] =>
    store
      .referralsOf(one.id)
      .filter(({ transitionedTo }) => transitionedTo === unhcr)
      .map(({ id, status, columns, serviceRecordId }) => {
        const row = one.services_section.find(({ unique_id }) => unique_id === serviceRecordId)
        const { created_at: at, rejected_reason: why } = columns
        return {
          id,
          status,
          caseNumber: one.short_id,
          service: labelOf(row?.service_type ?? ''),
          at: typeof at === 'string' ? at : '',
          said: sayings.of(typeof why === 'string' ? why : null),
          hasConsent: one.consent_for_services === true && one.disclosure_other_orgs === true,
        }
      })

  return {
    cases: () =>
      caseworkerKinds.map((kind) => {
        const shown = shownChild(kind, children.of(kind), world.now())
        if (kind === 'no-number') return { ...shown, number: null }
        return kind === 'no-sex' ? { ...shown, sex: null } : shown
      }),
    services: () => {
      const agreed = (deployment().valueMaps.maps.get('service-types-out')?.rows ?? []).map(({ key }) => key)
      return [...agreed, notAgreed].map((value) => ({
        value,
        label: labelOf(value),
        isAgreed: value !== notAgreed,
      }))
    },
    asked: () =>
      cases().flatMap((one) =>
        one.services_section
          .filter((row) => numberOf(row) !== null)
          .map((row) => ({
            row: row.unique_id,
            caseNumber: one.short_id,
            service: labelOf(row.service_type ?? ''),
            number: numberOf(row),
            decision: decisionOf(row),
            said: sayings.of(row.unhcr_referral_rejection_reason ?? null),
          })),
      ),
    referred: () =>
      cases()
        .flatMap(referredOf)
        .toSorted((one, other) => (one.at < other.at ? 1 : -1)),
    decide: (row, decision, reason) => {
      const found = cases().find((one) => one.services_section.some(({ unique_id }) => unique_id === row))
      if (found === undefined) return 'moved'
      const why = decision === 'rejected' && reason !== null ? caseworkerTexts[reason] : ''
      return tried(() => {
        // As the focal point does with what has just come in.
        if (found.owned_by === intakeUser) act.updateCase(intakeUser, found.id, { owned_by: caseworker })
        act.setServiceStatus(
          found.owned_by === intakeUser ? caseworker : found.owned_by,
          found.id,
          row,
          decision,
          why,
        )
      })
    },
    refer: ({ kind, service, consent, isOverridden }) => {
      const child = children.of(kind)
      children.next(kind)
      const rows = (kind === 'two' ? [service, otherThan(service)] : [service]).map((type) =>
        rowFor(type, child, world.now()),
      )
      return tried(() => {
        const { id } = act.createCase(
          caseworker,
          caseOf(child, {
            ...kindFields[kind],
            services_section: rows,
            consent_for_services: consent.services,
            disclosure_other_orgs: consent.others,
          }),
        )
        for (const row of rows) {
          act.refer(caseworker, id, {
            service_record_id: row.unique_id,
            transitioned_to: unhcr,
            service: row.service_type,
            consent_overridden: isOverridden,
          })
        }
      })
    },
    referAgain: (id) =>
      withReferral(id, ({ caseId, serviceRecordId, columns: { service } }, owner) => {
        act.refer(owner, caseId, {
          transitioned_to: unhcr,
          ...(serviceRecordId === undefined ? {} : { service_record_id: serviceRecordId }),
          ...(typeof service === 'string' ? { service } : {}),
        })
      }),
    revoke: (id) => withReferral(id, ({ caseId }, owner) => void act.revoke(owner, caseId, id)),
    setConsent: (id, consent) =>
      withReferral(id, ({ caseId }, owner) => void act.setConsent(owner, caseId, consent)),
  }
}

/** What Primero does not take is no defect: it tells whoever sits there. */
function tried(go: () => void): DeskEnd {
  try {
    go()
    return 'done'
  } catch (error) {
    if (error instanceof ActRefused) return 'refused'
    throw error
  }
}

function numberOf({ progres_interventionnumber: composite }: Row): string | null {
  return composite?.split(',')[0] ?? null
}

function decisionOf({ unhcr_referral_status: status }: Row): AskedService['decision'] {
  return status === 'accepted' || status === 'rejected' ? status : null
}

function otherThan(service: string): string {
  return service === 'shelter' ? 'documentation' : 'shelter'
}

function rowFor(type: string, { reason }: Child, nowMs: number) {
  return {
    unique_id: randomUUID(),
    service_type: type,
    service_response_type: 'service_provision',
    service_response_day_time: new Date(nowMs).toISOString(),
    service_referral_notes: reason,
    service_implementing_agency: 'UNHCR',
  }
}
