import type { Passing, Watch } from '../engine/network.ts'
import type { World } from '../world.ts'
import { account, changeAccount, isWrite, onLine, onRequests, until, watch, windowOf } from './arm.ts'
import { peopleDeeds, type Deed } from './people.ts'

function refersMany(world: World, random: Parameters<Deed>[1], count: number): void {
  for (let left = count; left > 0; left -= 1) peopleDeeds['unhcr-refers']?.(world, random)
}

/** A canary out of the world: what systems echo in their refusals. */
function echo(world: World): string {
  return world.children[0]?.givenName ?? 'name'
}

const html = { 'content-type': 'text/html' }
const json = { 'content-type': 'application/json' }

const isPingCall = ({ system, line }: Passing): boolean => system === 'ping' && !line.includes('/oauth2/')
const answers =
  (status: number): Watch['shows'] =>
  (answer) =>
    answer.status === status

const bursts = [500, 502, 503, 504] as const

/** A system falls for hours while a run has much to do, and is left alone once that is seen. */
const downForHours: Deed = (world, random) => {
  const system = random.chance(0.5) ? 'ping' : 'primero'
  const left = { until: 2 + random.below(4) }
  if (random.chance(0.7)) refersMany(world, random, 24)
  const ms = (1 + random.below(6)) * 60 * 60_000
  const disarm = world.network.arm({
    id: 'F16',
    strikes: (passing) => {
      if (passing.system !== system) return false
      left.until -= 1
      return left.until < 0
    },
    mishap: { kind: 'answer', done: false, answer: { status: 503, headers: html, body: '<html>503</html>' } },
    chance: 1,
    times: 1_000_000,
  })
  until(world, ms, disarm)
  return `F16 is to come: ${system} is down for hours`
}

const tokenEnds: Deed = (world, random) => {
  const { settings, act } = world.ping
  settings.tokenLifetimeSeconds = 40
  const ms = windowOf(random)
  let left = 1 + random.below(3)
  const before = world.network.onArrival
  world.network.onArrival = (passing, kind) => {
    before(passing, kind)
    if (left <= 0 || kind !== null || passing.system !== 'ping' || passing.line.includes('/oauth2/')) return
    if (!random.chance(0.3)) return
    left -= 1
    act.endTokens()
  }
  watch(world, ms, 'F19', isPingCall, answers(401))
  until(world, ms, () => {
    settings.tokenLifetimeSeconds = 3600
    left = 0
  })
  return 'F19 is to come: tokens end inside a run'
}

/** The rights of our account change in the middle of a run: what it was told at the beginning is no longer so. */
const roleChanges: Deed = (world, random) => {
  const { store } = world.primero
  const cut = random.pick([['read'], [], ['read', 'create']] as const)
  let left = 1 + random.below(8)
  let sound: ReturnType<typeof store.role>
  const before = world.network.onArrival
  world.network.onArrival = (passing, kind) => {
    before(passing, kind)
    if (left <= 0 || kind !== null || passing.system !== 'primero') return
    left -= 1
    const role = left > 0 ? undefined : store.role('role-ping-integration')
    if (!role?.permissions['case']?.includes('write')) return
    sound = role
    store.addRole({ ...role, permissions: { ...role.permissions, case: [...cut] } })
  }
  const ms = windowOf(random)
  const isOfCases = ({ system, line }: Passing): boolean => system === 'primero' && line.includes('/cases')
  watch(world, ms, 'F12', isOfCases, answers(403))
  until(world, ms, () => {
    left = 0
    // Its forms may have changed meanwhile.
    const now = store.role('role-ping-integration')
    if (sound && now) store.addRole({ ...now, permissions: sound.permissions })
  })
  return 'F12 is to come: the account loses rights'
}

const keyRotates: Deed = (world, random) => {
  const { settings } = world.ping
  if (settings.subscriptionKey !== 'sandbox-subscription-key') return null
  settings.subscriptionKey = `rotated-${random.below(1000)}`
  const ms = windowOf(random)
  watch(world, ms, 'F22', isPingCall, answers(401))
  until(world, ms, () => {
    settings.subscriptionKey = 'sandbox-subscription-key'
  })
  return 'F22: the subscription key is rotated'
}

const passwordExpires: Deed = (world, random) => {
  const user = world.primero.store.user(account)
  if (!user || user.password !== world.sound.env['PRIMERO_PASSWORD']) return null
  changeAccount(world, { password: 'expired and changed' })
  const ms = windowOf(random)
  watch(world, ms, 'F23', ({ system }) => system === 'primero', answers(401))
  until(world, ms, () => {
    changeAccount(world, { password: user.password })
  })
  return 'F23: the password has expired'
}

/** A session is worth opening where many referrals wait: so many come before the fault is armed. */
function withMany(deed: Deed): Deed {
  return (world, random) => {
    refersMany(world, random, 6)
    return deed(world, random)
  }
}

/** What breaks between the systems and in how they answer: groups network, status and identity. */
export const networkFaults: Readonly<Record<string, Deed>> = {
  F1: onRequests('F1', 'connection refused', () => ({ kind: 'unsent', code: 'ECONNREFUSED' })),
  F2: onRequests('F2', 'no such host', () => ({ kind: 'unsent', code: 'ENOTFOUND' })),
  F3: onRequests('F3', 'connect time-out', () => ({ kind: 'unsent', code: 'ETIMEDOUT' })),
  F4: onRequests(
    'F4',
    'no end of the answer',
    (_world, random) => ({ kind: 'hang', done: random.chance(0.7) }),
    undefined,
    4,
  ),
  F5: onRequests('F5', 'reset before it is read', () => ({ kind: 'reset', done: false })),
  F6: onRequests('F6', 'reset after it took effect', () => ({ kind: 'reset', done: true })),
  'F6 writes': onRequests('F6', 'reset after a write', () => ({ kind: 'reset', done: true }), isWrite),
  F7: onRequests('F7', 'answer cut', () => ({
    kind: 'rewrite',
    with: (answer) => ({
      ...answer,
      body: (answer.body ?? '').slice(0, Math.floor((answer.body ?? '').length / 2)),
    }),
  })),
  F8: onRequests(
    'F8',
    'slow',
    (_world, random) => ({ kind: 'slow', ms: 1_000 + random.below(90_000) }),
    undefined,
    5,
  ),
  F9: onRequests('F9', 'certificate expired', () => ({ kind: 'unsent', code: 'CERT_HAS_EXPIRED' })),
  F10: onRequests(
    'F10',
    'refused with a list of fields',
    (world, random, system) =>
      system === 'ping'
        ? {
            kind: 'answer',
            done: false,
            answer: {
              status: 400,
              headers: json,
              body: JSON.stringify({ ErrorMessage: `Value '${echo(world)}' is invalid.` }),
            },
          }
        : {
            kind: 'answer',
            done: false,
            answer: {
              status: random.chance(0.8) ? 422 : 400,
              headers: json,
              body: JSON.stringify({
                errors: [
                  {
                    status: 422,
                    resource: '/api/v2/cases',
                    detail: 'name_first',
                    message: [`${echo(world)} is invalid`],
                  },
                ],
              }),
            },
          },
    isWrite,
    3,
  ),
  F11: onRequests(
    'F11',
    '401 in mid-run',
    () => ({ kind: 'answer', done: false, answer: { status: 401, headers: json, body: '{}' } }),
    undefined,
    2,
  ),
  F12: roleChanges,
  F13: onLine(
    'F13',
    'a listed record is not there',
    ({ system, line, request }) =>
      system === 'primero' && /\/cases\/[0-9a-f-]{36}/.test(line) && request.method !== 'POST',
    () => ({
      kind: 'answer',
      done: false,
      answer: {
        status: 404,
        headers: json,
        body: JSON.stringify({ errors: [{ status: 404, resource: '/api/v2/cases', message: 'Not Found' }] }),
      },
    }),
    3,
  ),
  F14: withMany(
    onLine(
      'F14',
      'a create is answered 409 although it was taken',
      ({ system, line, request }) =>
        system === 'primero' && request.method === 'POST' && line.startsWith('/api/v2/cases'),
      () => ({
        kind: 'answer',
        done: true,
        answer: {
          status: 409,
          headers: json,
          body: JSON.stringify({ errors: [{ status: 409, resource: '/api/v2/cases', message: 'Conflict' }] }),
        },
      }),
      3,
    ),
  ),
  F15: onRequests('F15', 'too many requests', (_world, random) => {
    const wait = random.pick([null, '1', '7', '90', '1800'] as const)
    return {
      kind: 'answer',
      done: false,
      answer: { status: 429, headers: wait === null ? html : { ...html, 'retry-after': wait }, body: '' },
    }
  }),
  F16: onRequests('F16', 'server errors in bursts', (_world, random) => {
    const status = random.pick(bursts)
    return {
      kind: 'answer',
      done: status !== 503 && random.chance(0.5),
      answer: { status, headers: html, body: `<html>${status}</html>` },
    }
  }),
  'F16 hours': downForHours,
  F17: onLine(
    'F17',
    'Primero locks its configuration',
    ({ system }) => system === 'primero',
    () => ({
      kind: 'answer',
      done: false,
      answer: {
        status: 503,
        headers: json,
        body: JSON.stringify({ errors: [{ status: 503, message: 'The configuration is being updated' }] }),
      },
    }),
  ),
  F18: onRequests('F18', 'a page of HTML with 200', (world, random) => ({
    kind: 'answer',
    done: random.chance(0.5),
    answer: { status: 200, headers: html, body: `<html><body>Please wait, ${echo(world)}</body></html>` },
  })),
  F19: tokenEnds,
  F20: onLine(
    'F20',
    'the token service is down',
    ({ line }) => line.includes('/oauth2/'),
    (_world, random) =>
      random.chance(0.5)
        ? { kind: 'unsent', code: 'ECONNREFUSED' }
        : { kind: 'answer', done: false, answer: { status: 503, headers: html, body: '' } },
  ),
  F21: withMany(
    onLine(
      'F21',
      'six sign-ins a minute',
      ({ system, line, request }) =>
        system === 'primero' && request.method === 'POST' && line.startsWith('/api/v2/tokens'),
      () => ({ kind: 'answer', done: false, answer: { status: 429, headers: html, body: '' } }),
    ),
  ),
  F22: keyRotates,
  F23: passwordExpires,
  F44: onLine(
    'F44',
    'Primero answers 200 and does nothing',
    (passing) => passing.system === 'primero' && isWrite(passing),
    () => (passing) => ({
      kind: 'answer',
      done: false,
      answer: {
        status: 200,
        headers: json,
        body: JSON.stringify({
          data: passing.line.includes('/referrals/')
            ? { id: passing.line.split('/').at(-1), status: 'in_progress' }
            : { id: passing.line.split('/').at(-1) },
        }),
      },
    }),
    2,
  ),
  F71: withMany(
    onLine(
      'F71',
      'the session is ended by another sign-in',
      ({ system, request, line }) =>
        system === 'primero' && 'cookie' in request.headers && !line.includes('/tokens'),
      () => ({ kind: 'answer', done: false, answer: { status: 401, headers: json, body: '{}' } }),
      2,
    ),
  ),
  F72: withMany(
    onLine(
      'F72',
      'no session is to be had',
      ({ system, line }) => system === 'primero' && line.startsWith('/api/v2/tokens'),
      (_world, random) =>
        random.chance(0.5)
          ? { kind: 'answer', done: false, answer: { status: 403, headers: html, body: '' } }
          : {
              kind: 'rewrite',
              with: (answer) => ({
                ...answer,
                headers: Object.fromEntries(
                  Object.entries(answer.headers ?? {}).filter(
                    ([name]) => name.toLowerCase() !== 'set-cookie',
                  ),
                ),
              }),
            },
    ),
  ),
}
