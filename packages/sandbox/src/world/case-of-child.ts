import type { Child } from './people.ts'

/** A case as Primero's API takes it. */
export type CaseData = Readonly<Record<string, unknown>>

/** Primero's language ids for the labels of proGres that invented children speak. */
const languageIds: Readonly<Record<string, string>> = {
  Anyuak: 'language1',
  Nuer: 'language2',
  'Dinka, Northeastern': 'language3',
  'Dinka, Southwestern; Rek': 'language3',
  Amharic: 'language5',
  Somali: 'language8',
  Acholi: 'language10',
  Bari: 'language4',
}

/** An open case about the child, as a caseworker would have filled it in; `more` is laid over it. */
export function caseOf(child: Child, more: CaseData): CaseData {
  return {
    module_id: 'primeromodule-cp',
    status: 'open',
    name_first: child.givenName,
    name_middle: child.middleName,
    name_last: child.familyName,
    name_nickname: child.nickname,
    sex: child.sex,
    date_of_birth: child.birthDate,
    age: 2026 - Number(child.birthDate.slice(0, 4)),
    unhcr_individual_no: child.number,
    unhcr_id_no: child.groupNumber,
    telephone_current: child.phone,
    address_current: child.levels.join(' '),
    language: [...new Set(child.languages.map((label) => languageIds[label] ?? 'language6'))],
    protection_concerns: child.concerns,
    consent_for_services: true,
    disclosure_other_orgs: true,
    ...more,
  }
}

/** The caseworkers who own seeded cases; both have a full profile. */
export const owners = ['caseworker1', 'caseworker2'] as const
