import type { Flow } from '@ping-primero/core/domain/flow.ts'

/** The pages of a deployment, by the last part of their address, in the order of the menu. */
export const pages = [
  'today',
  'attention',
  'referrals',
  'flows',
  'mappings',
  'reports',
  'audit',
  'health',
  'people',
  'going-live',
] as const

/** A page of a deployment. */
export type PageName = (typeof pages)[number]

/** Where a page of a deployment is. */
export function addressOf(
  deployment: string,
  page: PageName,
  query: Readonly<Record<string, string>> = {},
): string {
  const search = new URLSearchParams(query).toString()
  return `/d/${deployment}/${page}${search === '' ? '' : `?${search}`}`
}

/** Where a flow stands on a page. */
export function anchorOf(flow: Flow): string {
  return `f${flow.replace('.', '')}`
}

/** Where a report is taken as a file. */
export const reportFilePath = '/reports.csv'

/** Where all deployments stand that somebody may see. */
export const countriesPath = '/countries'

/** Where a sandbox begins: its story, and the seats at both desks. */
export const startPath = '/start'

/** Where a UNHCR officer sits in a sandbox, and a caseworker. */
export const officerPath = '/desk/progres'
export const caseworkerPath = '/desk/primero'

/** What is done with the story of a sandbox. */
export type StoryDeed = 'hold' | 'go-on' | 'at-once' | 'again'

/** Where that is done. */
export const storyPaths: Readonly<Record<StoryDeed, `/${string}`>> = {
  hold: '/start/hold',
  'go-on': '/start/go-on',
  'at-once': '/start/at-once',
  again: '/start/again',
}

/** Where trouble is made for the systems of a sandbox, and ended. */
export const troublePath = '/start/trouble'
export const breakPath = '/start/break'

/** What an officer and a caseworker do, below their desks. */
export const officerPaths = {
  refer: `${officerPath}/refer`,
  decide: `${officerPath}/decide`,
  withdraw: `${officerPath}/withdraw`,
  'send-again': `${officerPath}/send-again`,
  'fill-in': `${officerPath}/fill-in`,
} as const
export const caseworkerPaths = {
  decide: `${caseworkerPath}/decide`,
  refer: `${caseworkerPath}/refer`,
  'refer-again': `${caseworkerPath}/refer-again`,
  revoke: `${caseworkerPath}/revoke`,
  consent: `${caseworkerPath}/consent`,
} as const

/** Where a flow is run at once, below a desk. */
export const deskRunPath = '/run'

const outsideDeployments: readonly string[] = [countriesPath, startPath, officerPath, caseworkerPath]

/** An address of ours as it is, and the first page for any other: that could lead anywhere. */
export function ownAddress(to: string | undefined): string {
  const isOurs = outsideDeployments.includes(to ?? '') || /^\/d\/[a-z][a-z0-9-]*\/[a-z-]+$/.test(to ?? '')
  return to !== undefined && isOurs ? to : '/'
}

/** Where a referral is told, below the deployment's address. */
export const referralPath = '/referral'

/** Where the story of a referral is told, by any number of it that is of no person. */
export function referralAddress(deployment: string, key: string): string {
  return `/d/${deployment}${referralPath}?${new URLSearchParams({ number: key }).toString()}`
}

/** Where one referral is tried again, below the deployment's address. */
export const tryOnePath = '/referral/try-again'

/** Where one referral is looked at in both systems, below the deployment's address. */
export const lookPath = '/referral/look'

/** Where a note is kept to a referral, below the deployment's address. */
export const notePath = '/referral/note'

/** Where it is asked once more before a referral counts as settled outside, below the deployment's address. */
export const askSettlePath = '/referral/settle/check'

/** Where a referral is marked as settled outside, below the deployment's address. */
export const settlePath = '/referral/settle'

/** Where what is held is let go, and asked before, below the deployment's address. */
export const releasePath = '/referral/release'

/** Where both systems are asked whether all fits, below the deployment's address. */
export const checkPath = '/going-live/check'

/** Where the notice of a referral that was taken back is, below the deployment's address. */
export const noticePath = '/notice'

/** Where a table of the mappings is taken as a file, below the deployment's address. */
export const tableFilePath = '/mappings/file'

/** Where the causes of the page Needs attention are tried again, below the deployment's address. */
export const tryAgainPath = '/attention/try-again'

/** Where the history is taken as a file, below the deployment's address. */
export const auditFilePath = '/audit/file'

/** Where a flow is paused, and let run again, below the deployment's address. */
export const pausePath = '/flows/pause'
export const resumePath = '/flows/resume'

/** Where a flow is run at once, below the deployment's address. */
export const runPath = '/flows/run'

/** Where a flow looks again since a day, below the deployment's address. */
export const lookAgainPath = '/flows/look-again'

/** Where a list of referrals is taken as a file, below the deployment's address. */
export const referralsFilePath = '/referrals/file'

/** Where what is open of a list of referrals is tried again, below the deployment's address. */
export const tryListPath = '/referrals/try-again'

/** Where referrals are found by a number, below the deployment's address. */
export const findPath = '/find'

/** Where a flow is tried without writing, below the deployment's address. */
export const tryPath = '/flows/try'

/** Where the sessions of an account are ended, below the deployment's address. */
export const endSessionsPath = '/people/end-sessions'

/** Where the history is verified, below the deployment's address. */
export const verifyPath = '/audit/verify'

/** Where both systems are compared, below the deployment's address. */
export const comparePath = '/health/compare'
