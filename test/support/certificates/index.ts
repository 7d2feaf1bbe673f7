import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Certificates of the tests alone, for 127.0.0.1 and localhost unless their name says otherwise. */
export type Certificate = 'own' | 'expired' | 'not-yet' | 'other-host'

export function certificatePath(name: Certificate): string {
  return join(import.meta.dirname, `${name}.pem`)
}

/** What a TLS server of a test is started with. All have the one key: it protects nothing. */
export function tlsOptions(name: Certificate): { readonly key: string; readonly cert: string } {
  return {
    key: readFileSync(join(import.meta.dirname, 'key.pem'), 'utf8'),
    cert: readFileSync(certificatePath(name), 'utf8'),
  }
}
