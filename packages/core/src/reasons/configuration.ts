import type { Reason } from './reason.ts'

/** What has to be set up or put right first: the flow stops. */
export const configurationReasons = {
  'owner-missing': {
    class: 'configuration',
    sentence: 'Primero kept the case without an owner: the intake user is not known there.',
    owner: 'administrator',
    nextStep: 'Create the intake user in Primero or correct primero.intakeUser, and give the case its owner.',
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
} as const satisfies Record<string, Reason>
