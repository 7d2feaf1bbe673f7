import type { Answered, SystemAnswer, SystemRequest } from '../server/system.ts'
import { parseWhole } from '../server/whole.ts'
import { empty, json, refuse } from './answer.ts'
import { readCase, readHistory } from './case-view.ts'
import {
  listAgencies,
  listForms,
  listLookups,
  listReferTargets,
  listRoles,
  listUsers,
  readUser,
} from './configuration-views.ts'
import type { PrimeroContext } from './context.ts'
import { listReferrals } from './referral-view.ts'
import { planRefer, planRespond, planRevoke } from './referrals.ts'
import { planCreate, planDisable, planUpdate } from './save/cases.ts'
import type { Planned } from './save/cases.ts'
import type { Caller } from './scope.ts'
import { parseQuery } from './search/query.ts'
import { searchCases } from './search/search.ts'
import type { SearchKind } from './search/search.ts'
import type { SignIn } from './sign-in.ts'
import { isObject } from './value.ts'
import type { JsonObject } from './value.ts'

/** Ms of a server's CPU by kind of request, asked within a session (contract §14, "Prices for the bench"). */
const prices: Readonly<Record<string, number>> = {
  search: 130,
  'search-text': 130,
  'search-list': 111,
  'read-list': 55,
  list: 390,
  'read-case': 34,
  'read-referrals': 21,
  users: 31,
  'create-case': 126,
  'update-case': 111,
  'create-referral': 85,
  'update-referral': 85,
  'sign-in': 160,
  health: 0,
}

const anythingElse = 50
const perRow = 0.6
/** Searches that may answer with many rows. */
const pricedByRow: ReadonlySet<string> = new Set(['list', 'search-text'])
/** What the password of a request by Basic costs besides. */
const passwordCheck = 135

interface Routed {
  readonly kind: string
  readonly plan: Planned
  readonly rows?: number
}

/** Answers a request to Primero. Nothing changes before the answer's function is called. */
export function answerRequest(context: PrimeroContext, signIn: SignIn, request: SystemRequest): Answered {
  const open = answerWithoutSignIn(signIn, request)
  if (open) return { kind: open.kind, work: prices[open.kind] ?? anythingElse, answer: open.plan }

  const signedIn = signIn.authenticate(request)
  const password = signedIn.by === 'basic' ? passwordCheck : 0
  if (signedIn.kind === 'refused') return { kind: 'refused', work: password, answer: signedIn.answer }
  const role = context.store.role(signedIn.user.role)
  const body = role ? bodyOf(request) : undefined
  if (!role || !body) {
    const message = 'Error occurred while parsing request parameters'
    return { kind: 'refused', work: password, answer: refuse(500, request.path, { message }) }
  }
  const { kind, plan, rows } = route(context, { user: signedIn.user, role }, request, body)
  const work = (prices[kind] ?? anythingElse) + (pricedByRow.has(kind) ? (rows ?? 0) * perRow : 0) + password
  return {
    kind,
    work,
    answer: () => withHeaders(typeof plan === 'function' ? plan() : plan, signedIn.cookies),
  }
}

function answerWithoutSignIn(signIn: SignIn, request: SystemRequest): Routed | undefined {
  const { method, path } = request
  if (method === 'GET' && /^\/health(\/(database|server))?$/.test(path))
    return { kind: 'health', plan: empty }
  if (method === 'GET' && path === '/api/v2/primero') {
    const answer = json(200, {
      data: { locale: 'en', locales: ['en'], sandbox_ui: true, use_identity_provider: false },
    })
    return { kind: 'public', plan: withHeaders(answer, signIn.anonymous(request)) }
  }
  if (path !== '/api/v2/tokens')
    return isKnown(path) ? undefined : { kind: 'unknown', plan: unknownRoute(path) }
  if (method === 'POST') return { kind: 'sign-in', plan: signIn.open(request, bodyOf(request)) }
  if (method === 'DELETE') return { kind: 'sign-out', plan: signIn.close(request) }
  return { kind: 'unknown', plan: unknownRoute(path) }
}

function isKnown(path: string): boolean {
  return /^\/api\/v2\/(cases|users|lookups|forms|roles|agencies)(\/|$)/.test(path)
}

function route(context: PrimeroContext, caller: Caller, request: SystemRequest, body: JsonObject): Routed {
  const { method, path } = request
  const [resource, id, sub, subId, ...rest] = path.slice('/api/v2/'.length).split('/')
  const call = `${method === 'PUT' ? 'PATCH' : method} ${shapeOf(resource, id, sub, subId, rest.length)}`
  const query = parseQuery(request.query)
  const caseId = id ?? ''
  const ids = { case: caseId, referral: subId ?? '' }

  switch (call) {
    case 'GET cases':
      return searched(context, caller, request)
    case 'POST cases':
      return { kind: 'create-case', plan: planCreate(context, caller, path, body) }
    case 'GET cases/:id':
      return { kind: 'read-case', plan: readCase(context, caller, path, caseId) }
    case 'PATCH cases/:id':
      return { kind: 'update-case', plan: planUpdate(context, caller, path, caseId, body) }
    case 'DELETE cases/:id':
      return { kind: 'update-case', plan: planDisable(context, caller, path, caseId) }
    case 'GET cases/:id/referrals':
      return { kind: 'read-referrals', plan: listReferrals(context, caller, path, caseId) }
    case 'GET cases/:id/transitions':
      return { kind: 'read-referrals', plan: transitions(context, caller, request, caseId) }
    case 'POST cases/:id/referrals':
      return { kind: 'create-referral', plan: planRefer(context, caller, path, caseId, body) }
    case 'PATCH cases/:id/referrals/:id':
      return { kind: 'update-referral', plan: planRespond(context, caller, path, ids, body) }
    case 'DELETE cases/:id/referrals/:id':
      return { kind: 'update-referral', plan: planRevoke(context, caller, path, ids) }
    case 'GET cases/:id/record_history':
      return { kind: 'history', plan: readHistory(context, caller, path, caseId, query) }
    case 'GET users':
      return { kind: 'users', plan: listUsers(context, caller, path, query) }
    case 'GET users/:id':
      return {
        kind: 'users',
        plan:
          id === 'refer-to'
            ? listReferTargets(context, caller, query)
            : readUser(context, caller, path, caseId, query),
      }
    case 'GET lookups':
      return { kind: 'lookups', plan: listLookups(context, query) }
    case 'GET forms':
      return { kind: 'forms', plan: listForms(context, query) }
    case 'GET roles':
      return { kind: 'roles', plan: listRoles(context, query) }
    case 'GET agencies':
      return { kind: 'agencies', plan: listAgencies(context, caller, path, query) }
    default:
      return { kind: 'unknown', plan: unknownRoute(path) }
  }
}

/** The path with its ids taken out: `cases/:id/referrals/:id`. */
function shapeOf(
  resource: string | undefined,
  id: string | undefined,
  sub: string | undefined,
  subId: string | undefined,
  deeper: number,
): string {
  const parts = [resource, id === undefined ? undefined : ':id', sub, subId === undefined ? undefined : ':id']
  return parts.filter((part) => part !== undefined).join('/') + (deeper > 0 ? '/…' : '')
}

function searched(context: PrimeroContext, caller: Caller, request: SystemRequest): Routed {
  const { kind, rows, answer }: { kind: SearchKind; rows: number; answer: SystemAnswer } = searchCases(
    context,
    caller,
    request.path,
    request.query,
  )
  return { kind, rows, plan: answer }
}

function transitions(
  context: PrimeroContext,
  caller: Caller,
  request: SystemRequest,
  caseId: string,
): SystemAnswer {
  const types = parseQuery(request.query).get('types')
  const answer = listReferrals(context, caller, request.path, caseId)
  const wanted = types === undefined || types.split(',').includes('Referral')
  return wanted || answer.status !== 200 ? answer : json(200, { data: [] })
}

function unknownRoute(path: string): SystemAnswer {
  return refuse(404, path, { message: 'Not Found' })
}

function withHeaders(
  answer: SystemAnswer,
  headers: Readonly<Record<string, readonly string[]>>,
): SystemAnswer {
  return { ...answer, headers: { ...answer.headers, ...headers } }
}

/** The parameters of a body: only a JSON one has any. Undefined when it cannot be parsed. */
function bodyOf(request: SystemRequest): JsonObject | undefined {
  const type = request.headers['content-type'] ?? ''
  if (request.body === '' || !type.includes('json')) return {}
  try {
    const parsed = parseWhole(request.body)
    return isObject(parsed) ? parsed : {}
  } catch {
    return undefined
  }
}
