import type { CaseworkerDesk, OfficerDesk } from './desks.ts'
import type { Sandbox } from './sandbox.ts'
import type { Story } from './story.ts'

/** A story that was told to its end. */
export function storyWith(more: Partial<Story> = {}): Story {
  return {
    now: () => ({ standing: 'told', chapters: [], next: null }),
    hold: () => {},
    goOn: () => {},
    tellAtOnce: async () => 'told',
    again: () => {},
    ...more,
  }
}

/** A desk at which nothing lies, and which takes whatever is done. */
export const quietOfficer: OfficerDesk = {
  children: () => [],
  types: () => [],
  asked: () => [],
  sent: () => [],
  refer: () => 'done',
  decide: () => 'done',
  withdraw: () => 'done',
  sendAgain: () => 'done',
  fillIn: () => 'done',
}

export const quietCaseworker: CaseworkerDesk = {
  cases: () => [],
  services: () => [],
  asked: () => [],
  referred: () => [],
  decide: () => 'done',
  refer: () => 'done',
  referAgain: () => 'done',
  revoke: () => 'done',
  setConsent: () => 'done',
}

/** A sandbox in which nothing has happened. */
export function sandboxWith(more: Partial<Sandbox> = {}): Sandbox {
  return {
    deployment: 'gambella',
    story: storyWith(),
    seats: () => ({
      officer: { referred: 0, undelivered: 0, received: 0, answered: 0 },
      caseworker: { cases: 0, services: 0, answered: 0, referred: 0 },
      down: [],
    }),
    officer: quietOfficer,
    caseworker: quietCaseworker,
    trouble: { now: () => [], turn: () => {}, break: () => {} },
    ...more,
  }
}

/** What stands in the form of a deed that asks something. */
export const deedForms: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '/start/trouble': { system: 'ping', act: 'down' },
  '/start/break': { system: 'primero', fault: 'busy' },
  '/desk/progres/refer': { kind: 'unknown', type: 'shelter' },
  '/desk/progres/decide': { number: 'REF-IOP-000131', decision: 'accepted' },
  '/desk/progres/withdraw': { number: '803-26-PRTITV-1' },
  '/desk/progres/send-again': { number: '803-26-PRTITV-1' },
  '/desk/progres/fill-in': { number: '803-26-PRTITV-1' },
  '/desk/progres/run': { flow: '1.1' },
  '/desk/primero/decide': { row: 'a', decision: 'accepted' },
  '/desk/primero/refer': { kind: 'one', type: 'shelter' },
  '/desk/primero/refer-again': { id: 'a' },
  '/desk/primero/revoke': { id: 'a' },
  '/desk/primero/consent': { id: 'a', given: 'no' },
  '/desk/primero/run': { flow: '1.1' },
}
