import { expect, test } from 'vitest'
import { describeAccess, only, routesOf, type Row } from '../access.fixture.ts'
import { sandboxWith } from './sandbox.fixture.ts'

const sandbox = sandboxWith()

/** What a sandbox has beside the routes of every console: for whoever looks after it, and for nobody else. */
const table: readonly Row[] = [
  { method: 'GET', path: '/start', says: only('200', ['administrator']) },
  { method: 'POST', path: '/start/hold', says: only('303 /start?did=held#done', ['administrator']) },
  { method: 'POST', path: '/start/go-on', says: only('303 /start?did=goes-on#done', ['administrator']) },
  { method: 'POST', path: '/start/at-once', says: only('303 /start?did=told#done', ['administrator']) },
  { method: 'POST', path: '/start/again', says: only('303 /start?did=begun#done', ['administrator']) },
]

test('they stand in the table, and are nowhere but in a sandbox', () => {
  const inTable = new Set(table.map(({ method, path }) => `${method} ${path}`))
  expect(routesOf({ sandbox }).difference(routesOf())).toEqual(inTable)
})

describeAccess({ table, forms: {}, lent: { sandbox } })
