import type { Reason } from './reason.ts'

/** Something of a record that a person corrects at its source: the item needs attention. */
export const dataReasons = {
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
} as const satisfies Record<string, Reason>
