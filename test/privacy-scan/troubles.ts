import type { Fault, FaultRule, Systems } from '@ping-primero/sandbox'

/** Everything that a system may do to make a careless program tell what it knows. */
export interface Trouble {
  readonly name: string
  readonly strike: (systems: Systems) => void
}

type Rewrite = Extract<Fault, { kind: 'rewrite' }>['with']

function answering(
  status: number,
  body: (own: string, asked: string, authorization: string) => string,
): Fault {
  const rewrite: Rewrite = (answer, request) => {
    const { authorization = '' } = request.headers
    return { ...answer, status, body: body(answer.body ?? '', request.body, authorization) }
  }
  return { kind: 'rewrite', with: rewrite }
}

/** Everywhere but at the sign-ins, so that there is something to tell. */
const data = /^\/(api\/v2\/(cases|users)|api\/ingestion|primes)/
const writes: readonly FaultRule['method'][] = ['POST', 'PATCH']

function everywhere(fault: Fault, chance = 1, path = data): Trouble['strike'] {
  return ({ ping, primero }) => {
    for (const { faults } of [ping, primero]) faults.add({ fault, path, chance })
  }
}

function onWrites(fault: Fault): Trouble['strike'] {
  return ({ ping, primero }) => {
    for (const method of writes)
      primero.faults.add({ fault, path: data, ...(method === undefined ? {} : { method }) })
    ping.faults.add({ fault, path: /ingestion/ })
  }
}

/** A marker of the answer itself in the place of everything that is no text. */
function misplaced(own: string): string {
  const value = /Zqx[0-9a-z]+q/.exec(own)?.[0] ?? 'nobody'
  return own.replaceAll(/:\s*(?:\d+|null|true|false)/g, `:"${value}"`)
}

const text = (...parts: readonly string[]): string => parts.join(' ')

/** A header whose value comes from the request: as far as HTTP lets it through. */
const talkingHeaders: Rewrite = (answer, request) => {
  const value = encodeURIComponent(`${request.body}${answer.body ?? ''}`).slice(0, 4_000)
  const headers = { 'retry-after': value, 'x-request': value, 'set-cookie': value, location: `/${value}` }
  return { ...answer, status: 302, headers: { ...answer.headers, ...headers } }
}

/** In the order in which they are played. */
export const troubles: readonly Trouble[] = [
  { name: 'none', strike: () => undefined },
  {
    name: 'refusals that quote the record (422)',
    strike: onWrites(
      answering(422, (_own, asked) =>
        JSON.stringify({
          errors: [{ status: 422, resource: asked, detail: [`/${asked}`, 'sex'], message: asked }],
        }),
      ),
    ),
  },
  {
    name: 'refusals that quote the record (400)',
    strike: onWrites(
      answering(400, (_own, asked) => JSON.stringify({ ErrorMessage: `${asked} is not valid` })),
    ),
  },
  {
    name: 'ErrorMessage and transaction id that quote the record, with 200',
    strike: ({ ping }) => {
      const fault = answering(200, (_own, asked) =>
        JSON.stringify({ SPHTransactionId: null, ErrorMessage: asked }),
      )
      ping.faults.add({ path: /ingestion/, fault })
    },
  },
  {
    name: 'a transaction id that is the record',
    strike: ({ ping }) => {
      const fault = answering(200, (_own, asked) =>
        JSON.stringify({ SPHTransactionId: asked, ErrorMessage: null }),
      )
      ping.faults.add({ path: /ingestion/, fault })
    },
  },
  {
    name: 'errors that quote request, answer and credentials (500)',
    strike: everywhere(answering(500, text), 0.6),
  },
  {
    name: 'HTML pages that hold the record, with 200',
    strike: everywhere(
      answering(200, (own, asked) => `<html>${own}${asked}`),
      0.6,
    ),
  },
  {
    name: 'JSON broken in the middle of values',
    strike: everywhere(
      answering(200, (own) => own.replaceAll('":"', '":"}",\n"').replaceAll(',', '",')),
      0.6,
    ),
  },
  {
    name: 'values where numbers, codes and dates belong',
    strike: everywhere(answering(200, misplaced), 0.6),
  },
  { name: 'bodies cut off', strike: everywhere({ kind: 'truncate' }, 0.4) },
  { name: 'connections reset', strike: everywhere({ kind: 'reset-after' }, 0.4) },
  { name: 'signed out, with words (401)', strike: everywhere(answering(401, text), 0.6) },
  { name: 'forbidden, with words (403)', strike: everywhere(answering(403, text), 0.6) },
  { name: 'not found, with words (404)', strike: everywhere(answering(404, text), 0.6) },
  { name: 'conflicts, with words (409)', strike: onWrites(answering(409, text)) },
  { name: 'sign-in refused, with words', strike: everywhere(answering(401, text), 1, /token/) },
  {
    name: 'headers that hold the record',
    strike: everywhere({ kind: 'rewrite', with: talkingHeaders }, 0.5),
  },
  { name: 'a request line too long', strike: ({ primero }) => void (primero.knobs.requestLineBytes = 60) },
]
