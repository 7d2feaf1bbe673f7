import { flows } from '@ping-primero/core/domain/flow.ts'
import type { FlowStatus } from '@ping-primero/core/ledger/questions.ts'
import type { ConsoleDeployment, ConsoleHost } from './host.ts'
import type { Entry } from './entry/entry.ts'
import type { ActStore } from './entry/sessions.ts'
import type { Role } from './roles.ts'

/** 26 November 2026, 08:42 in Addis Ababa. */
export const nowMs = Date.parse('2026-11-26T05:42:00.000Z')

/** A flow that runs and has nothing. */
export function flowStatus(more: Partial<FlowStatus> & Pick<FlowStatus, 'flow'>): FlowStatus {
  return {
    pause: null,
    lastRun: '2026-11-25T21:00:00.000Z',
    lastSuccess: '2026-11-25T21:00:00.000Z',
    stoppedBy: null,
    hinderedBy: null,
    hinderedSince: null,
    counts: { confirmed: 0, waiting: 0, attention: 0, withdrawn: 0, handled: 0 },
    oldest: null,
    reasons: [],
    ...more,
  }
}

/** Mappings with one table of words, and a field that it fills. */
export function mappingsWith(
  more: Partial<ConsoleDeployment['mappings']> = {},
): ConsoleDeployment['mappings'] {
  const types = {
    name: 'service-types-in',
    rows: [
      { key: 'Alternative Care', value: 'alternative_care', priority: null },
      { key: 'Legal Aid', value: 'legal_support', priority: null, beside: { primero_name: 'Legal support' } },
    ],
  }
  const rule = {
    target: 'service_type',
    sources: [{ object: 'progres', column: 'progres_description' }],
    transform: { kind: 'map', map: 'service-types-in' },
    required: true,
    default: null,
    form: 'services',
    localised: true,
    note: '',
  } as const
  return {
    agreement: null,
    sharesConcerns: false,
    fieldMaps: new Map([['1.1-service', { name: '1.1-service', rules: [rule] }]]),
    valueMaps: { maps: new Map([[types.name, types]]), decisionCodes: new Map() },
    ...more,
  }
}

export function deploymentWith(more: Partial<ConsoleDeployment> = {}): ConsoleDeployment {
  return {
    name: 'gambella',
    title: 'Ethiopia – Gambella',
    timezone: 'Africa/Addis_Ababa',
    isSimulated: false,
    isEnabled: () => true,
    schedule: () => '0 0 * * *',
    nextRun: () => '2026-11-26T21:00:00.000Z',
    decisionOf: () => null,
    mappings: mappingsWith(),
    readiness: { environment: 'test', gaps: () => [] },
    words: {},
    ...more,
  }
}

/** The seal of whoever looks, in tests. */
export const seal = 'the seal of a session'

/** Everybody is one who has entered, with a role in Gambella alone; null = nobody has. */
function entryOf(role: Role | null): Entry {
  return {
    visitOf: async () =>
      role === null
        ? { kind: 'nobody', why: 'none' }
        : {
            kind: 'entered',
            viewer: {
              account: 'someone@agency.example',
              roleIn: (name) => (name === 'gambella' ? role : null),
            },
            session: 'a session',
            seal,
          },
    leave: async () => {},
    endSessions: async () => true,
    overstepped: async () => {},
    oneTime: { enter: async () => ({ kind: 'no' }), tellAnother: () => true },
    accounts: {
      providers: [{ name: 'unhcr', title: 'UNHCR' }],
      begin: async () => ({ kind: 'to', address: 'https://accounts.example/authorize' }),
      arrive: async () => ({ kind: 'refused', why: 'lost' }),
      endAddress: async () => 'https://accounts.example/end',
    },
    isBehindProxy: false,
    origin: null,
  }
}

function actsInMemory(): ActStore {
  const outcomes = new Map<string, string | null>()
  return {
    claim: async (value) => {
      const outcome = outcomes.get(value)
      if (outcome === undefined) {
        outcomes.set(value, null)
        return { kind: 'ours' }
      }
      return outcome === null ? { kind: 'under-way' } : { kind: 'done', outcome }
    },
    settle: async (value, outcome) => void outcomes.set(value, outcome),
    release: async (value) => void outcomes.delete(value),
  }
}

async function* noPieces(): AsyncGenerator<string> {}

/** A host whose ledger holds nothing, seen by somebody with a role in Gambella alone. */
export function hostWith(more: Partial<ConsoleHost> = {}, role: Role | null = 'operator'): ConsoleHost {
  return {
    deployments: () => [deploymentWith(), deploymentWith({ name: 'duhok', title: 'Iraq – Duhok' })],
    ledger: {
      status: async () => flows.map((flow) => flowStatus({ flow })),
      systemsDown: async () => [],
      confirmedSince: async () => ({ '1.1': 0, '1.2': 0, '2.1': 0, '2.2': 0 }),
      lately: async () => [],
      firstFound: async () => null,
      oldestByReason: async () => [],
      oldestBySubject: async () => [],
      find: async () => [],
      stories: async () => [],
      told: async () => [],
      accounts: async () => [],
      longest: async () => [],
      strandOldest: async () => [],
      strandCount: async () => 0,
      counted: async () => ({ counts: [], spans: [] }),
      strandPage: async () => [],
      itemCount: async () => 0,
      newestItems: async () => [],
      historyPage: async () => ({ entries: [], items: [], next: null, lookedTo: null }),
      lastNoted: async () => null,
      seal: async () => null,
      lastRuns: async () => [],
      cursors: async () => ({}),
      underWay: async () => null,
      flowChanges: async () => [],
      runTimes: async () => ({
        since: null,
        runs: [],
        pauses: { '1.1': [], '1.2': [], '2.1': [], '2.2': [] },
        answered: { ping: null, primero: null },
      }),
      storage: async () => ({ kind: 'memory' }),
    },
    deeds: {
      tryAgain: async () => 0,
      noteExport: async () => {},
      tryThese: async (_deployment, items) => items.length,
      settle: async () => true,
      release: async () => 'released',
      note: async () => {},
      exportHistory: async () => noPieces(),
      pause: async () => 'paused',
      resume: async () => true,
    },
    undertakings: { begin: () => {}, of: () => [] },
    verifications: { begin: async () => {}, of: () => null },
    comparisons: { begin: () => {}, of: () => null },
    looks: { look: async (_deployment, _items, { at }) => ({ kind: 'failed', at, owner: 'administrator' }) },
    checks: { begin: () => {}, of: () => null },
    sandbox: null,
    entry: entryOf(role),
    acts: actsInMemory(),
    isReady: async () => true,
    now: () => nowMs,
    version: '0.0.0',
    refused: () => {},
    faulted: () => {},
    ...more,
  }
}
