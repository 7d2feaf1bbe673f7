import { isScalar, visit, type Document } from 'yaml'

/** Where a secret stands that has no place in a file: never what stands there. */
export interface FoundSecret {
  readonly key: string
  /** Position in the text. */
  readonly at: number
}

const secretKey =
  /passw(?:or)?d|passphrase|secret|subscriptionkey|apikey|accesskey|privatekey|ledgerkey|credential|bearer|username/
const secretValue: readonly RegExp[] = [
  /\$\{/,
  /^bearer\s/i,
  /^eyJ[\w-]{10,}\./,
  // A subscription key of the API gateway: a GUID without its hyphens.
  /^[0-9a-f]{32}$/i,
  /^\w+:\/\/[^/\s]*@/,
  /(?:password|secret|subscription-key|api-key|access_token)=/i,
]

/**
 * Every key and value of a YAML document that looks like a secret (`interface.md`, Secrets: environment only): keys
 * named like one, a plain value under a key that says token, and values of the shape of one, `${…}` included.
 */
export function findSecrets(document: Document): readonly FoundSecret[] {
  const found: FoundSecret[] = []
  visit(document, {
    Pair: (_, pair) => {
      const key = isScalar(pair.key) ? String(pair.key.value) : ''
      const plain = key.toLowerCase().replace(/[^a-z]/g, '')
      const named = secretKey.test(plain) || (plain.includes('token') && isScalar(pair.value))
      if (named) found.push({ key, at: isScalar(pair.key) ? (pair.key.range?.[0] ?? 0) : 0 })
      return named ? visit.SKIP : undefined
    },
    Scalar: (position, scalar, path) => {
      const value = typeof scalar.value === 'string' ? scalar.value.trim() : ''
      if (position === 'key' || !secretValue.some((shape) => shape.test(value))) return
      found.push({ key: keyOf(path), at: scalar.range?.[0] ?? 0 })
    },
  })
  return found
}

/** The keys from the top of a document down to a node, with dots between them. */
export function keyOf(path: readonly unknown[]): string {
  const keys = path.flatMap((node) =>
    typeof node === 'object' && node !== null && 'key' in node && isScalar(node.key)
      ? [String(node.key.value)]
      : [],
  )
  return keys.join('.')
}
