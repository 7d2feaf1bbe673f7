import { z } from 'zod'
import type { Deed, SandboxPage } from '../../../sandbox/deed.ts'
import { caseworkerKinds, caseworkerReasons } from '../../../sandbox/desks.ts'
import { caseworkerPath, caseworkerPaths } from '../../addresses.ts'
import { deskDeed, deskDocument, runDeed } from '../desk.ts'
import { mostRows } from '../parts.ts'
import { caseworkerView } from './model.ts'
import { caseworkerPage } from './page.ts'

/** The desk of a caseworker in the simulated Primero. */
export const caseworkerDeskPage: SandboxPage = {
  path: caseworkerPath,
  read: (reading, again) => {
    const { caseworker } = reading.sandbox
    const view = caseworkerView(caseworker.asked(), caseworker.referred(), mostRows)
    return deskDocument('caseworker', reading, caseworkerPage(view, caseworker, reading), again)
  },
}

const page = caseworkerDeskPage
const Named = z.object({ id: z.string().min(1) })

/** A box that was ticked is sent, one that was not is absent. */
const Ticked = z
  .literal('on')
  .optional()
  .transform((value) => value === 'on')

/** What a caseworker does there. */
export const caseworkerDeeds: readonly Deed[] = [
  deskDeed({
    page,
    path: caseworkerPaths.decide,
    did: 'decided',
    form: () =>
      z.object({
        row: z.string().min(1),
        decision: z.enum(['accepted', 'rejected']),
        reason: z.enum(['', ...caseworkerReasons]).default(''),
      }),
    act: ({ row, decision, reason }, { sandbox }) =>
      sandbox.caseworker.decide(row, decision, reason === '' ? null : reason),
  }),
  deskDeed({
    page,
    path: caseworkerPaths.refer,
    did: 'referred',
    form: () =>
      z.object({
        kind: z.enum(caseworkerKinds),
        type: z.string().min(1),
        services: Ticked,
        others: Ticked,
        overridden: Ticked,
      }),
    act: ({ kind, type, services, others, overridden }, { sandbox: { caseworker } }) =>
      caseworker.services().some(({ value }) => value === type)
        ? caseworker.refer({ kind, service: type, consent: { services, others }, isOverridden: overridden })
        : 'moved',
  }),
  deskDeed({
    page,
    path: caseworkerPaths['refer-again'],
    did: 'referred',
    form: () => Named,
    act: ({ id }, { sandbox }) => sandbox.caseworker.referAgain(id),
  }),
  deskDeed({
    page,
    path: caseworkerPaths.revoke,
    did: 'revoked',
    form: () => Named,
    act: ({ id }, { sandbox }) => sandbox.caseworker.revoke(id),
  }),
  deskDeed({
    page,
    path: caseworkerPaths.consent,
    did: ({ given }) => (given === 'yes' ? 'consent-given' : 'consent-taken'),
    form: () => Named.extend({ given: z.enum(['yes', 'no']) }),
    act: ({ id, given }, { sandbox }) =>
      sandbox.caseworker.setConsent(id, { services: given === 'yes', others: given === 'yes' }),
  }),
  runDeed(page),
]
