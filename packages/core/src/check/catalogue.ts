import { isReasonCode, reasons, type Owner, type ReasonCode } from '../reasons/catalogue.ts'

/** Whose move a finding is, and what they do. */
interface Move {
  readonly owner: Owner
  readonly nextStep: string
}

/** What only a check finds; everything else is a reason of the common catalogue. */
const own = {
  'setting-unfit': {
    owner: 'administrator',
    nextStep: 'Correct the named setting of deployment.yaml.',
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
export type CheckCode = ReasonCode | keyof typeof own

/** Whose move a code is and what they do. */
export function moveOf(code: CheckCode): Move {
  return isReasonCode(code) ? reasons[code] : own[code]
}
