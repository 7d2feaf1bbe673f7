import { z } from 'zod'
import { freeText } from '../../../acts/free-text.ts'
import type { Deed, SandboxPage } from '../../../sandbox/deed.ts'
import { officerKinds, officerReasons } from '../../../sandbox/desks.ts'
import { officerPath, officerPaths } from '../../addresses.ts'
import { deskDeed, deskDocument, runDeed, type DeskDid } from '../desk.ts'
import { mostRows } from '../parts.ts'
import { officerView } from './model.ts'
import { officerPage } from './page.ts'

/** The desk of a UNHCR officer in the simulated proGres. */
export const officerDeskPage: SandboxPage = {
  path: officerPath,
  read: (reading, again) => {
    const { officer } = reading.sandbox
    const view = officerView(officer.asked(), officer.sent(), mostRows)
    const content = officerPage(view, officer, reading, again ?? null)
    return deskDocument('officer', reading, content, again)
  },
}

const page = officerDeskPage
const Named = z.object({ number: z.string().min(1) })

function onNumber(path: Deed['path'], did: DeskDid, act: 'withdraw' | 'sendAgain' | 'fillIn'): Deed {
  return deskDeed({
    page,
    path,
    did,
    form: () => Named,
    act: ({ number }, { sandbox }) => sandbox.officer[act](number),
  })
}

/** What an officer does there. */
export const officerDeeds: readonly Deed[] = [
  deskDeed({
    page,
    path: officerPaths.refer,
    did: 'referred',
    form: () => z.object({ kind: z.enum(officerKinds), type: z.string().min(1) }),
    act: ({ kind, type }, { sandbox: { officer } }) =>
      officer.types().some(({ value }) => value === type) ? officer.refer(kind, type) : 'moved',
  }),
  deskDeed({
    page,
    path: officerPaths.decide,
    did: 'decided',
    form: (nowMs) =>
      Named.extend({
        decision: z.enum(['accepted', 'rejected']),
        reason: z.enum(['', ...officerReasons]).default(''),
        comment: z.preprocess((text) => (text === '' ? undefined : text), freeText(nowMs).optional()),
      }),
    act: ({ number, decision, reason, comment = null }, { sandbox }) =>
      sandbox.officer.decide({ number, decision, reason: reason === '' ? null : reason, comment }),
  }),
  onNumber(officerPaths.withdraw, 'withdrawn', 'withdraw'),
  onNumber(officerPaths['send-again'], 'sent-again', 'sendAgain'),
  onNumber(officerPaths['fill-in'], 'filled-in', 'fillIn'),
  runDeed(page),
]
