import type { DeploymentSettings } from './schema.ts'

/** A value of production that belongs to an example or a test system. */
export interface Unfit {
  readonly path: readonly string[]
  /** null when it is missing. */
  readonly found: string | null
  readonly expected: string
  /** false = a remark only: it may be right. */
  readonly refused: boolean
}

const exampleProcesses: DeploymentSettings['ping']['processes'] = {
  listReferrals: 'SHP-2747',
  referralDetail: 'SHP-2358',
  updateTransfer: 'SHP-2748',
  createReferral: 'SHP-2731',
  listDecisions: 'SHP-2795',
  decisionDetail: 'SHP-2796',
  updateReferral: 'SHP-2284',
}

/** GUIDs of the requested services in the test system of UNHCR (ping-contract §5.5). */
export const testServiceGuids: ReadonlySet<string> = new Set([
  '7ad37dd0-0306-e611-80d9-00155d34051a',
  'f98e1516-0406-e611-80d9-00155d34051a',
  '20db76a2-0306-e611-80d9-00155d34051a',
  '79f7aee2-309e-e911-80e6-001dd8b71fe6',
  '14d89ab0-0306-e611-80d9-00155d34051a',
  'f6dd29c1-0306-e611-80d9-00155d34051a',
  '80c37762-0406-e611-80d9-00155d34051a',
  'fab93078-7005-e611-80d9-00155d34051a',
  '3408e901-0406-e611-80d9-00155d34051a',
  'ca34f86f-0406-e611-80d9-00155d34051a',
  'e3a13f7d-0406-e611-80d9-00155d34051a',
])

/**
 * What may not stand, or probably should not stand, in a deployment of real children (`interface.md`, A deployment).
 * Nothing for test deployments.
 */
export function unfitForProduction(settings: DeploymentSettings): readonly Unfit[] {
  if (settings.environment !== 'production') return []
  const { progres, ping, primero } = settings
  const own = "this country's own value, not that of an example or test system"
  const values: readonly (readonly [path: readonly string[], value: string, examples: readonly string[]])[] =
    [
      [['progres', 'businessUnit'], progres.businessUnit, ['577ccdf6-86de-e811-80d8-001dd8b71fe3']],
      [['progres', 'organizationFrom'], progres.organizationFrom, ['c00582a6-d8f6-f011-8406-6045bd8ea5fb']],
      [['progres', 'contact', 'email'], progres.contact.email, ['cpims@example.org']],
      [['progres', 'contact', 'phone'], progres.contact.phone, ['0000000000']],
      [['ping', 'baseUrl'], ping.baseUrl, ['http://127.0.0.1:4102']],
      [['ping', 'token', 'url'], ping.token.url, ['http://127.0.0.1:4102/tenant/policy/oauth2/v2.0/token']],
      [['ping', 'token', 'clientId'], ping.token.clientId, ['sandbox']],
      [['ping', 'token', 'scope'], ping.token.scope, ['sandbox']],
      [['ping', 'partnerId'], ping.partnerId, ['PNR-1363']],
      [['ping', 'interopId'], ping.interopId, ['INT-1436']],
      [['primero', 'baseUrl'], primero.baseUrl, ['http://127.0.0.1:4101']],
    ]
  const addresses: readonly (readonly [path: readonly string[], value: string])[] = [
    [['ping', 'baseUrl'], ping.baseUrl],
    [['ping', 'token', 'url'], ping.token.url],
    [['ping', 'token', 'scope'], ping.token.scope],
    [['primero', 'baseUrl'], primero.baseUrl],
  ]
  return [
    ...agreementOf(settings),
    ...values
      .filter(([, value, examples]) => examples.includes(value) || isUnknown(value))
      .map(([path, found]) => ({ path, found, expected: own, refused: true })),
    ...addresses
      .filter(([, value]) => testAddress.test(value))
      .map(([path, found]) => ({
        path,
        found,
        expected: 'the production system, not a test system',
        refused: true,
      })),
    ...addresses
      .filter(([, value]) => isOpenToReaders(value))
      .map(([path, found]) => ({
        path,
        found,
        expected: 'an address that begins with https://',
        refused: false,
      })),
    ...processesOf(ping.processes),
  ]
}

const placeholder =
  /^(?:not-known-yet|not known yet|ask-unhcr|todo|tb[acd]|x{3,}|change-?me|[a-z]{3}-(?:0{4}|x{4}))$|\.invalid\.?(?:[:/]|$)/i
const noGuid = /^[{(]?(?:0-?){32}[)}]?$/
const noTelephone = /^\+[0\s.()-]+$/

/** What the shipped deployments hold where nobody knows the value yet. */
function isUnknown(value: string): boolean {
  return placeholder.test(value) || noGuid.test(value)
}

/** Whether a setting holds what a template leaves to be filled in. */
export function isPlaceholder(value: string): boolean {
  return isUnknown(value) || noTelephone.test(value)
}

/** `uat` anywhere, but not in the name of Equatoria. */
const testAddress = /uat(?!or)/i

function isOpenToReaders(value: string): boolean {
  return /^http:\/\/(?!(?:127\.0\.0\.1|localhost|\[::1\])(?:[:/]|$))/i.test(value)
}

function agreementOf({ agreement }: DeploymentSettings): readonly Unfit[] {
  const path = ['agreement']
  const expected = 'the signed information sharing agreement: reference, date, parties'
  if (agreement === undefined) return [{ path, found: null, expected, refused: true }]
  if (agreement.reference !== 'ISP-0') return []
  return [{ path: [...path, 'reference'], found: agreement.reference, expected, refused: true }]
}

function processesOf(processes: DeploymentSettings['ping']['processes']): readonly Unfit[] {
  const own = new Map<string, string>(Object.entries(processes))
  return Object.entries(exampleProcesses)
    .filter(([name, example]) => own.get(name) === example)
    .map(([name, example]) => ({
      path: ['ping', 'processes', name],
      found: example,
      expected: 'the number UNHCR gave for production; this is the one of the test system',
      refused: false,
    }))
}
