/**
 * The code lists of proGres as far as they are known (ping-contract §5). The same number means different things in
 * different lists, so each list is its own object.
 */

/** `progres_primerotransferstatus` of an intervention (§5.1). */
export const transferStatus = {
  ready: 125080000,
  deliveryFail: 125080001,
  pending: 125080002,
  acknowledged: 125080003,
  rejected: 125080004,
} as const

/** `progres_interoperabilityreferralstatus` (§5.2). */
export const referralStatus = {
  new: 125080000,
  accepted: 125080001,
  rejected: 125080002,
  synced: 125080003,
} as const

/** `progres_reviewdecision` (§5.3): numbered otherwise than the status. */
export const reviewDecision = { accepted: 125080000, rejected: 125080001 } as const

/** `progres_sex` (§5.6). */
export const sexCode = { female: 125080000, male: 125080001, other: 125080002, unknown: 125080003 } as const

/** The delivery type of everything that SHP-2747 lists (§5.6). */
export const primeroOutgoingReferral = 125080004

const transferWords = new Map<number, string>([
  [transferStatus.ready, 'Ready'],
  [transferStatus.deliveryFail, 'Delivery Fail'],
  [transferStatus.pending, 'Pending Acknowledgement'],
  [transferStatus.acknowledged, 'Acknowledged'],
  [transferStatus.rejected, 'Rejected'],
])

const referralWords = new Map<number, string>([
  [referralStatus.new, 'New'],
  [referralStatus.accepted, 'Accepted'],
  [referralStatus.rejected, 'Rejected'],
  [referralStatus.synced, 'Synced with PRIMERO'],
])

const sexWords = new Map<number, string>([
  [sexCode.female, 'Female'],
  [sexCode.male, 'Male'],
  [sexCode.other, 'Other'],
  [sexCode.unknown, 'Unknown'],
])

const rejectionReasons = new Map<string, number>([
  ['Individual Not Found', 125080000],
  ['Individual Not Match UNHCR ID', 125080001],
  ['Not applicable', 125080002],
])

/** The code in words; blank says so, an unlisted code is shown as it is. */
export function transferWord(code: number | null): string {
  return code === null ? '(blank)' : (transferWords.get(code) ?? String(code))
}

/** As `transferWord`, for the status of an interoperability referral. */
export function referralWord(code: number | null): string {
  return code === null ? '(blank)' : (referralWords.get(code) ?? String(code))
}

/** The label beside a sex code; null where the code has none. */
export function sexLabel(code: number): string | null {
  return sexWords.get(code) ?? null
}

/** The option of a rejection reason (§5.3); an unlisted label gets a code that nobody has listed. */
export function rejectionReasonCode(label: string): number {
  return rejectionReasons.get(label) ?? 125080009
}

/** Whether an ingested code is an option of the list; options arrive as text. */
export function isOption(list: Readonly<Record<string, number>>, code: string): boolean {
  return Object.values(list).some((option) => String(option) === code)
}

/** Specific-need categories by name (§5.4). */
export const needCategories = {
  'Child at risk': 'a1c5b4fb-8f76-e611-80c9-00155d340529',
  Disability: 'a3c5b4fb-8f76-e611-80c9-00155d340529',
  'Specific legal and physical protection needs': 'a9c5b4fb-8f76-e611-80c9-00155d340529',
  'Unaccompanied or separated child': 'abc5b4fb-8f76-e611-80c9-00155d340529',
  'Serious medical condition': 'adc5b4fb-8f76-e611-80c9-00155d340529',
  SGBV: 'b1c5b4fb-8f76-e611-80c9-00155d340529',
  Torture: 'b3c5b4fb-8f76-e611-80c9-00155d340529',
} as const

/** The name of a specific-need category. */
export type NeedCategory = keyof typeof needCategories

/** Services that may be requested of UNHCR, by name (§5.5). */
export const requestedServices = {
  'Legal / Protection Counselling': '7ad37dd0-0306-e611-80d9-00155d34051a',
  'Health Assistance': 'f98e1516-0406-e611-80d9-00155d34051a',
  'Shelter Assistance': '20db76a2-0306-e611-80d9-00155d34051a',
  Education: '79f7aee2-309e-e911-80e6-001dd8b71fe6',
  'Cash Assistance': '14d89ab0-0306-e611-80d9-00155d34051a',
  Documentation: 'f6dd29c1-0306-e611-80d9-00155d34051a',
  Livelihoods: '80c37762-0406-e611-80d9-00155d34051a',
  'Food Assistance': 'fab93078-7005-e611-80d9-00155d34051a',
  'Psycho-social Assistance': '3408e901-0406-e611-80d9-00155d34051a',
  Resettlement: 'ca34f86f-0406-e611-80d9-00155d34051a',
  Other: 'e3a13f7d-0406-e611-80d9-00155d34051a',
} as const

/** The name of a service that may be requested. */
export type RequestedService = keyof typeof requestedServices

const serviceNames = new Map<string, string>(
  Object.entries(requestedServices).map(([name, guid]) => [guid, name]),
)
const categoryGuids = new Set<string>(Object.values(needCategories))

/** The name of a requested service's GUID, in any letter case; undefined when proGres has no such service. */
export function serviceName(guid: string): string | undefined {
  return serviceNames.get(guid.toLowerCase())
}

/** Whether proGres has a specific-need category of this GUID. */
export function isNeedCategory(guid: string): boolean {
  return categoryGuids.has(guid.toLowerCase())
}
