import { reasons, type Owner, type ReasonCode } from '../reasons/catalogue.ts'

/** Whose move a finding is, and what they do. */
interface Move {
  readonly owner: Owner
  readonly nextStep: string
}

/** What only a check finds; everything else is a reason of the common catalogue. */
export const checkOnly = {
  'setting-unfit': {
    owner: 'administrator',
    nextStep: 'Correct the named setting of deployment.yaml.',
  },
  'setting-placeholder': {
    owner: 'administrator',
    nextStep: 'Put the value of this deployment there: UNHCR and the Primero administrator know theirs.',
  },
  'setting-ahead': {
    owner: 'administrator',
    nextStep: 'Put a time there from which the exchange is to begin and that has passed, or wait for it.',
  },
  'ledger-unavailable': {
    owner: 'administrator',
    nextStep: 'Correct LEDGER_URL, or make the directory; if it is one that is mounted, mount it.',
  },
  'ledger-key-differs': {
    owner: 'administrator',
    nextStep:
      'Set LEDGER_KEY to the key it was kept with, and every former one in LEDGER_KEYS_OLD, oldest first. If LEDGER_URL names the ledger of somewhere else, correct that.',
  },
  'schedule-unreadable': {
    owner: 'administrator',
    nextStep:
      'Write five fields: minute, hour, day of the month, month, weekday. `serve` refuses to start so.',
  },
  'schedule-never': {
    owner: 'administrator',
    nextStep: 'Choose days that come: the flow never runs by itself so.',
  },
  'schedule-seldom': {
    owner: 'administrator',
    nextStep: 'Check the fields for day of the month and month.',
  },
  'clock-differs': {
    owner: 'administrator',
    nextStep:
      'Let this machine set its clock by the network (NTP). If it is right, tell the administrator of the other system.',
  },
  'address-name-unknown': {
    owner: 'administrator',
    nextStep: 'Correct the host in the named line, or let this machine ask a name server that knows it.',
  },
  'address-port-closed': {
    owner: 'administrator',
    nextStep:
      'Correct host and port in the named line; a firewall in between may refuse as well. Behind a proxy, set HTTPS_PROXY.',
  },
  'address-silent': {
    owner: 'administrator',
    nextStep: 'Have the firewall let this machine through to that host. Behind a proxy, set HTTPS_PROXY.',
  },
  'address-broken-off': {
    owner: 'administrator',
    nextStep: 'Ask whoever runs the network what ends the connection. Behind a proxy, set HTTPS_PROXY.',
  },
  'address-certificate-unknown': {
    owner: 'administrator',
    nextStep:
      'If that issuer is to be trusted (your own, or a proxy that looks into connections), put its certificate into a file and name that in NODE_EXTRA_CA_CERTS.',
  },
  'address-certificate-expired': {
    owner: 'administrator',
    nextStep: 'Whoever runs that host has to renew its certificate. Check the clock of this machine first.',
  },
  'address-certificate-of-another': {
    owner: 'administrator',
    nextStep: 'Correct the host in the named line to one that the certificate names.',
  },
  'address-not-safe': {
    owner: 'administrator',
    nextStep: 'Check whether that port speaks HTTPS; if it does not, correct https:// or the port.',
  },
  'address-proxy': {
    owner: 'administrator',
    nextStep:
      'Correct HTTPS_PROXY or HTTP_PROXY (http://user:password@host:port), or name the host in NO_PROXY.',
  },
  'address-redirected': {
    owner: 'administrator',
    nextStep:
      'Correct the address in the named line: no redirect is followed, as passwords would go with it.',
  },
  'address-of-another': {
    owner: 'administrator',
    nextStep:
      'Correct the address in the named line; a sign-in page of the network or a firewall may answer in its place.',
  },
  'mapping-source-unseen': {
    owner: 'mapping-owner',
    nextStep: 'Compare the column in the field map with what UNHCR shares.',
  },
  // What passes by itself in a run is somebody's move where a person stands by and asks.
  'ping-unavailable': {
    owner: 'unhcr',
    nextStep: 'Run `check` again later; if it lasts, ask the UNHCR service desk about PING.',
  },
  'primero-unavailable': {
    owner: 'administrator',
    nextStep: 'Run `check` again later; if it lasts, ask the Primero administrator.',
  },
  'mapping-unfit': {
    owner: 'mapping-owner',
    nextStep: 'Correct the named place in the mapping file.',
  },
  'primero-module-unknown': {
    owner: 'administrator',
    nextStep: 'Correct primero.moduleId, or assign the forms to the module in Primero.',
  },
  'primero-field-read-only': {
    owner: 'administrator',
    nextStep: "Give the account's role a form that holds the field, with the right to write.",
  },
  'primero-field-hidden': {
    owner: 'administrator',
    nextStep: "Give the account's role a form that holds the field.",
  },
  'primero-field-kind': {
    owner: 'mapping-owner',
    nextStep: "Change the field's kind in Primero, or its transform in the field map.",
  },
  'primero-option-missing': {
    owner: 'mapping-owner',
    nextStep: "Add the option to the field's list in Primero, or change the value in the mapping.",
  },
  'primero-option-disabled': {
    owner: 'mapping-owner',
    nextStep: 'Enable the option in Primero, or change the value in the mapping.',
  },
  'mapping-key-unused': {
    owner: 'mapping-owner',
    nextStep: 'Remove the rows, or correct their keys: they never match anything in Primero.',
  },
  'unhcr-user-unknown': {
    owner: 'administrator',
    nextStep: 'Create or enable the user in Primero, or correct primero.unhcr.user.',
  },
  'unhcr-agency-unknown': {
    owner: 'administrator',
    nextStep: 'Create the agency in Primero, or correct primero.unhcr.agency.',
  },
  'business-unit-differs': {
    owner: 'unhcr',
    nextStep: 'Confirm the business unit of this deployment.',
  },
  'unverified-in-primero': {
    owner: 'administrator',
    nextStep: 'Look it up in Primero by hand, before going live.',
  },
  'unverified-in-progres': {
    owner: 'unhcr',
    nextStep: 'Confirm the value in writing, or try it with an invented record on the test system.',
  },
} as const satisfies Record<string, Move>

/** The stable code of a finding. */
export type CheckCode = ReasonCode | keyof typeof checkOnly

/** Whose move a code is and what they do. Whoever asks is never told that it is nobody's. */
export function moveOf(code: CheckCode): Move {
  if (isOfCheckOnly(code)) return checkOnly[code]
  const { owner, nextStep } = reasons[code]
  return { owner: owner === 'nobody' ? 'administrator' : owner, nextStep }
}

function isOfCheckOnly(code: CheckCode): code is keyof typeof checkOnly {
  return Object.hasOwn(checkOnly, code)
}

/** Whether a finding says the same at every check, of whatever deployment: what only a write, or a person, can prove. */
export function isStanding(code: string): boolean {
  return code === 'unverified-in-primero' || code === 'unverified-in-progres'
}
