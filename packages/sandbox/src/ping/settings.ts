import { z } from 'zod'
import type { IngestedItem } from './records.ts'

const processIds = z.strictObject({
  listReferrals: z.string(),
  referralDetail: z.string(),
  updateTransfer: z.string(),
  createReferral: z.string(),
  listDecisions: z.string(),
  decisionDetail: z.string(),
  updateReferral: z.string(),
})

/**
 * What nobody outside UNHCR knows of PING, or what differs between installations: every gap of ping-contract is a
 * switch here. All may be changed while the simulator runs.
 */
const pingSettings = z.strictObject({
  username: z.string(),
  password: z.string(),
  subscriptionKey: z.string(),
  clientId: z.string(),
  scope: z.string(),
  partnerId: z.string(),
  interopId: z.string(),
  processes: processIds,
  /** What the sign-in service holds of the account: locked after wrong attempts, or disabled. */
  account: z.enum(['active', 'locked', 'disabled']),
  tokenLifetimeSeconds: z.number(),
  /** How the token answer writes the lifetime; B2C has been seen to send text. */
  expiresInAs: z.enum(['number', 'string']),
  /** Rows per page, of lists and of details. */
  pageSize: z.number().int().min(1),
  /** Where a request for the next page carries PagingCookie and PageNumber; elsewhere they are not seen. */
  pagingPlace: z.enum(['top', 'summary', 'either']),
  /** 'withheld': says that more is available and gives no cookie to get it with. */
  pagingCookie: z.enum(['given', 'withheld']),
  /** InteropID or InteropId, each call its own spelling (§2). */
  strictCasing: z.boolean(),
  codesAs: z.enum(['number', 'string']),
  datesAs: z.enum(['date', 'date-time']),
  /** Birth dates as other dates, or as midnight of the server's own zone: with its offset, or told in UTC. */
  birthDatesAs: z.enum(['other-dates', 'midnight-with-offset', 'midnight-in-utc']),
  /** How far the server's zone is ahead of UTC, all the year. */
  zoneMinutes: z.number().int().min(-720).max(840),
  /** Whether SHP-2747 rows hold progres_lpinterventionid beside progres_intervention, one of them only. */
  listIdColumn: z.enum(['both', 'progres_intervention', 'progres_lpinterventionid']),
  /** The alias part of linked columns: `progres_individual.<alias>.progres_id`. */
  aliases: z.strictObject({ list: z.string(), detail: z.string() }),
  /** Address level 6 as the earlier gateway gave it, or as the other levels. */
  levelSixAs: z.enum(['text', 'object']),
  /** The name of the decision's free text: the table's own misspelling, or the form seen once. */
  rejectionCommentColumn: z.enum([
    'progres_interoperabilityreferralrejectionomment',
    'progres_interoperabilityreferralrejectioncomment',
  ]),
  /** Whether SHP-2795 rows hold, beside id and status, the number and the return keys as SHP-2796 has them. */
  decisionListColumns: z.enum(['status', 'return-keys']),
  /** How often SHP-2796 repeats its row. */
  decisionDetailRows: z.number().int().min(1),
  /** Whether `{record_ids}` takes "[guid,guid]". */
  bracketedIds: z.boolean(),
  emptyAs: z.enum(['text', 'absent', 'null-count', 'empty-array']),
  /** HTTP status of an answer that refuses by `ErrorMessage`. */
  refusalStatus: z.union([z.literal(200), z.literal(400)]),
  /** One bad item refuses all of an ingestion, or only itself, named in the answer's `Data`. */
  badItem: z.enum(['batch', 'item']),
  /** Unknown GUIDs and field names on ingestion are refused instead of swallowed. */
  rejectUnknown: z.boolean(),
  maxItems: z.number().int().min(1).nullable(),
  updateAnswer: z.enum(['with-transaction', 'without-transaction']),
  createAnswer: z.enum(['with-transaction', 'without-transaction']),
  processing: z.strictObject({
    /** Status checks that still say InProgress before an accepted item is processed; 0 = at once. */
    afterChecks: z.union([z.number().int().min(0), z.literal('never')]),
    /** A reason to fail an item that is otherwise good. In process only. */
    fails: z.custom<(item: IngestedItem) => string | null>((value) => typeof value === 'function').optional(),
  }),
  statusShape: z.enum(['object', 'array', 'broken-string', 'null', 'empty', 'absent']),
  /** Where an item of the status answer carries its pasted `Data`: among its members, or last. */
  statusDataPlace: z.enum(['second', 'last']),
  /** Written, but readable only so many ms later. */
  visibleAfterMs: z.number().min(0),
  rateLimit: z.strictObject({ perSecond: z.number().positive() }).nullable(),
})

/** The switches; mutable on purpose. */
export type PingSettings = z.infer<typeof pingSettings>

/** What the sandbox deployment expects. Credentials are the sandbox's own and open nothing else. */
export function defaultPingSettings(): PingSettings {
  return {
    username: 'sandbox-ping',
    password: 'sandbox-ping-password',
    subscriptionKey: 'sandbox-subscription-key',
    clientId: 'sandbox',
    scope: 'sandbox',
    partnerId: 'PNR-1363',
    interopId: 'INT-1436',
    processes: {
      listReferrals: 'SHP-2747',
      referralDetail: 'SHP-2358',
      updateTransfer: 'SHP-2748',
      createReferral: 'SHP-2731',
      listDecisions: 'SHP-2795',
      decisionDetail: 'SHP-2796',
      updateReferral: 'SHP-2284',
    },
    account: 'active',
    tokenLifetimeSeconds: 3600,
    expiresInAs: 'number',
    pageSize: 5000,
    pagingPlace: 'either',
    pagingCookie: 'given',
    strictCasing: true,
    codesAs: 'number',
    datesAs: 'date',
    birthDatesAs: 'other-dates',
    zoneMinutes: 180,
    listIdColumn: 'both',
    aliases: { list: 'indiv', detail: 'individuals' },
    levelSixAs: 'text',
    rejectionCommentColumn: 'progres_interoperabilityreferralrejectionomment',
    decisionListColumns: 'status',
    decisionDetailRows: 1,
    bracketedIds: false,
    emptyAs: 'text',
    refusalStatus: 200,
    badItem: 'batch',
    rejectUnknown: false,
    maxItems: null,
    updateAnswer: 'with-transaction',
    createAnswer: 'with-transaction',
    processing: { afterChecks: 0 },
    statusShape: 'broken-string',
    statusDataPlace: 'second',
    visibleAfterMs: 0,
    rateLimit: null,
  }
}

/** Changes the switches that a JSON body names; an unknown name or value is refused as a whole (zod's error). */
export function changeSettings(settings: PingSettings, body: unknown): PingSettings {
  return Object.assign(settings, pingSettings.partial().parse(body))
}
