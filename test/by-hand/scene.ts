import { expect } from 'vitest'
import type { Flow } from '@ping-primero/core/domain/flow.ts'
import type { CaseworkerKind, OfficerKind } from '@ping-primero/console/sandbox/desks.ts'
import type { FaultName } from '@ping-primero/console/sandbox/trouble.ts'
import { readDeployment } from '../../packages/service/src/configuration/read-deployment.ts'
import { openQuickWorld, untold } from '../../packages/service/src/console/sandbox-console.fixture.ts'
import { sandboxOf } from '../../packages/service/src/console/sandbox/sandbox-of.ts'
import { sandboxEnvironment } from '../../packages/service/src/story/sandbox-environment.ts'

/** Somebody who plays at both desks. */
export type Scene = Awaited<ReturnType<typeof openScene>>

const whole = { services: true, others: true }

/** Both desks over systems in which nothing has happened. */
export async function openScene() {
  const world = await openQuickWorld(false)
  const read = readDeployment(world.deployment, sandboxEnvironment)
  if (!read.ok) throw new Error('The deployment of the sandbox cannot be read.')
  const { officer, caseworker, trouble } = sandboxOf({ world, story: untold(world) }, read.value.deployment)
  const first = <T>(all: readonly T[]): T => {
    const [one] = all
    if (one === undefined) throw new Error('Nothing of the kind is there.')
    return one
  }
  return {
    officer,
    caseworker,
    trouble,
    world,
    look: async (...flows: readonly Flow[]) => {
      for (const flow of flows) expect(await world.run(flow)).toMatchObject({ ok: true })
    },
    /** An officer refers a child; gives the number of the intervention. */
    refers: (kind: OfficerKind = 'unknown', type = 'Alternative Care') => {
      const before = new Set(officer.sent().map(({ number }) => number))
      expect(officer.refer(kind, type)).toBe('done')
      return first(officer.sent().filter(({ number }) => !before.has(number))).number
    },
    /** What the officer reads of a referral. */
    read: (number: string) => first(officer.sent().filter((one) => one.number === number)),
    /** What the caseworker has of it. */
    asked: (number: string) => caseworker.asked().filter((one) => one.number === number),
    /** The caseworker answers it. */
    answers: (
      number: string,
      decision: 'accepted' | 'rejected',
      reason: 'no-place' | 'moved' | null = null,
    ) => {
      const { row } = first(caseworker.asked().filter((one) => one.number === number))
      expect(caseworker.decide(row, decision, reason)).toBe('done')
    },
    /** A caseworker refers a child with consent; gives the ids of the referrals. */
    asks: (
      kind: CaseworkerKind = 'one',
      more: {
        readonly service?: string
        readonly consent?: typeof whole
        readonly isOverridden?: boolean
      } = {},
    ) => {
      const before = new Set(caseworker.referred().map(({ id }) => id))
      const given = { kind, service: 'legal_support', consent: whole, isOverridden: false, ...more }
      expect(caseworker.refer(given)).toBe('done')
      return caseworker.referred().flatMap(({ id }) => (before.has(id) ? [] : [id]))
    },
    referred: (id = '') => first(caseworker.referred().filter((one) => one.id === id)),
    /** UNHCR answers what was asked last. */
    decides: (decision: 'accepted' | 'rejected', comment: string | null = null) => {
      const { number } = first(officer.asked().filter((one) => one.decision === null))
      const reason = decision === 'rejected' ? 'not-applicable' : null
      expect(officer.decide({ number, decision, reason, comment })).toBe('done')
    },
    breaks: (system: 'ping' | 'primero', fault: FaultName) => trouble.break(system, fault),
    ends: (system: 'ping' | 'primero') => trouble.turn(system, 'end'),
    /** The reasons under which something is open. */
    open: async () => (await world.ledger()).flatMap(({ reasons }) => reasons.map(({ code }) => code)),
    [Symbol.asyncDispose]: world.close,
  }
}
