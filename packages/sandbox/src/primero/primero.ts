import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { startSystem } from '../server/system.ts'
import type { RunningSystem } from '../server/system.ts'
import { createActs } from './acts.ts'
import type { PrimeroActs } from './acts.ts'
import type { PrimeroContext } from './context.ts'
import { primeroPage } from './page.ts'
import { answerRequest } from './routes.ts'
import { createSignIn } from './sign-in.ts'
import { createStore } from './store.ts'
import type { PrimeroStore } from './store.ts'

/** How a simulated Primero is set up. */
export interface PrimeroOptions {
  /** Default 0: any free one; null: reached in process alone. */
  readonly port?: number | null
  readonly host?: string
  readonly now?: () => number
  readonly random?: () => number
  readonly newId?: () => string
  /** Default 2.15; 2.14 checks no option ids and refuses the CSRF token that its sign-in hands out. */
  readonly version?: '2.15' | '2.14'
  /** Default `recorded`: localised, with its accounts, without cases. `empty`: Primero's seed and no account. */
  readonly world?: 'recorded' | 'empty'
  /** Cookies are Secure, so that over plain HTTP none are set and only Basic works. */
  readonly secureCookies?: boolean
  /** Default true; false is a Primero with `PRIMERO_USE_CSRF_PROTECTION` off: sessions write without a token, and get none. */
  readonly csrfProtection?: boolean
  /** Rows of equal sort key change their order from page to page. */
  readonly shuffledTies?: boolean
  /** `query` of a list is passed over; default false. */
  readonly ignoresQuery?: boolean
}

/** A simulated Primero that listens; no line of it is shared with the product. */
export interface Primero extends RunningSystem {
  /** What it holds, in process. */
  readonly store: PrimeroStore
  /** What people do in it, in process. */
  readonly act: PrimeroActs
}

const createBody = z.strictObject({ as: z.string(), data: z.record(z.string(), z.unknown()) })
const updateBody = z.strictObject({
  as: z.string(),
  case: z.string(),
  data: z.record(z.string(), z.unknown()),
})
const decideBody = z.strictObject({
  as: z.string(),
  case: z.string(),
  row: z.string(),
  status: z.string(),
  reason: z.string().optional(),
})
const referBody = z.strictObject({
  as: z.string(),
  case: z.string(),
  row: z.string(),
  to: z.string(),
  notes: z.string().optional(),
})

/**
 * Starts a Primero. People's deeds can also be done over HTTP, by `POST /__sandbox/create-case`, `update-case`,
 * `decide` and `refer`. The reverse proxy's limit of 1 kB to the request line is on (contract §2).
 */
export async function startPrimero(options: PrimeroOptions = {}): Promise<Primero> {
  const store = createStore(options.world ?? 'recorded')
  const context: PrimeroContext = {
    store,
    version: options.version ?? '2.15',
    now: options.now ?? Date.now,
    newId: options.newId ?? randomUUID,
    shuffledTies: options.shuffledTies ?? false,
    ignoresQuery: options.ignoresQuery ?? false,
  }
  const signIn = createSignIn(context, {
    secureCookies: options.secureCookies ?? false,
    csrfProtection: options.csrfProtection ?? true,
  })
  const act = createActs(context, signIn)

  const system = await startSystem({
    name: 'primero',
    port: options.port === undefined ? 0 : options.port,
    ...(options.host === undefined ? {} : { host: options.host }),
    now: context.now,
    random: options.random ?? Math.random,
    answer: (request) => answerRequest(context, signIn, request),
    state: () => stateOf(store),
    page: () => primeroPage(store),
    control: {
      'create-case': (body) => {
        const { as, data } = createBody.parse(body)
        return act.createCase(as, data)
      },
      'update-case': (body) => {
        const { as, case: id, data } = updateBody.parse(body)
        return act.updateCase(as, id, data)
      },
      decide: (body) => {
        const { as, case: id, row, status, reason } = decideBody.parse(body)
        return act.setServiceStatus(as, id, row, status, reason)
      },
      refer: (body) => {
        const { as, case: id, row, to, notes } = referBody.parse(body)
        const more = notes === undefined ? {} : { notes }
        return act.refer(as, id, { service_record_id: row, transitioned_to: to, ...more })
      },
    },
  })
  system.knobs.requestLineBytes = 1024
  return { ...system, store, act }
}

function stateOf(store: PrimeroStore): unknown {
  const cases = [...store.cases()]
  return {
    cases: cases.map((record) => ({ id: record.id, ...record.data })),
    referrals: cases.flatMap((record) => store.referralsOf(record.id)),
    accounts: store
      .users()
      .map((user) => ({ userName: user.userName, role: user.role, agency: user.agency })),
  }
}
