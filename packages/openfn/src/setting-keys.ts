/** The keys of the credential, by the names of the variables in which the service finds the same settings. */
export const settingKeys = {
  PING_USERNAME: 'pingUsername',
  PING_PASSWORD: 'pingPassword',
  PING_SUBSCRIPTION_KEY: 'pingSubscriptionKey',
  PRIMERO_USERNAME: 'primeroUsername',
  PRIMERO_PASSWORD: 'primeroPassword',
  LEDGER_KEY: 'ledgerKey',
  LEDGER_KEYS_OLD: 'ledgerKeysOld',
  LEDGER_URL: 'ledgerUrl',
} as const

const keys = new Map<string, string>(Object.entries(settingKeys))
const variable = new RegExp(`\\b(?:${[...keys.keys()].join('|')})\\b`, 'g')

/** A text of the service as it reads on OpenFn: settings are named by their keys in the credential. */
export function withKeys(text: string): string {
  return text.replaceAll(variable, (name) => keys.get(name) ?? name)
}
