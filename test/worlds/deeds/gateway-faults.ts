import { echoOf, individualOf } from '@ping-primero/sandbox'
import { troubleWords } from '../../support/gateways.ts'
import { isWrite, onRequests, strike } from './arm.ts'
import { child, newCase, refersToUnhcr, type Deed } from './people.ts'

const html = { 'content-type': 'text/html' }

/** Names with letters that Latin-1 has as well as UTF-8, and in other bytes. */
const names = [
  { givenName: 'José', familyName: 'Muñoz' },
  { givenName: 'Añok', familyName: 'Chérif' },
  { givenName: 'Zoë', familyName: 'Bråten' },
] as const

/** A child of such a name is referred to both sides, and then answers come in Latin-1. */
const latin1: Deed = (world, random) => {
  const person = {
    ...child(world, random),
    ...random.pick(names),
    number: `803-8${String(10_000_000 + random.below(89_999_999))}`,
  }
  if (world.ping.store.individualByNumber(person.number) !== undefined) return null
  const { number } = world.ping.act.refer({
    individual: individualOf(person),
    guid: random.guid(),
    type: 'BID',
    officer: person.officer,
  })
  if (random.chance(0.5)) newCase(world, random, person)
  if (random.chance(0.5)) refersToUnhcr(world, random, person)
  const systems = random.pick([['ping'], ['primero'], ['ping', 'primero']] as const)
  strike(world, random, 'F95', ({ system }) => systems.some((one) => one === system), { kind: 'latin-1' })
  return `F95 is to come: ${systems.join(' and ')} in Latin-1, as UNHCR refers ${number}, whose name is not in ASCII`
}

function sentBack(fits?: typeof isWrite): Deed {
  return onRequests(
    'F96',
    'the request comes back as its answer',
    (_world, random) => {
      const done = random.chance(0.5)
      return ({ request: { body = '' } }) => ({ kind: 'answer', done, answer: echoOf({ body }) })
    },
    fits,
    8,
  )
}

/** For long enough that a system counts as down by it. */
const inWords = onRequests(
  'F97',
  'words of trouble with 200',
  (_world, random) => {
    const [form, body] = random.pick(troubleWords)
    const type = form.startsWith('a text') ? 'text/plain' : 'application/json'
    return {
      kind: 'answer',
      done: random.chance(0.3),
      answer: { status: 200, headers: { 'content-type': type }, body },
    }
  },
  undefined,
  60,
)

function page(fits?: typeof isWrite): Deed {
  return onRequests(
    'F98',
    'a page with 401 or 404',
    (_world, random) => {
      const status = random.pick([401, 404] as const)
      const body = `<html><head><title>${status}</title></head><body>${status} of a proxy</body></html>`
      return { kind: 'answer', done: false, answer: { status, headers: html, body } }
    },
    fits,
    8,
  )
}

/** What stands between us and a system answers in its place, or garbles what it says. */
export const gatewayFaults: Readonly<Record<string, Deed>> = {
  F95: latin1,
  F96: sentBack(),
  'F96 writes': sentBack(isWrite),
  F97: inWords,
  F98: page(),
  'F98 writes': page(isWrite),
}
