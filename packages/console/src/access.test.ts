import { expect, test } from 'vitest'
import { describeAccess, only, routesOf, type Row } from './access.fixture.ts'

const workers = ['operator', 'administrator'] as const
const readers = ['administrator', 'auditor'] as const

const table: readonly Row[] = [
  {
    method: 'GET',
    path: '/',
    says: only('303 /d/gambella/today'),
  },
  { method: 'GET', path: '/healthz', says: { '*': '200' } },
  { method: 'GET', path: '/readyz', says: { '*': '200' } },
  {
    method: 'GET',
    path: '/countries',
    says: only('200'),
  },
  { method: 'GET', path: '/language/:language', says: { '*': '303 /' } },
  { method: 'GET', path: '/sign-in', says: { '*': '303 /', nobody: '200' } },
  { method: 'POST', path: '/sign-in', says: { '*': '303 /sign-in?why=told' } },
  { method: 'GET', path: '/enter/:value', says: { '*': '303 /sign-in?why=spent' } },
  {
    method: 'GET',
    path: '/sign-in/:provider',
    says: { '*': '303 /', nobody: '303 https://accounts.example/authorize' },
  },
  {
    method: 'GET',
    path: '/sign-in/:provider/return',
    says: { '*': '303 /', nobody: '303 /sign-in?why=lost' },
  },
  { method: 'GET', path: '/sign-out/:provider', says: { '*': '303 https://accounts.example/end' } },
  { method: 'POST', path: '/sign-out', says: { '*': '303 /sign-in?why=left' } },
  {
    method: 'GET',
    path: '/d/:deployment/today',
    says: only('200'),
  },
  {
    method: 'GET',
    path: '/d/:deployment/attention',
    says: only('200'),
  },
  {
    method: 'GET',
    path: '/d/:deployment/mappings',
    says: only('200'),
  },
  {
    method: 'GET',
    path: '/d/:deployment/referrals',
    says: only('200'),
  },
  {
    method: 'POST',
    path: '/d/:deployment/referrals/file',
    says: only('200'),
  },
  {
    method: 'POST',
    path: '/d/:deployment/find',
    says: only('200'),
  },
  {
    method: 'GET',
    path: '/d/:deployment/mappings/file',
    says: only('200'),
  },
  {
    method: 'GET',
    path: '/d/:deployment/reports',
    says: only('200'),
  },
  {
    method: 'GET',
    path: '/d/:deployment/reports.csv',
    says: only('200'),
  },
  {
    method: 'GET',
    path: '/d/:deployment/referral',
    says: only('200'),
  },
  {
    method: 'POST',
    path: '/d/:deployment/referral/try-again',
    says: only('303 /d/gambella/referral?number=REF-IOP-000128&tried=0&flow=2.1#done', workers),
  },
  {
    method: 'POST',
    path: '/d/:deployment/referrals/try-again',
    says: only('303 /d/gambella/referrals?state=attention&tried=0&tried-flow=1.1#done', workers),
  },
  {
    method: 'POST',
    path: '/d/:deployment/referral/settle/check',
    says: only('200', workers),
  },
  {
    method: 'POST',
    path: '/d/:deployment/referral/settle',
    says: only('303 /d/gambella/referral?number=REF-IOP-000128&did=moved#done', workers),
  },
  {
    method: 'GET',
    path: '/d/:deployment/referral/release',
    says: only('200', workers),
  },
  {
    method: 'POST',
    path: '/d/:deployment/referral/release',
    says: only('303 /d/gambella/referral?number=REF-IOP-000128&did=moved#done', workers),
  },
  {
    method: 'POST',
    path: '/d/:deployment/referral/note',
    says: only('303 /d/gambella/referral?number=REF-IOP-000128&did=moved#done', workers),
  },
  {
    method: 'POST',
    path: '/d/:deployment/referral/look',
    says: only('200', workers),
  },
  {
    method: 'GET',
    path: '/d/:deployment/notice',
    says: only('200', workers),
  },
  {
    method: 'GET',
    path: '/d/:deployment/going-live',
    says: only('200', ['administrator']),
  },
  {
    method: 'POST',
    path: '/d/:deployment/going-live/check',
    says: only('303 /d/gambella/going-live?seen=1795671720000#done', ['administrator']),
  },
  {
    method: 'GET',
    path: '/d/:deployment/people',
    says: only('200', readers),
  },
  {
    method: 'POST',
    path: '/d/:deployment/people/end-sessions',
    says: only('303 /d/gambella/people?ended=all#done', ['administrator']),
  },
  {
    method: 'GET',
    path: '/d/:deployment/audit',
    says: only('200', readers),
  },
  {
    method: 'GET',
    path: '/d/:deployment/health',
    says: only('200', workers),
  },
  {
    method: 'POST',
    path: '/d/:deployment/health/compare',
    says: only('303 /d/gambella/health#done', workers),
  },
  {
    method: 'POST',
    path: '/d/:deployment/audit/verify',
    says: only('303 /d/gambella/audit#done', readers),
  },
  {
    method: 'POST',
    path: '/d/:deployment/audit/file',
    says: only('200', readers),
  },
  {
    method: 'POST',
    path: '/d/:deployment/attention/try-again',
    says: only('303 /d/gambella/attention?tried=0&flow=2.1#done', workers),
  },
  {
    method: 'GET',
    path: '/d/:deployment/flows',
    says: only('200'),
  },
  {
    method: 'POST',
    path: '/d/:deployment/flows/pause',
    says: only('303 /d/gambella/flows?did=paused&flow=2.1#done', workers),
  },
  {
    method: 'POST',
    path: '/d/:deployment/flows/resume',
    says: only('303 /d/gambella/flows?did=resumed&flow=2.1#done', workers),
  },
  {
    method: 'POST',
    path: '/d/:deployment/flows/run',
    says: only('303 /d/gambella/flows?begun=run&flow=2.1#done', workers),
  },
  {
    method: 'POST',
    path: '/d/:deployment/flows/look-again',
    says: only('303 /d/gambella/flows?begun=look-again&flow=2.1#done', ['administrator']),
  },
  {
    method: 'POST',
    path: '/d/:deployment/flows/try',
    says: only('303 /d/gambella/flows?begun=try&flow=2.1#done', workers),
  },
]

/** How a form of a referral names the item that is meant. */
const named = { number: 'REF-IOP-000128', flow: '2.1', key: 'r' }

/** What stands in the form of an act. */
const forms: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '/d/:deployment/referral/try-again': { number: named.number },
  '/d/:deployment/referrals/try-again': { state: 'attention' },
  '/d/:deployment/referral/look': { number: named.number },
  '/d/:deployment/referral/settle/check': { ...named, how: 'told', why: 'by letter' },
  '/d/:deployment/referral/settle': { ...named, how: 'told', why: 'by letter' },
  '/d/:deployment/referral/note': { ...named, why: 'the supervisor telephones' },
  '/d/:deployment/referral/release': {
    ...named,
    reason: 'consent-overridden',
    check1: 'on',
    check2: 'on',
    check3: 'on',
    why: 'the assessment is there',
  },
  '/d/:deployment/people/end-sessions': { account: 'focal@agency.example' },
  '/d/:deployment/attention/try-again': { flow: '2.1', reason: 'consent-missing' },
  '/d/:deployment/flows/pause': { flow: '2.1', why: 'maintenance of Primero' },
  '/d/:deployment/flows/resume': { flow: '2.1' },
  '/d/:deployment/flows/run': { flow: '2.1' },
  '/d/:deployment/flows/try': { flow: '2.1' },
  '/d/:deployment/flows/look-again': { flow: '2.1', since: '2026-11-01' },
}

/** What an address asks for. */
const queries: Readonly<Record<string, string>> = {
  '/d/:deployment/mappings/file': '?table=service-types-in',
}

test('every route stands in the table', () => {
  expect(routesOf()).toEqual(new Set(table.map(({ method, path }) => `${method} ${path}`)))
})

describeAccess({ table, forms, queries })
