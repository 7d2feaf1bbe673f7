/** What somebody may do in a deployment. */
export const everybody = ['viewer', 'operator', 'administrator', 'auditor'] as const

export type Role = (typeof everybody)[number]

/** Whoever looks: an account that has signed in, with its role in each deployment that it may see. */
export interface Viewer {
  /** The name of the account, as the history keeps it. */
  readonly account: string
  /** null = nothing of it may be seen. */
  readonly roleIn: (deployment: string) => Role | null
}

/** Those who work with referrals. */
export const operators: readonly Role[] = ['operator', 'administrator']

/** Those who look after the exchange. */
export const administrators: readonly Role[] = ['administrator']

/** Those who read what was done, and by whom. */
export const auditors: readonly Role[] = ['administrator', 'auditor']
