import type { Deployment } from '../deployment/deployment.ts'
import { isPlaceholder } from '../deployment/production.ts'
import type { Flow } from '../domain/flow.ts'
import type { Gap } from './finding.ts'

/** Where the settings of a deployment stand. */
export interface SettingPlaces {
  readonly file: string
  /** From 1, by setting: `ping.baseUrl`. */
  readonly lines: ReadonlyMap<string, number>
}

/** A setting as a person finds it; by its name alone where its place is not known. */
export function placeOf(setting: string, places: SettingPlaces | undefined): string {
  const line = places?.lines.get(setting)
  return line === undefined ? setting : `${places?.file}:${line}: ${setting}`
}

/** Settings that a template leaves to be filled in. */
function toBeFilledIn({ name, progres, ping, primero }: Deployment): readonly (readonly [string, string])[] {
  const { contact } = progres
  return [
    ['name', name === 'template' ? 'ask-unhcr' : name],
    ['progres.businessUnit', progres.businessUnit],
    ['progres.organizationFrom', progres.organizationFrom],
    ['progres.contact.email', contact.email],
    ['progres.contact.phone', contact.phone],
    ['ping.baseUrl', ping.baseUrl],
    ['ping.token.url', ping.token.url],
    ['ping.token.clientId', ping.token.clientId],
    ['ping.token.scope', ping.token.scope],
    ['ping.partnerId', ping.partnerId],
    ['ping.interopId', ping.interopId],
    ...Object.entries(ping.processes).map(([key, id]) => [`ping.processes.${key}`, id] as const),
    ['primero.baseUrl', primero.baseUrl],
    ['primero.moduleId', primero.moduleId],
    ['primero.intakeUser', primero.intakeUser],
    ['primero.unhcr.agency', primero.unhcr.agency],
    ['primero.unhcr.user', primero.unhcr.user],
  ]
}

/** What the settings themselves show to be amiss, without asking anybody: placeholders, and days that are yet to come. */
export function settingGaps(
  deployment: Deployment,
  places: SettingPlaces | undefined,
  now: number,
): readonly Gap[] {
  const unfilled = toBeFilledIn(deployment).filter(([, value]) => isPlaceholder(value))
  return [
    ...unfilled.map(([setting]) => ({
      code: 'setting-placeholder' as const,
      severity: 'stops' as const,
      flows: [],
      subject: placeOf(setting, places),
      found: 'a placeholder of the template',
      expected: "this deployment's own value",
    })),
    ...yetToCome('startDate', deployment.startDate, ['1.2', '2.1'], places, now),
    ...yetToCome('takenOverAt', deployment.takenOverAt, ['1.2', '2.1', '2.2'], places, now),
  ]
}

function yetToCome(
  setting: string,
  at: string | null,
  flows: readonly Flow[],
  places: SettingPlaces | undefined,
  now: number,
): readonly Gap[] {
  if (at === null || Date.parse(at) <= now) return []
  return [
    {
      code: 'setting-ahead',
      severity: 'holds',
      flows,
      subject: placeOf(setting, places),
      found: `${at}, which is yet to come`,
      expected: 'a time that has passed: what is changed before it is not looked at',
    },
  ]
}
