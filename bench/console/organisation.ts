// An organisation's provider of accounts, in a process of its own: all of its people have a role.
import type { Adapter, AdapterPayload } from 'oidc-provider'
import { testProvider } from '../../packages/service/src/console/accounts/provider.fixture.ts'
import { people, returnAddress } from './agency.ts'

const kept = new Map<string, AdapterPayload>()
const byUid = new Map<string, AdapterPayload>()

/** Keeps all: what the provider brings of its own forgets the first codes of so many sign-ins. */
class KeepsAll implements Adapter {
  readonly #kind: string

  constructor(kind: string) {
    this.#kind = kind
  }

  async upsert(id: string, payload: AdapterPayload): Promise<void> {
    kept.set(`${this.#kind} ${id}`, payload)
    if (payload.uid !== undefined) byUid.set(payload.uid, payload)
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    return kept.get(`${this.#kind} ${id}`)
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return byUid.get(uid)
  }

  async findByUserCode(): Promise<undefined> {}

  async consume(id: string): Promise<void> {
    const payload = await this.find(id)
    if (payload !== undefined) payload['consumed'] = Math.floor(Date.now() / 1000)
  }

  async destroy(id: string): Promise<void> {
    kept.delete(`${this.#kind} ${id}`)
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    for (const [name, payload] of kept) if (payload.grantId === grantId) kept.delete(name)
  }
}

const accounts = Object.fromEntries(
  people.map((id) => [id, { preferred_username: `${id}@agency.example`, groups: ['focal'] }] as const),
)
const { issuer } = await testProvider({ accounts, returnAddress, configuration: { adapter: KeepsAll } })
process.on('disconnect', () => process.exit())
process.send?.(issuer)
