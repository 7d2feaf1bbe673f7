import { isIPv6 } from 'node:net'
import type { Context } from 'hono'
import { z } from 'zod'

/** What the server that took a request says of its connection. */
const Connection = z.object({ incoming: z.object({ socket: z.object({ remoteAddress: z.string() }) }) })

/**
 * Where a request comes from, as far as attempts are counted: an address, of IPv6 the network that one line has. Behind a
 * proxy it is what the proxy itself says, which is the last it adds; what stands before that anybody may have written.
 */
export function placeOf(context: Context, isBehindProxy: boolean): string {
  const forwarded = isBehindProxy
    ? context.req.header('x-forwarded-for')?.split(',').at(-1)?.trim()
    : undefined
  const connection = Connection.safeParse(context.env)
  return networkOf(forwarded ?? (connection.success ? connection.data.incoming.socket.remoteAddress : ''))
}

/** The first half of an IPv6 address; any other as it is, without a port. */
export function networkOf(address: string): string {
  const bare = address.replace(/^\[(.*)\](?::\d+)?$/, '$1').replace(/^::ffff:(?=[\d.]+$)/i, '')
  if (!isIPv6(bare)) return bare.replace(/:\d+$/, '')
  const [head = '', tail] = bare.split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const between = tail === undefined ? 0 : 8 - before.length - after.length
  const groups = [...before, ...Array.from({ length: between }, () => '0'), ...after]
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')
}
