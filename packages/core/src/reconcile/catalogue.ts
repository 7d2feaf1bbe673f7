/**
 * What a comparison of ledger, proGres and Primero can find, whose move it is, and what they do: the one catalogue that
 * feeds the command, its document and the tests. Sentences are for people who know referrals, not code.
 */
import type { Owner } from '../reasons/catalogue.ts'

/** One kind of difference. */
interface DifferenceKind {
  /** What was found, in one sentence without ids. */
  readonly sentence: string
  readonly owner: Owner
  readonly nextStep: string
}

const entries = {
  'referral-unknown': {
    sentence: 'proGres lists a referral that the ledger does not know.',
    owner: 'administrator',
    nextStep: 'See with `ping-primero status` why flow 1.1 does not run, and run it.',
  },
  'service-missing': {
    sentence: 'The referral was delivered, and its case or its service is no longer in Primero.',
    owner: 'focal-point',
    nextStep:
      'Ask the caseworker whether it was removed on purpose; then tell UNHCR the answer, or ask them to refer again.',
  },
  'service-unknown': {
    sentence: 'A service from proGres stands in Primero, and the ledger does not know it.',
    owner: 'administrator',
    nextStep:
      'Find out whether an earlier exchange wrote it or the ledger was set back; compare it with proGres by its intervention number.',
  },
  'service-twice': {
    sentence: 'The same intervention stands in Primero twice.',
    owner: 'focal-point',
    nextStep: 'Find out with the caseworkers which service counts, and remove the other one.',
  },
  'several-cases': {
    sentence: 'Several enabled cases in Primero carry the same UNHCR individual number.',
    owner: 'focal-point',
    nextStep: 'Find out in Primero which case is right, and correct or disable the others.',
  },
  'individual-differs': {
    sentence: "The service stands in a case with another individual's number than the intervention's.",
    owner: 'focal-point',
    nextStep: 'Compare the case in Primero with the intervention in proGres, and correct the number.',
  },
  'case-disabled': {
    sentence: 'The service waits for a decision in a case that is disabled.',
    owner: 'focal-point',
    nextStep: 'Enable the case, or decide the service in it so that UNHCR gets an answer.',
  },
  'arrival-not-shown': {
    sentence: 'Primero has the referral, proGres was told so, and does not show it.',
    owner: 'unhcr',
    nextStep:
      'Look at the transfer status in proGres, and ask the UNHCR service desk what became of the update.',
  },
  'case-id-differs': {
    sentence: 'proGres names another Primero case than the one that holds the service.',
    owner: 'unhcr',
    nextStep: 'Correct the Primero id of the intervention in proGres.',
  },
  'decision-not-told': {
    sentence: 'The caseworker has decided, and proGres was not told this decision.',
    owner: 'administrator',
    nextStep:
      'Run flow 1.2 with --since a time before the decision; see with `ping-primero status` why it was passed over.',
  },
  'decision-not-shown': {
    sentence: 'proGres was told the decision, and shows another transfer status.',
    owner: 'unhcr',
    nextStep: 'Look at the transfer status in proGres, and correct it or say why it is another one.',
  },
  'decision-unknown': {
    sentence: 'Both systems show the same decision, and the ledger does not know that it was carried over.',
    owner: 'administrator',
    nextStep: 'Nothing is lost between the systems. Find out whether the ledger was set back.',
  },
  'decision-only-in-progres': {
    sentence: 'proGres shows a decision of the caseworker that Primero does not state.',
    owner: 'caseworker',
    nextStep: 'State the decision at the service in Primero, or tell UNHCR that there is none.',
  },
  'referral-unsent': {
    sentence: 'A referral to UNHCR is open in Primero, and the ledger does not know it.',
    owner: 'administrator',
    nextStep:
      'Ask UNHCR first whether they have it; if not, run flow 2.1 with --since a time before the referral.',
  },
  'referral-not-in-ledger': {
    sentence: 'Primero and proGres have the referral, and the ledger does not know that it was sent.',
    owner: 'administrator',
    nextStep:
      'Pause flow 2.1 and restore the ledger from its backup before the case is saved again: else it is sent a second time.',
  },
  'referral-not-in-progres': {
    sentence: 'The referral was sent and taken, and proGres shows none.',
    owner: 'unhcr',
    nextStep: 'Ask the UNHCR service desk by its transaction id what became of it.',
  },
  'referral-only-in-progres': {
    sentence: 'proGres has a referral that neither the ledger nor Primero knows.',
    owner: 'unhcr',
    nextStep: 'Find out in proGres who made it and for which case, and tell the focal point.',
  },
  'referral-twice': {
    sentence: 'proGres has more records of a service than it was referred in Primero.',
    owner: 'unhcr',
    nextStep: 'Find out in proGres which record counts, and close the other one.',
  },
  'referral-gone': {
    sentence: 'The referral was sent to UNHCR, and Primero no longer shows it.',
    owner: 'focal-point',
    nextStep: 'Ask the caseworker what became of it, and tell UNHCR.',
  },
  'revocation-unnoticed': {
    sentence: 'The referral was revoked in Primero after it had been sent, and the exchange has not noticed.',
    owner: 'caseworker',
    nextStep:
      'Follow the consent-withdrawal procedure: tell the UNHCR focal point in writing, with case number and date.',
  },
  'decision-not-carried': {
    sentence: 'UNHCR has decided, and the decision was not carried to Primero.',
    owner: 'administrator',
    nextStep: 'See with `ping-primero status` why flow 2.2 does not run, and run it.',
  },
  'decision-differs': {
    sentence: 'UNHCR has decided, and the referral in Primero was decided otherwise.',
    owner: 'focal-point',
    nextStep: 'Compare both with UNHCR, and record in Primero what is right.',
  },
  'sync-not-shown': {
    sentence: 'The decision is in Primero, proGres was told so, and does not show it as synced.',
    owner: 'unhcr',
    nextStep: 'Look at the referral in proGres, and ask the UNHCR service desk what became of the update.',
  },
  'synced-not-in-primero': {
    sentence: 'proGres shows the decision as synced, and Primero does not show that decision.',
    owner: 'focal-point',
    nextStep: 'Compare the referral in Primero with proGres, and record the decision there by hand.',
  },
  'decision-taken-back': {
    sentence: 'The decision is in Primero, and proGres shows the referral as open again.',
    owner: 'unhcr',
    nextStep: 'Say in proGres what the decision is; Primero cannot take one back.',
  },
  'decision-only-in-primero': {
    sentence: 'The referral is decided in Primero, and UNHCR has not decided it in proGres.',
    owner: 'unhcr',
    nextStep: 'Decide it in proGres as well, or tell the focal point what is right.',
  },
} as const satisfies Record<string, DifferenceKind>

/** The stable code of a difference. */
export type DifferenceCode = keyof typeof entries

/** Every kind of difference by its code. */
export const differenceKinds: Readonly<Record<DifferenceCode, DifferenceKind>> = entries

/** What follows for a difference that the flow has not had its turn to settle. */
export const nextRunTakesIt = {
  owner: 'nobody',
  nextStep: 'The next run of the flow takes it.',
} as const satisfies Omit<DifferenceKind, 'sentence'>
