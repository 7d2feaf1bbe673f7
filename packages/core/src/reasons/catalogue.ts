/**
 * Why an item waits or needs a person, whose move it is, and what they do: the one catalogue that feeds command line,
 * console, documents and tests (`architecture.md`, failure classes). Sentences are for people who know referrals, not
 * code.
 */
import type { Flow } from '../domain/flow.ts'
import type { Owner, Reason } from './reason.ts'

export type { Owner, Reason } from './reason.ts'

const entries = {
  'not-yet-tried': {
    class: 'trouble',
    sentence: 'Found, and not yet looked at.',
    owner: 'nobody',
    nextStep: 'The next run takes it.',
  },
  'ping-unavailable': {
    class: 'trouble',
    sentence: 'PING did not answer, or answered with trouble of its own.',
    owner: 'nobody',
    nextStep: 'It is tried again by itself. If it lasts for hours, ask the UNHCR service desk about PING.',
  },
  'primero-unavailable': {
    class: 'trouble',
    sentence: 'Primero did not answer, or answered with trouble of its own.',
    owner: 'nobody',
    nextStep: 'It is tried again by itself. If it lasts for hours, ask the Primero administrator.',
  },
  'ping-processing': {
    class: 'trouble',
    sentence: 'PING has taken the referral and has not yet said whether proGres accepted it.',
    owner: 'nobody',
    nextStep: 'Every run asks again; after 24 hours it needs attention.',
  },
  'progres-not-looked-through': {
    class: 'trouble',
    sentence:
      'This ledger is new, and what proGres holds already could not be read whole yet. Nothing is sent before, so that nothing is sent twice.',
    owner: 'nobody',
    nextStep: 'Every run reads on. If it lasts for hours, ask the UNHCR service desk about PING.',
  },
  'flow-stopped': {
    class: 'trouble',
    sentence: 'The flow stopped before this one was reached.',
    owner: 'administrator',
    nextStep: 'Mend what stopped the flow, if anything has to be; the next run goes on from here.',
  },
  'run-interrupted': {
    class: 'trouble',
    sentence:
      'The run was ended in between: its time was up, the flow was paused or the service told to stop.',
    owner: 'nobody',
    nextStep:
      'Nothing is lost: the next run goes on from here, once the flow is resumed or the service runs again.',
  },
  'dry-run': {
    class: 'trouble',
    sentence: 'This was a dry run: it would be written now.',
    owner: 'nobody',
    nextStep: 'Run the flow without --dry-run.',
  },
  'list-incomplete': {
    class: 'trouble',
    sentence: 'The list says that there is more than it gives.',
    owner: 'administrator',
    nextStep:
      'If it lasts, compare the paging setting of the deployment, and the counts, with what PING or Primero answers.',
  },
  'list-shrunk': {
    class: 'trouble',
    sentence: 'The list of proGres no longer shows most of what was pending.',
    owner: 'nobody',
    nextStep:
      'Nothing is withdrawn before the next run reads the same. If nobody took so much back, ask the UNHCR service desk what the list shows.',
  },
  'detail-missing': {
    class: 'data',
    sentence: 'proGres lists it, but shows no details of it.',
    owner: 'unhcr',
    nextStep:
      'Check in proGres that the individual is active and that the record has its type; it is read again on every run.',
  },
  'field-missing': {
    class: 'data',
    sentence: 'A field that must be filled is empty.',
    owner: 'unhcr',
    ownerByFlow: { '1.2': 'caseworker', '2.1': 'caseworker' },
    nextStep: 'Fill the named fields; it is read again on every run.',
  },
  'field-unreadable': {
    class: 'data',
    sentence: 'A field holds something that is not what its kind allows, such as an impossible date.',
    owner: 'unhcr',
    ownerByFlow: { '1.2': 'caseworker', '2.1': 'caseworker' },
    nextStep: 'Correct the named fields; it is read again on every run.',
  },
  'service-type-unmapped': {
    class: 'data',
    sentence: 'The type of service is not in the mapping.',
    owner: 'mapping-owner',
    nextStep: 'Add the service type to the mapping, or choose one of the agreed types at the source.',
  },
  'value-unmapped': {
    class: 'data',
    sentence: 'A value that must be translated is not in the mapping.',
    owner: 'mapping-owner',
    nextStep: 'Add the value to the mapping, or correct it at the source.',
  },
  'record-unreadable': {
    class: 'data',
    sentence: 'A record, or a row of a list, has a form that this program does not know.',
    owner: 'administrator',
    nextStep:
      'Compare the named fields with the contract; report what differs. It is read again on every run, and the others go on.',
  },
  'individual-number-doubtful': {
    class: 'data',
    sentence:
      'The individual number is one by which nobody can be known, so no case is looked for or opened.',
    owner: 'unhcr',
    nextStep:
      "Enter the individual's own number in proGres; it is read again on every run. If the number is right, the administrator compares it with progres.individualNumberPattern.",
  },
  'several-cases': {
    class: 'data',
    sentence: 'Several cases in Primero carry the same UNHCR individual number.',
    owner: 'focal-point',
    nextStep: 'Find out in Primero which case is right, and correct or disable the others.',
  },
  'case-closed': {
    class: 'data',
    sentence: "The child's case in Primero is closed, and a new service would reopen it.",
    owner: 'focal-point',
    nextStep: 'Decide with the caseworker: reopen the case, or answer UNHCR.',
  },
  'case-disabled': {
    class: 'data',
    sentence: "The child's case in Primero is disabled.",
    owner: 'focal-point',
    nextStep: 'Enable the case, or correct its individual number.',
  },
  'case-identity-changed': {
    class: 'data',
    sentence: "The case that was made for this child now carries another individual's number.",
    owner: 'focal-point',
    nextStep: 'Compare the case in Primero with proGres and correct the number.',
  },
  'identity-differs': {
    class: 'data',
    sentence:
      'The same individual number stands for children of another birth date, sex or name: in the case found, or in another referral.',
    owner: 'focal-point',
    nextStep:
      'Compare the named fields of the case in Primero with proGres, and have the wrong number corrected; if it is the same child after all, release it.',
    release: true,
  },
  'service-gone': {
    class: 'data',
    sentence: 'The service that was written to the case is no longer there.',
    owner: 'focal-point',
    nextStep:
      'Ask the caseworker whether it was removed on purpose; if not, release it and it is written again.',
    release: true,
  },
  'owner-missing': {
    class: 'configuration',
    sentence: 'Primero kept the case without an owner: the intake user is not known there.',
    owner: 'administrator',
    nextStep: 'Create the intake user in Primero or correct primero.intakeUser, and give the case its owner.',
  },
  'primero-refused': {
    class: 'data',
    sentence: 'Primero refused the content of the named fields, or a firewall before it disliked a text.',
    owner: 'mapping-owner',
    nextStep:
      "Compare the values of the mapping with Primero's options; where a bare HTTP status is named, ask who runs the firewall. It is sent again when something changed.",
  },
  'primero-forbidden': {
    class: 'data',
    sentence: 'Primero does not let the integration account see or change this case.',
    owner: 'administrator',
    nextStep: 'Check the scope and permissions of the account for this case.',
  },
  'primero-field-missing': {
    class: 'configuration',
    sentence:
      "Primero dropped a field that was sent: no form has it, or the account's role may only read that form.",
    owner: 'administrator',
    nextStep:
      "Add the named fields to their form, and give the account's role that form to read and write; the next run puts them in.",
  },
  'primero-filter-ignored': {
    class: 'configuration',
    sentence:
      'Primero did not filter by the individual number, so nobody can tell whether the child is known.',
    owner: 'administrator',
    nextStep:
      "Give the account's role the form that holds unhcr_individual_no; if query is named, ask the Primero administrator why the search of cases answers with all of them.",
  },
  'permission-missing': {
    class: 'configuration',
    sentence: 'The integration account in Primero lacks a permission that the flow needs.',
    owner: 'administrator',
    nextStep: "Add the named permission to the account's role.",
  },
  'scope-limited': {
    class: 'configuration',
    sentence: 'The integration account does not see all cases.',
    owner: 'administrator',
    nextStep: "Set the scope of the account's role to all cases.",
  },
  'intake-user-unknown': {
    class: 'configuration',
    sentence: 'The intake user is not known in Primero, or disabled.',
    owner: 'administrator',
    nextStep: 'Create or enable the user in Primero, or correct primero.intakeUser.',
  },
  'primero-credentials-refused': {
    class: 'configuration',
    sentence:
      'Primero refused the user name or password. It says the same of an account that others have locked.',
    owner: 'administrator',
    nextStep:
      'Correct the credentials: changed ones are tried at once, the same ones after 30 minutes or by `check`. Six wrong attempts lock the account.',
  },
  'primero-account-locked': {
    class: 'configuration',
    sentence:
      'Primero has locked the account after six wrong attempts, so that the right password is refused too.',
    owner: 'administrator',
    nextStep:
      'Correct the credentials; it is tried again when the lock ends after 30 minutes. Unlocked by hand before, run `check`.',
  },
  'primero-account-inactive': {
    class: 'configuration',
    sentence: 'Primero says that the account is not activated. The password is right.',
    owner: 'administrator',
    nextStep: 'Enable the user in Primero, then run `check`; it is tried again every 30 minutes as well.',
  },
  'ping-credentials-refused': {
    class: 'configuration',
    sentence: 'PING refused the user name, the password or the subscription key.',
    owner: 'administrator',
    nextStep:
      'Correct the credentials, or ask the UNHCR service desk for new ones: changed ones are tried at once, the same ones after 30 minutes or by `check`.',
  },
  'ping-account-locked': {
    class: 'configuration',
    sentence: 'The sign-in service of PING says that the account is locked or disabled.',
    owner: 'administrator',
    nextStep:
      'Ask the UNHCR service desk to unlock it, then run `check`; it is tried again every 30 minutes as well.',
  },
  'ping-configuration-refused': {
    class: 'configuration',
    sentence: 'PING does not know a process, partner or agreement of the configuration.',
    owner: 'administrator',
    nextStep: 'Compare the ping section of the deployment with the numbers that UNHCR gave.',
  },
  'return-address-missing': {
    class: 'data',
    sentence: 'Nothing says to which referral on the other side the decision belongs.',
    owner: 'focal-point',
    ownerByFlow: { '2.2': 'unhcr' },
    nextStep:
      'Tell the other side the decision and mark it as handled; or write the return address into the service (1.2), or fill the named fields in proGres (2.2).',
  },
  'ping-rejected': {
    class: 'data',
    sentence: 'proGres refused it through PING.',
    owner: 'administrator',
    nextStep:
      'Look up the named code with the UNHCR service desk; a bare HTTP status comes from a firewall that dislikes a text. It is sent again when something changed.',
  },
  'ping-silent': {
    class: 'data',
    sentence: 'PING took the referral more than 24 hours ago and has said nothing since.',
    owner: 'unhcr',
    nextStep: 'Ask UNHCR whether the referral is in proGres, by its transaction id.',
  },
  'system-stumbles': {
    class: 'data',
    sentence: 'One of the systems fails on this one again and again, while it answers others.',
    owner: 'administrator',
    nextStep:
      'Look in the log of the named system for what it fails on, and have that corrected. It is tried again when it changes, after `retry`, and once a day.',
  },
  'outcome-unknown': {
    class: 'data',
    sentence:
      'The connection broke while the referral was sent, or the ledger was restored since: nobody knows whether proGres has it.',
    owner: 'unhcr',
    nextStep:
      'Runs look for it in proGres by themselves. Otherwise ask UNHCR; if it is not there, release it and it is sent again.',
    release: true,
  },
  'transaction-missing': {
    class: 'data',
    sentence: 'PING answered without a transaction id: nobody knows whether proGres has the referral.',
    owner: 'unhcr',
    nextStep:
      'Runs look for it in proGres by themselves. Otherwise ask UNHCR; if it is not there, release it and it is sent again.',
    release: true,
  },
  'referral-without-service': {
    class: 'data',
    sentence: 'The referral names no service of the case.',
    owner: 'caseworker',
    nextStep: 'Revoke the referral and refer again from the service.',
  },
  'referral-agency-differs': {
    class: 'data',
    sentence: 'The referral goes to UNHCR, but its service names another agency.',
    owner: 'caseworker',
    nextStep: 'Correct the implementing agency of the service, or revoke the referral.',
  },
  'referral-repeated': {
    class: 'data',
    sentence: 'The same service was already referred to UNHCR and is not yet decided.',
    owner: 'caseworker',
    nextStep: 'Revoke this second referral, or release it if it is meant as a new one.',
    release: true,
  },
  'revoked-after-sending': {
    class: 'data',
    sentence: 'The referral was revoked in Primero after it had been sent to UNHCR.',
    owner: 'caseworker',
    nextStep:
      'Follow the consent-withdrawal procedure: tell the UNHCR focal point in writing, with case number and date; then mark it as handled.',
  },
  'consent-missing': {
    class: 'data',
    sentence: 'The case does not show consent for services and for sharing with other organisations.',
    owner: 'caseworker',
    nextStep: 'Record the consent in the case, or revoke the referral. Nothing has been sent.',
  },
  'consent-overridden': {
    class: 'data',
    sentence: 'The referral was made by overriding missing consent.',
    owner: 'focal-point',
    nextStep: 'A responsible person checks the reason and releases it, or the referral is revoked.',
    release: true,
  },
  'consent-withdrawn': {
    class: 'data',
    sentence: 'Consent was withdrawn after the referral had been sent to UNHCR.',
    owner: 'caseworker',
    nextStep:
      'Tell the UNHCR focal point in writing, with case number and date. Primero takes no decision on it without consent.',
  },
  'decision-code-unknown': {
    class: 'data',
    sentence: 'The decision stands in a code that the mapping does not list.',
    owner: 'mapping-owner',
    nextStep: 'Find out what the named code means and add it to decision-codes.csv. Nothing was written.',
  },
  'decision-contradictory': {
    class: 'data',
    sentence: 'The decision is stated in two ways that contradict each other.',
    owner: 'unhcr',
    ownerByFlow: { '1.2': 'caseworker' },
    nextStep: 'Correct the decision at its source. Nothing was written.',
  },
  'decision-not-applied': {
    class: 'data',
    sentence: 'Primero did not take the decision: the referral is not in progress there.',
    owner: 'caseworker',
    nextStep: 'Compare the referral in Primero with the decision in proGres, and tell UNHCR what is right.',
  },
  'decision-ambiguous': {
    class: 'data',
    sentence: 'Several referrals of this service could be meant by the decision.',
    owner: 'focal-point',
    nextStep: 'Find out which referral UNHCR decided, and record it in Primero by hand.',
  },
  'referral-not-found': {
    class: 'data',
    sentence: 'Primero shows no referral for this decision.',
    owner: 'focal-point',
    nextStep: 'Check the case and the service in Primero; ask UNHCR which case was meant.',
  },
  defect: {
    class: 'defect',
    sentence: 'The program failed on this one in a way that nobody foresaw.',
    owner: 'developer',
    nextStep: 'Report it with the fingerprint shown; the others went on.',
  },
} as const satisfies Record<string, Reason>

/** The stable code of a reason. */
export type ReasonCode = keyof typeof entries

/** Every reason by its code. */
export const reasons: Readonly<Record<ReasonCode, Reason>> = entries

/** Whether a text is a reason code. */
export function isReasonCode(code: string): code is ReasonCode {
  return Object.hasOwn(entries, code)
}

/** Whose move a reason is in a flow. */
export function ownerOf(code: ReasonCode, flow: Flow): Owner {
  const reason = reasons[code]
  return reason.ownerByFlow?.[flow] ?? reason.owner
}
