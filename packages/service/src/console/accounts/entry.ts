import type { AccountsWay, Entry } from '@ping-primero/console/entry/entry.ts'
import { keptSessions } from '@ping-primero/console/entry/kept-sessions.ts'
import type { SessionStore } from '@ping-primero/console/entry/sessions.ts'
import type { Transport } from '@ping-primero/core/http/transport.ts'
import type { ProviderWithSecret, ReadConsole } from '../../configuration/console/read.ts'
import type { ServiceLog } from '../../log/log.ts'
import { newcomerOf, type Newcomer } from './newcomer.ts'
import { openidProvider, type OpenidProvider } from './provider.ts'

/** What an entry with accounts is given. */
export interface AccountsEntry {
  readonly settings: ReadConsole
  readonly sessions: SessionStore
  readonly transport: Transport
  readonly log: ServiceLog
  readonly now: () => number
}

interface Organisation {
  readonly settings: ProviderWithSecret
  readonly provider: OpenidProvider
}

/** Lets in who has an account of an organisation, and a role by its groups; keeps sessions, and no token. */
export function accountsEntry({ settings, sessions, transport, log, now }: AccountsEntry): Entry {
  const { address, tls, providers } = settings
  const { begin, ...kept } = keptSessions(sessions, now)
  const organisations = new Map(
    providers.map((one): [string, Organisation] => {
      const returnAddress = `${address}/sign-in/${one.name}/return`
      return [
        one.name,
        { settings: one, provider: openidProvider({ settings: one, returnAddress, transport, now }) },
      ]
    }),
  )
  const organisationOf = (name: string): Organisation => {
    const organisation = organisations.get(name)
    if (organisation === undefined) throw new TypeError('Nobody signs in at what is no organisation here.')
    return organisation
  }
  const tell = (provider: string, refused: Extract<Newcomer, { kind: 'refused' }>): void =>
    log({
      event: 'sign-in-refused',
      provider,
      why: refused.why,
      said: refused.said,
      subject: refused.subject,
    })
  const accounts: AccountsWay = {
    providers: providers.map(({ name, title }) => ({ name, title })),
    begin: async (name, secret, language) => {
      const begun = await organisationOf(name).provider.begin(secret, language)
      if (begun.kind === 'to') return begun
      const { why, said } = begun
      tell(name, { kind: 'refused', why, said, subject: null, deployments: [] })
      return { kind: 'refused', why }
    },
    arrive: async (name, secret, query, before) => {
      const organisation = organisationOf(name)
      const newcomer = newcomerOf(
        await organisation.provider.said(secret, query),
        organisation.settings,
        organisations.size,
      )
      if (newcomer.kind === 'known') return { kind: 'let-in', token: await begin(newcomer.as, before) }
      tell(name, newcomer)
      const { deployments, subject } = newcomer
      await sessions.refuse(
        'sign-in-refused',
        deployments,
        `${name}:${subject ?? ''}`,
        new Date(now()).toISOString(),
      )
      return { kind: 'refused', why: newcomer.why }
    },
    endAddress: (name) => organisationOf(name).provider.endAddress(`${address}/sign-in`),
  }
  return { ...kept, oneTime: null, accounts, isBehindProxy: tls === 'proxy', origin: address }
}
