import { expect, test } from 'vitest'
import { describeAccess, only, routesOf, type Row } from '../access.fixture.ts'
import { deedForms, quietCaseworker, quietOfficer, sandboxWith } from './sandbox.fixture.ts'

/** At both desks there is something to choose from. */
const type = { value: 'shelter', label: 'shelter', isAgreed: true }
const sandbox = sandboxWith({
  officer: { ...quietOfficer, types: () => [type] },
  caseworker: { ...quietCaseworker, services: () => [type] },
})

/** What a sandbox has beside the routes of every console: for whoever looks after it, and for nobody else. */
const table: readonly Row[] = [
  { method: 'GET', path: '/start', says: only('200', ['administrator']) },
  { method: 'POST', path: '/start/hold', says: only('303 /start?did=held#done', ['administrator']) },
  { method: 'POST', path: '/start/go-on', says: only('303 /start?did=goes-on#done', ['administrator']) },
  { method: 'POST', path: '/start/at-once', says: only('303 /start?did=told#done', ['administrator']) },
  { method: 'POST', path: '/start/again', says: only('303 /start?did=begun#done', ['administrator']) },
  {
    method: 'POST',
    path: '/start/trouble',
    says: only('303 /start?trouble=down&system=ping#done', ['administrator']),
  },
  {
    method: 'POST',
    path: '/start/break',
    says: only('303 /start?trouble=break&system=primero#done', ['administrator']),
  },
  { method: 'GET', path: '/desk/progres', says: only('200', ['administrator']) },
  { method: 'GET', path: '/desk/primero', says: only('200', ['administrator']) },
  {
    method: 'POST',
    path: '/desk/progres/refer',
    says: only('303 /desk/progres?did=referred#done', ['administrator']),
  },
  {
    method: 'POST',
    path: '/desk/progres/decide',
    says: only('303 /desk/progres?did=decided#done', ['administrator']),
  },
  {
    method: 'POST',
    path: '/desk/progres/withdraw',
    says: only('303 /desk/progres?did=withdrawn#done', ['administrator']),
  },
  {
    method: 'POST',
    path: '/desk/progres/send-again',
    says: only('303 /desk/progres?did=sent-again#done', ['administrator']),
  },
  {
    method: 'POST',
    path: '/desk/progres/fill-in',
    says: only('303 /desk/progres?did=filled-in#done', ['administrator']),
  },
  {
    method: 'POST',
    path: '/desk/progres/run',
    says: only('303 /desk/progres?begun=run&flow=1.1#done', ['administrator']),
  },
  {
    method: 'POST',
    path: '/desk/primero/decide',
    says: only('303 /desk/primero?did=decided#done', ['administrator']),
  },
  {
    method: 'POST',
    path: '/desk/primero/refer',
    says: only('303 /desk/primero?did=referred#done', ['administrator']),
  },
  {
    method: 'POST',
    path: '/desk/primero/refer-again',
    says: only('303 /desk/primero?did=referred#done', ['administrator']),
  },
  {
    method: 'POST',
    path: '/desk/primero/revoke',
    says: only('303 /desk/primero?did=revoked#done', ['administrator']),
  },
  {
    method: 'POST',
    path: '/desk/primero/consent',
    says: only('303 /desk/primero?did=consent-taken#done', ['administrator']),
  },
  {
    method: 'POST',
    path: '/desk/primero/run',
    says: only('303 /desk/primero?begun=run&flow=1.1#done', ['administrator']),
  },
]

test('they stand in the table, and are nowhere but in a sandbox', () => {
  const inTable = new Set(table.map(({ method, path }) => `${method} ${path}`))
  expect(routesOf({ sandbox }).difference(routesOf())).toEqual(inTable)
})

describeAccess({ table, forms: deedForms, lent: { sandbox } })
