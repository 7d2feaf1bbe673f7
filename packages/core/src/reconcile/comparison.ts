import type { Deployment } from '../deployment/deployment.ts'
import { flows, type Flow, type System } from '../domain/flow.ts'
import type { Failure } from '../http/failure.ts'
import type { ItemNumbers, LedgerItem } from '../ledger/ledger.ts'
import type { ListIncomplete, Ping } from '../ping/client.ts'
import type { Primero } from '../primero/client.ts'
import type { PrimeroCase } from '../primero/record.ts'
import type { LedgerKeys } from '../privacy/pseudonym.ts'
import type { ReasonCode } from '../reasons/catalogue.ts'
import { unavailable } from '../reasons/unavailable.ts'
import { differenceKinds, nextRunTakesIt, type DifferenceCode } from './catalogue.ts'
import type { ReadingLedger } from './reading-ledger.ts'
import type { ComparedCount, Difference, DifferenceCount, Unread, UnreadPart } from './report.ts'

/** A row of the ledger on which a finding rests; `revision` null = it was not there. */
export interface Footing {
  readonly flow: Flow
  readonly key: string
  readonly revision: number | null
}

/** A difference as it is found, before it is looked at again. */
export interface Found {
  readonly code: DifferenceCode
  readonly flow: Flow
  readonly numbers: ItemNumbers
  readonly progres?: string | null
  readonly primero?: string | null
  readonly ledger: LedgerItem | null
  readonly footing: readonly Footing[]
  /** The flow has not looked since, so that it may still settle it. */
  readonly unlooked?: boolean
}

/** What every part of a comparison works with. */
export interface Comparison {
  readonly deployment: Deployment
  readonly keys: LedgerKeys
  readonly period: { readonly from: string; readonly to: string }
  readonly ledger: ReadingLedger
  readonly ping: Ping
  readonly primero: Primero
  readonly wants: (flow: Flow) => boolean
  /** Notes what was found, unless a flow worked on it meanwhile. */
  readonly note: (found: readonly Found[]) => Promise<void>
  readonly count: (flow: Flow, what: keyof ComparedCount, by?: number) => void
  readonly unread: (system: System, what: UnreadPart, why: Unreadable) => void
  /** Whether a flow has read this very version of each case. */
  readonly readBy: (flow: '1.2' | '2.1', cases: readonly PrimeroCase[]) => Promise<ReadonlySet<string>>
}

/** Why something could not be read. */
export type Unreadable = Failure | ListIncomplete | { readonly kind: 'forbidden' | 'not-shown' }

/** Differences listed of one kind and flow; beyond these they are only counted. */
const mostListed = 1000

/** What a comparison has found so far. */
export interface Findings {
  readonly differences: () => readonly Difference[]
  readonly counts: () => readonly DifferenceCount[]
  readonly compared: () => Readonly<Partial<Record<Flow, ComparedCount>>>
  readonly unread: () => readonly Unread[]
}

/** The row of the ledger behind a finding. */
export function footing(flow: Flow, key: string, item: LedgerItem | null): Footing {
  return { flow, key, revision: item?.revision ?? null }
}

function codeOf(
  system: System,
  why: Unreadable,
): { readonly code: ReasonCode; readonly about: readonly string[] } {
  if (why.kind === 'stop') return { code: why.reason, about: why.about }
  if (why.kind === 'list-incomplete') return { code: 'list-incomplete', about: [] }
  if (why.kind === 'forbidden') return { code: 'primero-forbidden', about: [] }
  if (why.kind === 'not-shown') return { code: 'primero-field-missing', about: ['services_section'] }
  return { code: unavailable[system], about: [] }
}

/** Begins a comparison. `startedAt` is the ledger's time: what it changed later is left out. */
export function beginComparison(
  parts: Pick<Comparison, 'deployment' | 'keys' | 'period' | 'ledger' | 'ping' | 'primero' | 'wants'> & {
    readonly startedAt: string
    /** Flows that neither stand still nor are behind their schedule: what they have not looked at is still theirs. */
    readonly onTime: ReadonlySet<Flow>
  },
): { readonly comparison: Comparison; readonly findings: Findings } {
  const { ledger, wants, startedAt, onTime } = parts
  const listed: Difference[] = []
  const counts = new Map<string, DifferenceCount>()
  const said = new Set<string>()
  const unread = new Map<string, Unread>()
  const compared = new Map(
    flows.filter(wants).map((flow) => [flow, { compared: 0, withoutDetail: 0, moving: 0 }]),
  )

  const moved = (item: LedgerItem): boolean =>
    [item.foundAt, item.since, item.sentAt ?? ''].some((at) => at > startedAt)

  const keep = ({
    code,
    flow,
    numbers,
    progres = null,
    primero = null,
    ledger: item,
    unlooked,
  }: Found): void => {
    const id = [code, flow, ...Object.values(numbers)].join(' ')
    if (said.has(id)) return
    said.add(id)
    const notYetRun = unlooked === true && onTime.has(flow)
    const before = counts.get(`${flow} ${code}`)
    const count = (before?.count ?? 0) + 1
    const waiting = (before?.notYetRun ?? 0) + (notYetRun ? 1 : 0)
    counts.set(`${flow} ${code}`, { flow, code, count, notYetRun: waiting })
    if (count > mostListed) return
    const { owner, nextStep } = notYetRun ? nextRunTakesIt : differenceKinds[code]
    const state = item?.state ?? null
    listed.push({ code, flow, numbers, progres, primero, ledger: state, owner, nextStep, notYetRun })
  }

  const count: Comparison['count'] = (flow, what, by = 1) => {
    const sum = compared.get(flow)
    if (sum !== undefined) sum[what] += by
  }

  const note: Comparison['note'] = async (found) => {
    const wanted = found.filter(({ flow }) => wants(flow))
    if (wanted.length === 0) return
    const now = new Map<string, LedgerItem>()
    for (const flow of flows) {
      const keys = wanted
        .flatMap((one) => one.footing.filter((foot) => foot.flow === flow))
        .map(({ key }) => key)
      if (keys.length === 0) continue
      for (const item of await ledger.get(flow, [...new Set(keys)])) now.set(`${flow} ${item.key}`, item)
    }
    for (const one of wanted) {
      const stands = one.footing.every((foot) => {
        const item = now.get(`${foot.flow} ${foot.key}`)
        return item === undefined ? foot.revision === null : item.revision === foot.revision && !moved(item)
      })
      if (stands) keep(one)
      else count(one.flow, 'moving')
    }
  }

  const comparison: Comparison = {
    ...parts,
    note,
    count,
    unread: (system, what, why) => {
      const { code, about } = codeOf(system, why)
      const id = [what, code, ...about].join(' ')
      const times = (unread.get(id)?.count ?? 0) + 1
      unread.set(id, { system, what, code, about, count: times })
    },
    readBy: async (flow, cases) => {
      const cursor = await ledger.cursor(flow)
      if (cursor === null) return new Set()
      const ids = cases.map(({ id }) => id)
      const seen = new Map((await ledger.seen(`cases ${flow}`, ids)).map(({ id, version }) => [id, version]))
      const read = cases.filter((one) => one.lastUpdatedAt < cursor || seen.get(one.id) === one.lastUpdatedAt)
      return new Set(read.map(({ id }) => id))
    },
  }
  return {
    comparison,
    findings: {
      differences: () => listed,
      counts: () => [...counts.values()],
      compared: () => Object.fromEntries(compared),
      unread: () => [...unread.values()],
    },
  }
}
