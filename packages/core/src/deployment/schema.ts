import { z } from 'zod'

/**
 * `deployment.yaml` (`interface.md`, A deployment). Unknown keys are refused. Every message is the plain-word answer to
 * "what was expected here".
 */
const text = (expected = 'a text'): z.ZodString =>
  z.string({ error: expected }).trim().min(1, { error: expected })
const guid = z.guid({ error: 'a GUID, like 00000000-0000-0000-0000-000000000000' }).toLowerCase()
const day = /^\d{4}-\d{2}-\d{2}$/
const isoDay = 'a date, like 2026-01-31'

/** An address without its trailing slashes. */
const address = z
  .url({ protocol: /^https?$/, error: 'an address that begins with https:// or http://' })
  .refine((value) => !value.includes('#'), { error: 'an address without #' })
  .refine((value) => /^[!-~]+$/.test(value.trim()) && !/%(?:20|a0|c2|e2|ef)/i.test(value), {
    error: 'an address of plain letters and signs, without blanks (such as %20)',
  })
  .refine((value) => !URL.canParse(value) || /^[\w.:[\]-]+$/.test(new URL(value).host), {
    error: 'an address whose host is of letters, digits, dots and hyphens',
  })
  .transform((value) => value.replace(/\/+$/, ''))

/** An address to which paths are added. */
const baseAddress = address.refine((value) => !value.includes('?'), { error: 'an address without ?' })

const count = (expected: string, least: number): z.ZodInt =>
  z.int({ error: expected }).min(least, { error: expected })

const limits = (concurrency: number) =>
  z
    .strictObject({
      concurrency: count('a whole number from 1 on: requests in flight', 1).default(concurrency),
      requestsPerSecond: z
        .number({ error: 'a number: requests per second, 0 for no limit' })
        .min(0, { error: 'a number: requests per second, 0 for no limit' })
        .default(20),
    })
    .prefault({})

/** The whole of a number, in any letter case. */
const pattern = text('a regular expression, like 803-\\d{8}').refine(isPattern, {
  error: 'a regular expression, like 803-\\d{8}',
})

const words = (...defaults: string[]) =>
  z
    .array(text('a word of the status answer').toLowerCase(), { error: 'a list of words' })
    .min(1, { error: 'at least one word' })
    .default(defaults)

/** A code of PING: sent as it is. */
const code = (expected: string) =>
  text(expected).regex(/^[!-~]+$/, { error: `${expected}, of plain letters and signs, without blanks` })

const ping = z.strictObject({
  baseUrl: baseAddress,
  token: z.strictObject({ url: address, clientId: text(), scope: text() }),
  partnerId: code('the partner number, like PNR-0000'),
  interopId: code('the agreement number, like INT-0000'),
  processes: z.strictObject({
    listReferrals: code('a process number, like SHP-0000'),
    referralDetail: code('a process number, like SHP-0000'),
    updateTransfer: code('a process number, like SHP-0000'),
    createReferral: code('a process number, like SHP-0000'),
    listDecisions: code('a process number, like SHP-0000'),
    decisionDetail: code('a process number, like SHP-0000'),
    updateReferral: code('a process number, like SHP-0000'),
  }),
  paging: z
    .strictObject({ place: z.enum(['top', 'summary'], { error: 'top or summary' }).default('top') })
    .prefault({}),
  statusWords: z
    .strictObject({ processed: words('success'), failed: words('failed'), pending: words('inprogress') })
    .prefault({}),
  limits: limits(8),
  batchSize: z
    .strictObject({
      updates: count('a whole number from 1 on: items per call', 1).default(25),
      referrals: count('a whole number from 1 on: items per call', 1).default(1),
    })
    .prefault({}),
})

const primero = z.strictObject({
  baseUrl: baseAddress.refine((value) => !value.endsWith('/api/v2'), {
    error: 'the address without /api/v2',
  }),
  moduleId: text('the id of the module, like primeromodule-cp'),
  intakeUser: text('the user name that owns new cases'),
  unhcr: z.strictObject({
    agency: text('the id of the agency UNHCR'),
    user: text('the user name that takes referrals for UNHCR'),
  }),
  signIn: z.enum(['auto', 'basic'], { error: 'auto or basic' }).default('auto'),
  limits: limits(4),
})

const instant = text(isoDay)
  .refine((value) => isInstant(value) && !value.startsWith('0') && !value.startsWith('1'), {
    error: 'a date, like 2026-01-31, or an instant, like 2026-01-31T08:00:00Z',
  })
  .transform((value) => new Date(value).toISOString())

const flow = z.strictObject({
  enabled: z.boolean({ error: 'true or false' }),
  schedule: text('a schedule of five or six fields, like "0 * * * *"').regex(/^[!-~]+(?:\s+[!-~]+){4,5}$/, {
    error: 'a schedule of five or six fields, like "0 * * * *"',
  }),
})

const policies = z
  .strictObject({
    closedCase: z.enum(['attention', 'append'], { error: 'attention or append' }).default('attention'),
    identity: z
      .enum(['two-differ', 'any-differ', 'number-only'], { error: 'two-differ, any-differ or number-only' })
      .default('two-differ'),
    unknownOutcome: z.literal('attention', { error: 'attention' }).default('attention'),
    reportRefusals: z.boolean({ error: 'true or false' }).default(true),
    shareProtectionConcern: z.boolean({ error: 'true or false' }).default(false),
  })
  .prefault({})

/** The schema of `deployment.yaml`, defaults filled in. */
export const DeploymentYaml = z.strictObject({
  name: text('a name of a-z, 0-9 and -, beginning with a letter').regex(/^[a-z][a-z0-9-]*$/, {
    error: 'a name of a-z, 0-9 and -, beginning with a letter',
  }),
  title: text().optional(),
  timezone: text('a time zone, like Africa/Nairobi')
    .refine(isTimezone, { error: 'a time zone, like Africa/Nairobi' })
    .refine(isClearZone, {
      error:
        'a time zone, like Africa/Nairobi: AST is one of several, and Etc/GMT+3 is three hours behind UTC',
    }),
  environment: z.enum(['test', 'production'], { error: 'test or production' }),
  startDate: instant,
  takenOverAt: instant.optional(),
  agreement: z
    .strictObject({
      reference: text('the reference of the signed agreement'),
      date: text(isoDay).refine((value) => day.test(value) && isInstant(value), { error: isoDay }),
      parties: z.array(text(), { error: 'a list of parties' }).min(1, { error: 'at least one party' }),
    })
    .optional(),
  progres: z.strictObject({
    businessUnit: guid,
    organizationFrom: guid,
    referredBy: text(),
    individualNumberPattern: pattern.optional(),
    contact: z.strictObject({
      position: text('the position of the role mailbox'),
      email: z.email({ error: 'an e-mail address' }),
      phone: text('a telephone number in quotation marks'),
    }),
  }),
  ping,
  primero,
  flows: z.strictObject({ '1.1': flow, '1.2': flow, '2.1': flow, '2.2': flow }),
  policies,
})

/** `deployment.yaml` once it is known to be sound. */
export type DeploymentSettings = z.output<typeof DeploymentYaml>

function isPattern(source: string): boolean {
  try {
    return new RegExp(`^(?:${source})$`, 'iu').source !== ''
  } catch {
    return false
  }
}

/** Abbreviations of zones of which each has one meaning; AST is of Arabia and of Alaska. */
const plainAbbreviations: readonly string[] = ['UTC', 'GMT', 'CET', 'EET', 'WET', 'MET', 'EAT', 'CAT']

function isClearZone(zone: string): boolean {
  const isAbbreviation = /^[a-z]{3}$/i.test(zone)
  if (isAbbreviation && !plainAbbreviations.includes(zone.toUpperCase())) return !isTimezone(zone)
  return !/^etc\/gmt[+-]/i.test(zone)
}

function isTimezone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** A day or an instant with its zone; `Date` alone would take the 30th of February for a day in March. */
function isInstant(value: string): boolean {
  const shape = /^(\d{4}-\d{2}-\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2}))?$/
  const date = shape.exec(value)?.[1]
  if (date === undefined || Number.isNaN(Date.parse(value)) || Number.isNaN(Date.parse(date))) return false
  return new Date(date).toISOString().startsWith(date)
}
