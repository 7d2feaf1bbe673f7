/**
 * The words of this project, one thing one name, in code, command line and documents.
 *
 * - individual: a person registered by UNHCR; found by the individual number (803-100016547).
 * - intervention: what a UNHCR officer creates in proGres for a child and sends to Primero; the referral of flow 1.1.
 * - case: a child's record in Primero. It has three ids: `id` (PrimeroId, in addresses), `case_id` (CaseId, what
 *   proGres keeps) and `case_id_display` (what people read).
 * - service row: one row of a case's `services_section`; an intervention becomes one, a referral is made from one.
 * - referral: a caseworker's referral to UNHCR in Primero (flow 2.1); in proGres it becomes an interoperability
 *   referral with a REF-IOP number.
 * - decision: accepted or rejected. 1.2 carries the caseworker's on an intervention, 2.2 UNHCR's on a referral.
 * - transfer status: what proGres shows of an intervention's way to Primero.
 * - return address: intervention number, intervention GUID, business unit; packed with commas in the service row.
 * - item: one referral or decision as one flow sees it; a row of the ledger.
 */
export const flows = ['1.1', '1.2', '2.1', '2.2'] as const

/** One of the four flows; `flows.md` says what each does. */
export type Flow = (typeof flows)[number]

/** The stages of each flow, in the order in which an item goes through them. */
export const stages = {
  '1.1': ['retrieve', 'deliver', 'confirm'],
  '1.2': ['retrieve', 'send'],
  '2.1': ['retrieve', 'send', 'confirm'],
  '2.2': ['retrieve', 'deliver', 'confirm'],
} as const satisfies Readonly<Record<Flow, readonly Stage[]>>

/** What happens to an item: it is read where it comes from, written where it goes, and its way is made known. */
export type Stage = 'retrieve' | 'deliver' | 'send' | 'confirm'

export const systems = ['ping', 'primero'] as const

/** The two systems this project stands between. */
export type System = (typeof systems)[number]

export const itemStates = ['confirmed', 'waiting', 'attention', 'withdrawn', 'handled'] as const

/** Where an item stands. Exactly one, always (`architecture.md`, the promise). */
export type ItemState = (typeof itemStates)[number]

/** A decision that a source has stated in a code the deployment's mapping lists. */
export type Decision = 'accepted' | 'rejected'
