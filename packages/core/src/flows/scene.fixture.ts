import type { Deployment } from '../deployment/deployment.ts'
import type { LedgerItem } from '../ledger/ledger.ts'
import type { PrimeroCase, PrimeroReferral, ServiceRow } from '../primero/record.ts'
import { redacted } from '../privacy/redacted.ts'

/** The keys of every test here. */
export const keys = { current: 'a key of the tests, long enough to be taken', old: [] }

const noLimits = { concurrency: 4, requestsPerSecond: 0 }
const never = { enabled: false, schedule: '0 3 * * *' }

/** A deployment as parsed, with the decision codes of ping-contract §5 and no field map. */
export const deployment: Deployment = {
  name: 'lakeside',
  title: 'Lakeside',
  timezone: 'UTC',
  environment: 'test',
  startDate: '2026-11-01T00:00:00.000Z',
  takenOverAt: null,
  agreement: null,
  progres: {
    businessUnit: 'Lakeside BU',
    organizationFrom: 'Lakeside Trust',
    referredBy: 'Lakeside office',
    contact: { position: 'Officer', email: 'office@lakeside.example', phone: '000' },
  },
  ping: {
    baseUrl: 'https://ping.example',
    token: { url: 'https://ping.example/token', clientId: 'client', scope: 'scope' },
    partnerId: 'partner',
    interopId: 'interop',
    processes: {
      listReferrals: 'SHP-1',
      referralDetail: 'SHP-2',
      updateTransfer: 'SHP-3',
      createReferral: 'SHP-4',
      listDecisions: 'SHP-5',
      decisionDetail: 'SHP-6',
      updateReferral: 'SHP-7',
    },
    paging: { place: 'top' },
    statusWords: { processed: ['success'], failed: ['failed'], pending: ['inprogress'] },
    limits: noLimits,
    batchSize: { updates: 10, referrals: 1 },
  },
  primero: {
    baseUrl: 'https://primero.example',
    moduleId: 'primeromodule-cp',
    intakeUser: 'intake',
    unhcr: { agency: 'UNHCR', user: 'unhcr_cw' },
    signIn: 'auto',
    limits: noLimits,
  },
  flows: { '1.1': never, '1.2': never, '2.1': never, '2.2': never },
  policies: {
    closedCase: 'attention',
    identity: 'two-differ',
    unknownOutcome: 'attention',
    reportRefusals: true,
    shareProtectionConcern: false,
  },
  valueMaps: {
    maps: new Map(),
    decisionCodes: new Map([
      [
        'referral-status',
        new Map([
          ['125080000', 'open'],
          ['125080001', 'accepted'],
          ['125080002', 'rejected'],
          ['125080003', 'synced'],
        ]),
      ],
      [
        'review-decision',
        new Map([
          ['125080000', 'accepted'],
          ['125080001', 'rejected'],
          ['125080003', 'ignore'],
        ]),
      ],
      [
        'unhcr-referral-status',
        new Map([
          ['pending', 'open'],
          ['accepted', 'accepted'],
          ['rejected', 'rejected'],
          ['told', 'synced'],
          ['none', 'ignore'],
        ]),
      ],
    ]),
  },
  fieldMaps: new Map(),
}

/** An item just found on 20 November 2026. */
export function ledgerItem(given: Partial<LedgerItem>): LedgerItem {
  return {
    flow: '2.1',
    key: 'key',
    state: 'waiting',
    reason: 'not-yet-tried',
    about: [],
    since: '2026-11-20T08:00:00.000Z',
    foundAt: '2026-11-20T08:00:00.000Z',
    foundOn: '2026-11-20',
    confirmedAt: null,
    attempts: 0,
    nextTry: null,
    step: 'none',
    version: null,
    decision: null,
    deliveredVersion: null,
    fingerprint: null,
    refusedAt: null,
    intentAt: null,
    sentAt: null,
    reportedFingerprint: null,
    lookDue: false,
    releasedAt: null,
    numbers: {},
    individual: null,
    seenRun: 'run-1',
    settledRun: null,
    revision: 1,
    ...given,
  }
}

/** A service row that UNHCR asked for; nobody has decided yet. */
export function serviceRow(given: Partial<ServiceRow>): ServiceRow {
  return {
    uniqueId: 'row-1',
    implementingAgency: 'UNHCR',
    requestAgency: 'UNHCR',
    referral: 'external_referral',
    decision: 'pending',
    decisionReason: null,
    returnAddress: '803-26-PRTITV-1,e0000000-0000-4000-a000-000000000001,803',
    record: redacted({}),
    ...given,
  }
}

/** An open case whose child agreed to everything. */
export function primeroCase(given: Partial<PrimeroCase>): PrimeroCase {
  return {
    id: 'record-1',
    caseId: 'case-1',
    caseIdDisplay: 'c1',
    enabled: true,
    status: 'open',
    ownedBy: 'worker',
    lastUpdatedAt: '2026-11-20T07:00:00.000Z',
    individualNumber: '803-100016547',
    writtenNumber: '803-100016547',
    assignedUserNames: [],
    consent: { services: true, otherOrganisations: true },
    reopened: [],
    services: [],
    unreadableServices: 0,
    record: redacted({}),
    ...given,
  }
}

/** An undecided referral to UNHCR of the row `row-1`. */
export function primeroReferral(given: Partial<PrimeroReferral>): PrimeroReferral {
  return {
    id: 'referral-1',
    recordId: 'record-1',
    status: 'in_progress',
    serviceRecordId: 'row-1',
    transitionedTo: 'unhcr_cw',
    agency: 'UNHCR',
    userAgency: null,
    consentOverridden: false,
    createdAt: '2026-11-19T12:00:00.000Z',
    record: redacted({}),
    ...given,
  }
}
