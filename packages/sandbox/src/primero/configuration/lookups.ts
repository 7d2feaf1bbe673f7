import { localisedValues } from './localised-values.ts'

/** One option. `localised` ones were added in the country; the API tells `disabled` only of those. */
interface LookupValue {
  readonly id: string
  readonly label: string
  readonly localised: boolean
}

/** A list of options, by its unique id (`lookup-gender`). */
export interface Lookup {
  readonly uniqueId: string
  readonly name: string
  readonly values: readonly LookupValue[]
}

const seedIds: Readonly<Record<string, string>> = {
  'lookup-service-type':
    'safehouse_service health_medical_service psychosocial_service police_other_service legal_assistance_service ' +
    'livelihoods_service child_protection_service family_mediation_service family_seunification_service ' +
    'education_service nfi_clothes_shoes_service water_sanitation_service registration_service food_service other_service',
  'lookup-language':
    'language1 language2 language3 language4 language5 language6 language7 language8 language9 language10',
  'lookup-gender': 'male female',
  'lookup-protection-concerns':
    'sexually_exploited gbv_survivor trafficked_smuggled statelessness arrested_detained migrant disabled ' +
    'serious_health_issue refugee caafag street_child child_mother physically_or_mentally_abused ' +
    'living_with_vulnerable_person worst_forms_of_child_labor child_headed_household mentally_distressed other',
  'lookup-unhcr-needs-codes':
    'cr-cp cr-cs cr-cc cr-tp cr-lw cr-lo cr-ne cr-se cr-af cr-cl sc-ch sc-ic sc-fc ds-bd ds-df ds-pm ds-ps ds-mm ' +
    'ds-ms ds-sd sm-mi sm-mn sm-ci sm-cc sm-ot fu-tr fu-fr lp-nd tr-pi tr-ho tr-wv sv-va lp-an lp-md lp-ms lp-rr',
  'lookup-service-response-type': 'care_plan action_plan service_provision',
  'lookup-service-implemented': 'not_implemented implemented',
  'lookup-case-status': 'open closed transferred duplicate',
  'lookup-risk-level': 'high medium low',
  'lookup-country': 'ethiopia south_sudan sudan kenya somalia eritrea uganda',
}

/** Primero's own options (contract §8.1). */
export const seedLookups: readonly Lookup[] = Object.entries(seedIds).map(([uniqueId, ids]) => ({
  uniqueId,
  name: nameOf(uniqueId),
  values: ids.split(' ').map((id) => ({ id, label: seedLabel(id), localised: false })),
}))

/** The seed with the options of the country, which stand before Primero's own. */
export const localisedLookups: readonly Lookup[] = [
  ...seedLookups.map((lookup) => withAdded(lookup, localisedValues[lookup.uniqueId] ?? [])),
  ...Object.entries(localisedValues)
    .filter(([uniqueId]) => !(uniqueId in seedIds))
    .map(([uniqueId, ids]) => withAdded({ uniqueId, name: nameOf(uniqueId), values: [] }, ids)),
]

function withAdded(lookup: Lookup, ids: readonly string[]): Lookup {
  const known = new Set(lookup.values.map((value) => value.id))
  const added = ids
    .filter((id) => !known.has(id))
    .map((id) => ({ id, label: localisedLabel(id), localised: true }))
  return { ...lookup, values: [...added, ...lookup.values] }
}

function nameOf(uniqueId: string): string {
  return uniqueId.replace(/^lookup-/, '').replaceAll('-', ' ')
}

function seedLabel(id: string): string {
  return id
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ')
}

/** An id made in the user interface is its label and seven hexadecimal digits: `other_b25f252`. */
function localisedLabel(id: string): string {
  return id
    .replace(/_[0-9a-f]{7}$/, '')
    .replaceAll('_', ' ')
    .trim()
}
