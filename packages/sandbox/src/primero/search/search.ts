import type { SystemAnswer } from '../../server/system.ts'
import { forbidden, pageOf, refuse } from '../answer.ts'
import { caseView } from '../case-view.ts'
import type { PrimeroContext } from '../context.ts'
import { idFields, may, permittedOf } from '../permitted.ts'
import { inScope } from '../scope.ts'
import type { Caller } from '../scope.ts'
import type { StoredCase } from '../store.ts'
import { readFilter, readInner } from './filter.ts'
import type { Filter } from './filter.ts'
import { integerOf, parseQuery } from './query.ts'
import { sortCases } from './sort.ts'

/** The kinds of search that differ in what they cost a server (contract §14). */
export type SearchKind = 'search' | 'search-text' | 'search-list' | 'read-list' | 'list'

/** A search with its answer. */
export interface Searched {
  readonly kind: SearchKind
  readonly rows: number
  readonly answer: SystemAnswer
}

interface Conditions {
  readonly filters: readonly Filter[]
  readonly outcome: 'filtered' | 'nothing' | 'error'
  readonly kind: SearchKind
}

const shortFields =
  'case_id,case_id_display,short_id,name,age,sex,status,owned_by,registration_date,created_at'

/** `GET /cases` (contract §3). */
export function searchCases(
  context: PrimeroContext,
  caller: Caller,
  resource: string,
  rawQuery: string,
): Searched {
  const parameters = parseQuery(rawQuery)
  const conditions = readConditions(context, caller, parameters)
  const { kind } = conditions
  if (!may(caller.role, 'case', 'read')) return { kind, rows: 0, answer: forbidden(resource) }

  const page = integerOf(parameters.get('page'), 1)
  const per = Math.min(integerOf(parameters.get('per'), 20), 1000)
  if (page < 1 || per < 0) {
    const message = 'PG::InvalidRowCountInResultOffsetClause: ERROR:  OFFSET must not be negative\n'
    return { kind, rows: 0, answer: refuse(500, resource, { message }) }
  }
  if (conditions.outcome === 'error') {
    const message = 'PG::UndefinedFunction: ERROR:  operator does not exist'
    return { kind, rows: 0, answer: refuse(500, resource, { message }) }
  }

  const found =
    conditions.outcome === 'nothing' ? [] : select(context, caller, conditions.filters, parameters)
  sortCases(found, {
    by: parameters.get('order_by') ?? 'created_at',
    descending: (parameters.get('order') ?? 'desc') === 'desc',
    turned: context.shuffledTies && page % 2 === 0,
  })
  const fields = parameters.get('fields')
  const wanted =
    fields === undefined ? undefined : new Set((fields === 'short' ? shortFields : fields).split(','))
  const rows = found
    .slice((page - 1) * per, page * per)
    .map((record) => caseView(context, caller, record, wanted))
  return { kind, rows: rows.length, answer: pageOf(rows, { total: found.length, per, page }) }
}

function readConditions(
  { store }: PrimeroContext,
  caller: Caller,
  parameters: ReadonlyMap<string, string>,
): Conditions {
  const { filterable } = permittedOf(store, caller.role)
  const filters: Filter[] = []
  const either: Filter[] = []
  let outcome: Conditions['outcome'] = 'filtered'
  let orNothing = false
  let kind: SearchKind = parameters.has('query') ? 'search-text' : 'list'

  for (const [key, value] of parameters) {
    const inner = /^(or|not)\[([^[\]]+)\]$/.exec(key)
    const ranged = /^([^[\]]+)\[\d+\]$/.exec(key)
    const field = inner?.[2] ?? ranged?.[1] ?? key
    if (!filterable.has(field)) continue
    const read = inner ? readInner(store, field, value) : readFilter(store, field, value)
    if (field === 'id' && !inner) kind = 'read-list'
    else if (inner?.[1] === 'or' && idFields.has(field)) kind = 'search-list'
    else if (idFields.has(field) && kind === 'list') kind = 'search'

    if (read === 'dropped') continue
    if (read === 'error') outcome = 'error'
    else if (inner?.[1] === 'or') {
      if (read === 'nothing') orNothing = true
      else either.push(read)
    } else if (read === 'nothing') {
      if (outcome !== 'error') outcome = 'nothing'
    } else if (inner?.[1] === 'not') filters.push({ test: (record) => !read.test(record) })
    else filters.push(read)
  }
  if (either.length > 0) filters.push(anyOf(either))
  else if (orNothing && outcome === 'filtered') outcome = 'nothing'
  return { filters, outcome, kind }
}

function anyOf(filters: readonly Filter[]): Filter {
  const test = (record: StoredCase): boolean => filters.some((filter) => filter.test(record))
  const sources = filters.flatMap((filter) => filter.candidates ?? [])
  if (sources.length < filters.length) return { test }
  return { test, candidates: () => [...new Set(sources.flatMap((source) => source()))] }
}

function select(
  { store, ignoresQuery }: PrimeroContext,
  caller: Caller,
  filters: readonly Filter[],
  parameters: ReadonlyMap<string, string>,
): StoredCase[] {
  const all = [...filters, ...(ignoresQuery ? [] : textFilter(parameters))]
  const indexed = all.find((filter) => filter.candidates !== undefined)
  const anywhere =
    parameters.get('id_search') === 'true' &&
    parameters.has('query') &&
    may(caller.role, 'case', 'search_owned_by_others')
  const found: StoredCase[] = []
  for (const record of indexed?.candidates?.() ?? store.cases()) {
    if (all.every((filter) => filter.test(record)) && (anywhere || inScope(store, caller, record)))
      found.push(record)
  }
  return found
}

/** `query`: a substring in any letter case, of the numbers, of the name or of the telephone. */
function textFilter(parameters: ReadonlyMap<string, string>): readonly Filter[] {
  // As Rails strips: of blanks only those of ASCII (`identifier_search_query.rb`).
  const query = parameters
    .get('query')
    ?.replace(/^[\0\t-\r ]+|[\0\t-\r ]+$/g, '')
    .toLowerCase()
  if (query === undefined || query === '') return []
  const phonetic = parameters.get('phonetic') === 'true'
  const phone = parameters.get('phone_number') === 'true'
  const fields = phone
    ? ['telephone_current']
    : phonetic
      ? ['name', 'name_nickname', 'name_other']
      : [...idFields]
  const holds = (value: unknown): boolean => typeof value === 'string' && value.toLowerCase().includes(query)
  return [{ test: (record) => fields.some((field) => holds(record.data[field])) }]
}
