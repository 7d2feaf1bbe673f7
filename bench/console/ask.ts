import { request } from 'node:http'
import { gunzipSync } from 'node:zlib'

/** One answer. */
export interface Answer {
  readonly ms: number
  readonly status: number
  /** As it was sent: compressed. */
  readonly bytes: number
  readonly text: string
}

/** Asks as a browser does, and waits until the whole answer is there. */
export function ask(address: URL, posts?: Readonly<Record<string, string>>): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const startedAt = performance.now()
  const headers = {
    'accept-encoding': 'gzip',
    ...(posts === undefined
      ? {}
      : { origin: address.origin, 'content-type': 'application/x-www-form-urlencoded' }),
  }
  const asking = request(
    address,
    { agent: false, method: posts === undefined ? 'GET' : 'POST', headers },
    (answer) => {
      const parts: Buffer[] = []
      answer.on('data', (part: Buffer) => parts.push(part))
      answer.on('error', reject)
      answer.on('end', () => {
        const ms = performance.now() - startedAt
        const sent = Buffer.concat(parts)
        const plain = answer.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent
        resolve({ ms, status: answer.statusCode ?? 0, bytes: sent.length, text: plain.toString('utf8') })
      })
    },
  )
  asking.on('error', reject)
  asking.end(posts === undefined ? undefined : new URLSearchParams({ ...posts }).toString())
  return promise
}
