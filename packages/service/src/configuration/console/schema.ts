import { z } from 'zod'
import { everybody } from '@ping-primero/console/roles.ts'

/**
 * `console.yaml`: who may sign in to the console, and where it is. Unknown keys are refused. Every message is the plain-word
 * answer to "what was expected here".
 */
const text = (expected = 'a text') => z.string({ error: expected }).trim().min(1, { error: expected })

const name = text('a name of a-z, 0-9 and -, beginning with a letter').regex(/^[a-z][a-z0-9-]*$/, {
  error: 'a name of a-z, 0-9 and -, beginning with a letter',
})

/** This very machine, where nothing passes a network. */
function isLoopback(address: string): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(new URL(address).hostname)
}

const addressWords = 'an address that begins with https:// (http:// on this very machine alone)'

/** An address of the web over TLS, or of this machine. */
const safeAddress = z
  .url({ protocol: /^https?$/, error: addressWords })
  .refine((value) => !URL.canParse(value) || value.startsWith('https:') || isLoopback(value), {
    error: addressWords,
  })

const listenWords = 'a host and a port, like 127.0.0.1:4100'

const listen = text(listenWords).refine((value) => listenPlaceOf(value) !== null, { error: listenWords })

const groupWords = 'a group of the organisation with the role that it gives in each deployment'

/** What a group gives: its role in each deployment. */
const rolesOfGroup = z
  .record(name, z.enum(everybody, { error: `one of ${everybody.join(', ')}` }), { error: groupWords })
  .refine((roles) => Object.keys(roles).length > 0, { error: groupWords })

const provider = z.strictObject({
  name,
  title: text('what stands on the button, like UNHCR'),
  issuer: safeAddress.refine((value) => !/[?#]/.test(value), { error: 'an address without ? and #' }),
  clientId: text('the id that the organisation gave this console'),
  variable: text()
    .regex(/^[A-Z][A-Z0-9_]*_SECRET$/, {
      error: 'the name of a variable of the environment that ends in _SECRET',
    })
    .default('CONSOLE_CLIENT_SECRET'),
  clientAuth: z.enum(['post', 'basic'], { error: 'post or basic' }).optional(),
  scopes: z
    .array(text('a scope'), { error: 'a list of scopes' })
    .refine((scopes) => scopes.includes('openid'), { error: 'a list of scopes with openid among them' })
    .default(['openid', 'profile', 'email']),
  accountClaim: text('the claim that names an account').default('preferred_username'),
  groupsClaim: text('the claim that lists the groups of an account').default('groups'),
  roles: z
    .record(text(), rolesOfGroup, { error: groupWords })
    .refine((roles) => Object.keys(roles).length > 0, { error: groupWords })
    .refine((roles) => new Set(Object.keys(roles).map(plain)).size === Object.keys(roles).length, {
      error: 'each group once, whatever the letter case',
    }),
})

function plain(group: string): string {
  return group.trim().toLowerCase()
}

/** The schema of `console.yaml`, defaults filled in. */
export const ConsoleYaml = z
  .strictObject({
    address: safeAddress
      .refine((value) => !URL.canParse(value) || new URL(value).href === `${new URL(value).origin}/`, {
        error: 'an address without a path',
      })
      .transform((value) => new URL(value).origin),
    listen: listen.default('127.0.0.1:4100'),
    tls: z.enum(['proxy', 'none'], { error: 'proxy or none' }).default('proxy'),
    plainInProduction: z.boolean({ error: 'true or false' }).default(false),
    providers: z
      .array(provider, { error: 'a list of organisations whose accounts may sign in' })
      .min(1, { error: 'a list of organisations whose accounts may sign in' })
      .refine((all) => new Set(all.map((one) => one.name)).size === all.length, {
        error: 'each organisation by a name of its own',
      }),
  })
  .refine(({ address, tls }) => address.startsWith('https:') === (tls === 'proxy'), {
    path: ['tls'],
    error: 'proxy with an address that begins with https://, none with one of this very machine',
  })

/** `console.yaml` once it is known to be sound. */
export type ConsoleSettings = z.output<typeof ConsoleYaml>
export type ProviderSettings = ConsoleSettings['providers'][number]

/** Where a server listens. */
export interface ListenPlace {
  readonly hostname: string
  readonly port: number
}

/** `HOST:PORT`, with an IPv6 address in brackets; null = it is none. */
export function listenPlaceOf(text: string): ListenPlace | null {
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([\w.-]+)):(\d{1,5})$/.exec(text)
  const port = Number(match?.[3])
  const hostname = match?.[1] ?? match?.[2]
  return hostname === undefined || port > 65_535 ? null : { hostname, port }
}
