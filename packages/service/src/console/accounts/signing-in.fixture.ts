import './quiet-provider.fixture.ts'
import { consoleApp } from '@ping-primero/console/app.ts'
import { hostWith } from '@ping-primero/console/host.fixture.ts'
import { redacted } from '@ping-primero/core/privacy/redacted.ts'
import type { ReadConsole } from '../../configuration/console/read.ts'
import { ConsoleYaml } from '../../configuration/console/schema.ts'
import { nodeTransport } from '../../http/node-transport.ts'
import { testLedger } from '../../ledger/item.fixture.ts'
import type { ServiceEvent } from '../../log/service-event.ts'
import { accountsEntry } from './entry.ts'
import { clientSecret, testProvider, type ProviderAccounts } from './provider.fixture.ts'

export const origin = 'http://localhost'
export const returnAddress = `${origin}/sign-in/unhcr/return`

const accounts: ProviderAccounts = {
  'id-1': {
    preferred_username: 'focal@agency.example',
    groups: ['gambella-focal'],
    email: 'f@agency.example',
  },
  'id-2': { preferred_username: 'other@agency.example', groups: ['duhok-focal'] },
  'id-3': { preferred_username: 'stranger@agency.example', groups: ['canteen'] },
  'id-4': { groups: ['gambella-focal'], email: 'own@elsewhere.example', email_verified: false },
  'id-5': {
    preferred_username: 'many@agency.example',
    _claim_names: { groups: 'src1' },
    _claim_sources: { src1: {} },
  },
  'id-6': { preferred_username: 'both@agency.example', groups: ['gambella-look', 'GAMBELLA-FOCAL'] },
}

/** A console over a real ledger whose accounts are those of a real provider, and browsers before it. */
export async function signingIn() {
  const ledger = await testLedger()
  const logged: ServiceEvent[] = []
  let shiftMs = 0
  const now = (): number => Date.now() + shiftMs
  const startProvider = (more: Partial<Parameters<typeof testProvider>[0]> = {}) =>
    testProvider({ accounts, returnAddress, ...more })
  let provider = await startProvider()

  function settingsWith(more: Readonly<Record<string, unknown>> = {}, secret = clientSecret): ReadConsole {
    const settings = ConsoleYaml.parse({
      address: origin,
      tls: 'none',
      providers: [
        {
          name: 'unhcr',
          title: 'UNHCR',
          issuer: provider.issuer,
          clientId: 'console',
          roles: {
            'gambella-focal': { gambella: 'operator' },
            'gambella-look': { gambella: 'viewer' },
            'duhok-focal': { duhok: 'operator' },
          },
          ...more,
        },
      ],
    })
    return { ...settings, providers: settings.providers.map((one) => ({ ...one, secret: redacted(secret) })) }
  }

  /** The console with accounts of the provider, and a browser that keeps its cookies. */
  function opened(settings = settingsWith()) {
    const { sessions, acts } = ledger.store.entered
    const entry = accountsEntry({
      settings,
      sessions,
      transport: nodeTransport(5_000, {}),
      log: (event) => logged.push(event),
      now,
    })
    const app = consoleApp(hostWith({ entry, acts, now }))
    const browser = () => {
      const cookies = new Map<string, string>()
      const ask = async (path: string, fields?: Readonly<Record<string, string>>): Promise<Response> => {
        const answer = await app.request(`${origin}${path}`, {
          headers: { origin, cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
          ...(fields === undefined ? {} : { method: 'POST', body: new URLSearchParams(fields) }),
        })
        for (const cookie of answer.headers.getSetCookie()) {
          const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
          if (/max-age=0/i.test(cookie)) cookies.delete(name)
          else cookies.set(name, value)
        }
        return answer
      }
      /** Goes to the provider as an account, and gives the way back to the console. */
      const goAs = async (account: string): Promise<string> => {
        const to = (await ask('/sign-in/unhcr')).headers.get('location') ?? ''
        const back = await provider.signIn(to, account)
        return back.pathname + back.search
      }
      const signInAs = async (account: string): Promise<Response> => ask(await goAs(account))
      return { ask, goAs, signInAs, cookies }
    }
    return { app, browser }
  }

  /** What the door wrote into a history: what, and by whom. */
  async function history(deployment: string): Promise<readonly (readonly [string, string | null])[]> {
    const entries: (readonly [string, string | null])[] = []
    for await (const rows of ledger.store.operators.entries(deployment)) {
      entries.push(...rows.map(({ what, by }) => [what, by] as const))
    }
    return entries
  }

  return {
    ledger,
    logged,
    opened,
    settingsWith,
    history,
    provider: () => provider,
    /** Another provider takes the place of the one before. */
    anotherProvider: async (more: Partial<Parameters<typeof testProvider>[0]> = {}): Promise<void> => {
      provider = await startProvider(more)
    },
    /** The clock of the console goes before that of the provider by so much. */
    shift: (ms: number): void => {
      shiftMs = ms
    },
    [Symbol.asyncDispose]: async (): Promise<void> => {
      await provider[Symbol.asyncDispose]()
      await ledger[Symbol.asyncDispose]()
    },
  }
}

/** Where an answer leads, and by which status. */
export function toOf(answer: Response): [number, string | null] {
  return [answer.status, answer.headers.get('location')]
}

/** Back to the page to sign in, which says why. */
export function refusedWith(why: string): [number, string] {
  return [303, `/sign-in?why=${why}`]
}
