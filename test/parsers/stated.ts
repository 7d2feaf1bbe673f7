import type { HttpRequest } from '@ping-primero/core/http/transport.ts'

type Fields = Readonly<Record<string, unknown>>

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Every object in a value, those inside others included, as deep as any answer goes. */
function objectsIn(value: unknown, depth = 0): readonly Fields[] {
  if (typeof value !== 'object' || value === null || depth > 10) return []
  const inner = Object.values(value).flatMap((one) => objectsIn(one, depth + 1))
  return isFields(value) ? [value, ...inner] : inner
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : ''
}

/** Fields by name, as an ingestion call carries them. */
function ingested(body: unknown): readonly Fields[] {
  const items = isFields(body) && Array.isArray(body['Data']) ? body['Data'] : []
  return items.filter(isFields).map((item) => {
    const fields = Array.isArray(item['Fields']) ? item['Fields'].filter(isFields) : []
    return Object.fromEntries(fields.map((field) => [textOf(field['Name']), field['Value']]))
  })
}

function jsonOf(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return undefined
  }
}

/** What the systems have said so far, and the writes that nothing of it states. */
export interface Stated {
  readonly heard: (body: string) => void
  readonly sent: (request: HttpRequest) => void
  readonly unstated: () => readonly string[]
  /** Records that were written, or meant to be. */
  readonly writes: () => number
}

const decisionOfStatus: Readonly<Record<string, string>> = { 125080001: 'accepted', 125080002: 'rejected' }
const decisionOfReview: Readonly<Record<string, string>> = { 125080000: 'accepted', 125080001: 'rejected' }
const transferDecision: Readonly<Record<string, string>> = { 125080003: 'accepted', 125080004: 'rejected' }

/**
 * Keeps what the answers of both systems said and holds every write against it. It knows the contract's columns and
 * shares nothing with the product.
 */
export function listening(): Stated {
  const objects: Fields[] = []
  const wrong: string[] = []
  let writes = 0

  const some = (fits: (object: Fields) => boolean): boolean => objects.some(fits)

  const decided = (decision: string): boolean =>
    some(
      (row) =>
        decisionOfStatus[textOf(row['progres_interoperabilityreferralstatus'])] === decision ||
        decisionOfReview[textOf(row['progres_reviewdecision'])] === decision,
    )

  const judgePing = (fields: Fields): string | null => {
    const service = textOf(fields['progres_orgreferralid'])
    if (service !== '') {
      const referred = some(
        (one) =>
          textOf(one['service_record_id']).toLowerCase() === service.toLowerCase() &&
          one['status'] === 'in_progress',
      )
      return referred ? null : 'a referral that no caseworker made'
    }
    const decision = transferDecision[textOf(fields['progres_primerotransferstatus'])]
    if (decision === undefined) return null
    const guid = textOf(fields['progres_lpinterventionid']).toLowerCase()
    const stated = some(
      (row) =>
        textOf(row['unhcr_referral_status']) === decision &&
        textOf(row['progres_interventionnumber']).toLowerCase().includes(guid),
    )
    return stated ? null : `a decision ${decision} that no caseworker took`
  }

  const judgePrimero = (method: string, path: string, body: unknown): string | null => {
    const data = isFields(body) && isFields(body['data']) ? body['data'] : {}
    if (/\/referrals\/[^/]+$/.test(path)) {
      const id = decodeURIComponent(path.split('/').at(-1) ?? '')
      const status = textOf(data['status'])
      if (!decided(status)) return `a decision ${status} that UNHCR did not take`
      return some((one) => one['id'] === id && one['record_id'] !== undefined)
        ? null
        : 'a decision on a referral nobody showed'
    }
    if (method === 'POST' && path.endsWith('/cases')) {
      const number = textOf(data['unhcr_individual_no'])
      const shown =
        number !== '' && some((row) => textOf(row['progres_individual.individuals.progres_id']) === number)
      return shown ? null : 'a case of a child that nobody referred'
    }
    const rows = Array.isArray(data['services_section']) ? data['services_section'].filter(isFields) : []
    const packed = rows.map((row) => textOf(row['progres_interventionnumber']).toLowerCase())
    const known = packed.every((address) =>
      some((row) => {
        const guid = textOf(row['progres_lpinterventionid'] ?? row['progres_intervention'])
          .toLowerCase()
          .replaceAll(/[{}]/g, '')
        return guid !== '' && address.includes(guid)
      }),
    )
    return known ? null : 'a service that nobody asked for'
  }

  return {
    heard: (body) => {
      objects.push(...objectsIn(jsonOf(body)))
    },
    sent: ({ method, url, body }) => {
      const { pathname } = new URL(url)
      const json = jsonOf(body)
      if (pathname.startsWith('/api/ingestion/')) {
        const records = ingested(json)
        writes += records.length
        wrong.push(...records.flatMap((fields) => judgePing(fields) ?? []))
      } else if (method !== 'GET' && pathname.startsWith('/api/v2/cases')) {
        writes += 1
        const found = judgePrimero(method, pathname, json)
        if (found !== null) wrong.push(found)
      }
    },
    unstated: () => wrong,
    writes: () => writes,
  }
}
