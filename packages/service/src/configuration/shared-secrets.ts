import { accountSettings } from './secrets.ts'
import { prefixOf, type Environment } from './setting.ts'

/** The variables in which a secret may stand without the name of a deployment. */
const withoutName = accountSettings.flatMap((name) => [name, `${name}_FILE`])

function isSet(env: Environment, name: string): boolean {
  return (env[name] ?? '') !== ''
}

/**
 * Secrets that would go to several deployments because no name stands in front of them, and the variables that are missing
 * of each deployment; null = none. The keys of the ledger are no account anywhere: it is one ledger that they are of.
 */
export function sharedSecrets(
  env: Environment,
  deployments: readonly string[],
): { readonly without: readonly string[]; readonly toSet: readonly string[] } | null {
  const names = accountSettings.filter((name) => isSet(env, name) || isSet(env, `${name}_FILE`))
  const toSet = deployments.flatMap((deployment) =>
    names
      .map((name) => `${prefixOf(deployment)}${name}`)
      .filter((name) => !isSet(env, name) && !isSet(env, `${name}_FILE`)),
  )
  return toSet.length === 0 ? null : { without: withoutName.filter((name) => isSet(env, name)), toSet }
}

/** An environment without the secrets that name no deployment. */
export function withoutSharedSecrets(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !withoutName.includes(name)))
}
