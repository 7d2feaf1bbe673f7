import type { Deployment } from '../deployment/deployment.ts'
import type { System } from '../domain/flow.ts'
import type { Unanswered } from '../http/transport.ts'
import type { Gap } from './finding.ts'
import type { Heard, StrangeAnswer } from './heard.ts'
import { placeOf, type SettingPlaces } from './settings.ts'

/** What keeps an address from being reached. */
export type AddressTrouble =
  | 'address-name-unknown'
  | 'address-port-closed'
  | 'address-silent'
  | 'address-broken-off'
  | 'address-certificate-unknown'
  | 'address-certificate-expired'
  | 'address-certificate-of-another'
  | 'address-not-safe'
  | 'address-proxy'

/** What a closer look at an address that gave no answer found. */
export interface Diagnosis {
  readonly trouble: AddressTrouble
  /** In words: whose certificate, until when, which proxy. */
  readonly found: string
}

/** Looks closer at an address that gave no answer; null where it answers by now. Signs in nowhere. */
export type Diagnose = (url: string) => Promise<Diagnosis | null>

/** Further off than this, times are told wrong and what was changed lately may be passed over. */
const clocksMayDifferMs = 60_000

const byCause: Readonly<Record<Unanswered, Diagnosis>> = {
  dns: { trouble: 'address-name-unknown', found: 'no host of this name' },
  refused: { trouble: 'address-port-closed', found: 'nothing listens there' },
  timeout: { trouble: 'address-silent', found: 'no answer in time' },
  reset: { trouble: 'address-broken-off', found: 'the connection breaks off' },
  tls: { trouble: 'address-not-safe', found: 'no safe connection' },
}

/** The addresses of a deployment, by their settings. */
export function addressesOf({ ping, primero }: Deployment): readonly {
  readonly setting: string
  readonly system: System
  readonly url: string
}[] {
  return [
    { setting: 'primero.baseUrl', system: 'primero', url: primero.baseUrl },
    { setting: 'ping.token.url', system: 'ping', url: ping.token.url },
    { setting: 'ping.baseUrl', system: 'ping', url: ping.baseUrl },
  ]
}

/** What is wrong with an address, by what was heard from it. */
async function gapOf(
  url: string,
  strange: StrangeAnswer,
  diagnose: Diagnose,
): Promise<Pick<Gap, 'code' | 'found'>> {
  if (strange.kind === 'redirected') {
    return { code: 'address-redirected', found: `HTTP ${strange.status}, a way to ${strange.to}` }
  }
  if (strange.kind === 'page') {
    return { code: 'address-of-another', found: `a web page (HTTP ${strange.status})` }
  }
  if (strange.kind === 'proxy-refused') {
    return { code: 'address-proxy', found: 'a proxy that wants a user name and password (HTTP 407)' }
  }
  const { trouble, found } = (await diagnose(url)) ?? byCause[strange.why]
  return { code: trouble, found }
}

/**
 * Names the addresses that could not be spoken with, by setting, line and host, with what failed; and clocks that differ.
 * What the systems in `silenced` seemed to say was said by something else, or by nobody.
 */
export async function addressGaps(
  deployment: Deployment,
  places: SettingPlaces | undefined,
  of: (address: string) => Heard,
  diagnose: Diagnose | undefined,
): Promise<{ readonly gaps: readonly Gap[]; readonly silenced: ReadonlySet<System> }> {
  const gaps: Gap[] = []
  const silenced = new Set<System>()
  for (const { setting, system, url } of addressesOf(deployment)) {
    const { strange } = of(url)
    if (strange === null) continue
    silenced.add(system)
    const what = await gapOf(url, strange, diagnose ?? (async () => null))
    const subject = `${placeOf(setting, places)} (${new URL(url).host})`
    gaps.push({ ...what, severity: 'holds', flows: [], subject, expected: 'an answer' })
  }
  return { gaps: [...gaps, ...clockGaps(deployment, of)], silenced }
}

const clockNames = { ping: 'PING', primero: 'Primero' } as const satisfies Record<System, string>

/** Clocks that are more than a minute apart: if both systems say so, it is ours that is wrong. */
function clockGaps(deployment: Deployment, of: (address: string) => Heard): readonly Gap[] {
  const addresses = addressesOf(deployment).filter(({ setting }) => setting !== 'ping.token.url')
  return addresses.flatMap(({ system, url }): readonly Gap[] => {
    const { aheadMs } = of(url)
    if (aheadMs === null || Math.abs(aheadMs) <= clocksMayDifferMs) return []
    const seconds = Math.round(Math.abs(aheadMs) / 1000)
    const side = aheadMs > 0 ? 'behind' : 'ahead of'
    return [
      {
        code: 'clock-differs',
        severity: 'holds',
        flows: [],
        subject: `the clock of this machine, and that of ${clockNames[system]}`,
        found: `ours is ${seconds} s ${side} it`,
        expected: 'less than a minute between them',
      },
    ]
  })
}
