import type { Gap } from '@ping-primero/core/check/finding.ts'
import type { Deployment } from '@ping-primero/core/deployment/deployment.ts'
import type { Flow } from '@ping-primero/core/domain/flow.ts'
import type { EventCode, LedgerItem, SystemPause } from '@ping-primero/core/ledger/ledger.ts'
import type {
  Act,
  FlowChange,
  FlowStatus,
  HistoryPage,
  HistoryQuery,
  LastRun,
  ItemPlace,
  ListQuery,
  NamedItem,
  PlacedEvent,
  ReasonAge,
  RunTimes,
  SubjectAge,
} from '@ping-primero/core/ledger/questions.ts'
import type { ListedStrand, StrandPosition, StrandQuery } from '@ping-primero/core/ledger/strand-questions.ts'
import type { Period } from '@ping-primero/core/measures/period.ts'
import type { Counted } from '@ping-primero/core/measures/rows.ts'
import type { ReasonCode } from '@ping-primero/core/reasons/catalogue.ts'
import type { ToldItem } from '@ping-primero/core/story/strand.ts'
import type { SystemChecks } from './checks/check.ts'
import type { Entry } from './entry/entry.ts'
import type { ActStore } from './entry/sessions.ts'
import type { RequestRefusal } from './refusals.ts'
import type { Role } from './roles.ts'
import type { Sandbox } from './sandbox/sandbox.ts'
import type { Seal } from './pages/audit/model.ts'
import type { Undertakings } from './undertakings/undertaking.ts'
import type { Comparisons } from './pages/health/comparison.ts'
import type { LiveLooks } from './pages/referral/look/look.ts'
import type { Verifications } from './pages/audit/verification.ts'
import type { OwnWords } from './words/say.ts'
import type { Language } from './words/languages.ts'

/** A deployment as its pages need it. */
export interface ConsoleDeployment {
  readonly name: string
  readonly title: string
  readonly timezone: string
  /** Both systems are simulated: every page says so. */
  readonly isSimulated: boolean
  /** Whether a flow is switched on. */
  readonly isEnabled: (flow: Flow) => boolean
  /** When it runs by itself, as its schedule is written, in the deployment's zone. */
  readonly schedule: (flow: Flow) => string
  /** When it runs next by its schedule; null when it does not. */
  readonly nextRun: (flow: Flow, nowMs: number) => string | null
  /** Which decision a version of flow 1.2 or 2.2 states, by the deployment's tables; null where they do not say. */
  readonly decisionOf: (item: LedgerItem) => 'accepted' | 'rejected' | null
  /** How words and fields go over, as far as its files could be read. */
  readonly mappings: Pick<Deployment, 'agreement' | 'fieldMaps' | 'valueMaps'> & {
    /** Whether protection concerns are sent. */
    readonly sharesConcerns: boolean
  }
  /** What its settings show without asking either system. */
  readonly readiness: {
    readonly environment: Deployment['environment']
    /** Settings that are not as a run or its timetable needs them. */
    readonly gaps: (nowMs: number) => readonly Gap[]
  }
  /** Words that it says instead of the console's. */
  readonly words: Readonly<Partial<Record<Language, OwnWords>>>
}

/** An account that was here. */
export interface SeenAccount {
  readonly account: string
  /** In the deployment that is asked about. */
  readonly role: Role
  /** When it looked last. */
  readonly seenAt: string
}

/** Where the ledger lies. Nothing of its address is said: it may hold a password. */
export type Storage =
  | { readonly kind: 'memory' }
  /** null = nobody could tell. */
  | { readonly kind: 'file'; readonly bytes: number | null; readonly freeBytes: number | null }

/** What pages ask of the ledger, each of one deployment. */
export interface LedgerQuestions {
  readonly status: (deployment: string) => Promise<readonly FlowStatus[]>
  readonly systemsDown: (deployment: string) => Promise<readonly SystemPause[]>
  /** How many items of each flow were confirmed since an ISO time. */
  readonly confirmedSince: (deployment: string, since: string) => Promise<Readonly<Record<Flow, number>>>
  /** The confirmed items that changed last, at most so many. */
  readonly lately: (deployment: string, limit: number) => Promise<readonly LedgerItem[]>
  /** When the first item was found; null = nothing was. */
  readonly firstFound: (deployment: string) => Promise<string | null>
  /** What stands under each reason of each flow, and since when the oldest of it does. */
  readonly oldestByReason: (deployment: string) => Promise<readonly ReasonAge[]>
  /** The same for some reasons, by what they are about; the most first, at most so many. */
  readonly oldestBySubject: (
    deployment: string,
    reasons: readonly ReasonCode[],
    limit: number,
  ) => Promise<readonly SubjectAge[]>
  /** The items that carry a number of any kind, as a person typed it. */
  readonly find: (deployment: string, number: string) => Promise<readonly LedgerItem[]>
  /** The whole stories that some items are of, the oldest first; of each its items, by when they were found. */
  readonly stories: (
    deployment: string,
    items: readonly LedgerItem[],
  ) => Promise<readonly (readonly LedgerItem[])[]>
  /** Items with all that the history tells of them. */
  readonly told: (deployment: string, items: readonly LedgerItem[]) => Promise<readonly ToldItem[]>
  /** The accounts with a role in it that were here since an ISO time, the last first. */
  readonly accounts: (deployment: string, since: string) => Promise<readonly SeenAccount[]>
  /** Those longest in their state, at most so many. */
  readonly longest: (query: ListQuery, limit: number) => Promise<readonly LedgerItem[]>
  /** Referrals with the decisions on them: how many a query chooses, and those that changed last behind a position. */
  readonly strandCount: (query: StrandQuery) => Promise<number>
  readonly strandPage: (
    query: StrandQuery,
    after: StrandPosition | null,
    limit: number,
  ) => Promise<readonly ListedStrand[]>
  /** Referrals that have stood longest as they do, at most so many. */
  readonly strandOldest: (query: StrandQuery, limit: number) => Promise<readonly ListedStrand[]>
  /** Items by themselves: how many a query chooses, and those that were found last behind a place. */
  readonly itemCount: (query: ListQuery) => Promise<number>
  readonly newestItems: (
    query: ListQuery,
    after: ItemPlace | null,
    limit: number,
  ) => Promise<readonly LedgerItem[]>
  /** What is counted in the years of a period, by month. */
  readonly counted: (deployment: string, period: Period) => Promise<Counted>
  /** Entries of the history that fit, the newest first, at most so many. */
  readonly historyPage: (query: HistoryQuery, limit: number) => Promise<HistoryPage>
  /** The last time that a person did one of these with the whole history; null = nobody has. */
  readonly lastNoted: (deployment: string, acts: readonly EventCode[]) => Promise<PlacedEvent | null>
  /** Where the history ends; null before its first entry. */
  readonly seal: (deployment: string) => Promise<Seal | null>
  /** The last run of each flow that has had one. */
  readonly lastRuns: (deployment: string) => Promise<readonly LastRun[]>
  /** How far each flow has read its source; absent where nothing was read yet. */
  readonly cursors: (deployment: string) => Promise<Readonly<Partial<Record<Flow, string>>>>
  /** The flow that runs at an ISO time, in whatever process; null = none does. */
  readonly underWay: (deployment: string, now: string) => Promise<Flow | null>
  /** What persons changed at the flows last, the latest first, at most so many. */
  readonly flowChanges: (deployment: string, limit: number) => Promise<readonly FlowChange[]>
  /** When its flows ran since an ISO time. */
  readonly runTimes: (deployment: string, since: string) => Promise<RunTimes>
  /** Where everything is kept, of all deployments. */
  readonly storage: () => Promise<Storage>
}

/** What is done in the ledger by whoever presses a button. Each act stands in the history. */
export interface LedgerDeeds {
  /** Makes everything unsettled of a cause due, and says how many that were. */
  readonly tryAgain: (deployment: string, flow: Flow, reason: ReasonCode, act: Act) => Promise<number>
  /** Notes that a list of referrals is taken as a file. */
  readonly noteExport: (deployment: string, act: Act) => Promise<void>
  /** Makes what is unsettled of these items due, and says how many that were. */
  readonly tryThese: (deployment: string, items: readonly NamedItem[], act: Act) => Promise<number>
  /** Settles an item as done outside; false where it was settled meanwhile. */
  readonly settle: (
    deployment: string,
    item: NamedItem,
    act: Act & { readonly why: string },
  ) => Promise<boolean>
  /** Lets an item go that is held until a person does; `moved` where it is not held any more. */
  readonly release: (
    deployment: string,
    item: LedgerItem,
    act: Act & { readonly why: string },
  ) => Promise<'released' | 'released-before' | 'moved'>
  /** Keeps what a person notes to an item. */
  readonly note: (deployment: string, item: NamedItem, act: Act & { readonly why: string }) => Promise<void>
  /** The history between two ISO times (null = without bound) as a file; that it is taken is noted before it begins. */
  readonly exportHistory: (
    deployment: string,
    period: { readonly from: string | null; readonly to: string | null },
    act: Act,
  ) => Promise<AsyncIterable<string>>
  /** Pauses a flow; one that is paused already keeps its first reason, and that is said. */
  readonly pause: (
    deployment: string,
    flow: Flow,
    act: Act & { readonly why: string },
  ) => Promise<'paused' | 'paused-before'>
  /** Lets a paused flow run again; false when it was not paused. */
  readonly resume: (deployment: string, flow: Flow, act: Act) => Promise<boolean>
}

/** What the console is given. It opens nothing by itself. */
export interface ConsoleHost {
  readonly deployments: () => readonly ConsoleDeployment[]
  readonly ledger: LedgerQuestions
  readonly deeds: LedgerDeeds
  readonly undertakings: Undertakings
  readonly verifications: Verifications
  readonly comparisons: Comparisons
  readonly looks: LiveLooks
  /** Both systems asked whether all fits. */
  readonly checks: SystemChecks
  /** null = what it shows is no sandbox. */
  readonly sandbox: Sandbox | null
  readonly entry: Entry
  readonly acts: ActStore
  /** Whether the ledger answers. */
  readonly isReady: () => Promise<boolean>
  readonly now: () => number
  readonly version: string
  /** Told of each request that is refused, by why and nothing else. */
  readonly refused: (why: RequestRefusal) => void
  /** Told of what nobody foresaw, with the mark that the page shows. */
  readonly faulted: (mark: string, error: unknown) => void
}
