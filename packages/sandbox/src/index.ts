export { startPing } from './ping/ping.ts'
export type { Ping, PingOptions } from './ping/ping.ts'
export type { PingSettings } from './ping/settings.ts'
export type { Correction, DecisionDraft, PingActs, ReferralDraft } from './ping/acts.ts'
export type { Change, IngestedItem, InteropReferral, Intervention } from './ping/records.ts'
export type { PingStore } from './ping/store.ts'
export {
  needCategories,
  referralStatus,
  requestedServices,
  reviewDecision,
  serviceName,
  sexCode,
  transferStatus,
} from './ping/codes.ts'
export { startPrimero } from './primero/primero.ts'
export type { Primero, PrimeroOptions } from './primero/primero.ts'
export { ActRefused } from './primero/acts.ts'
export type { PrimeroActs } from './primero/acts.ts'
export type { PrimeroStore } from './primero/store.ts'
export type { Fault, FaultRule, Faults } from './server/faults.ts'
export { firewall, firewallAnswers, silentFirewalls } from './server/firewall.ts'
export { echoOf, inLatin1, withFewerRows, withMark, withOddRow } from './server/odd-answers.ts'
export type { Begun, RunningSystem, SystemAnswer } from './server/system.ts'
export type { TrafficEntry } from './server/traffic.ts'
export { caseOf } from './world/case-of-child.ts'
export { caseworkerReasons, caseworkersDecide } from './world/caseworkers.ts'
export { officerReasons, officersDecide } from './world/officers.ts'
export type { Habits } from './world/officers.ts'
export { canariesOf, inventPeople } from './world/people.ts'
export type { CanaryKind, Child } from './world/people.ts'
export { seededRandom } from './world/random.ts'
export type { SeededRandom } from './world/random.ts'
export { seedDecisions } from './world/seed-decisions.ts'
export { seedOutgoing, seedReviewed } from './world/seed-outgoing.ts'
export { individualOf, seedReferrals } from './world/seed-referrals.ts'
export { startSystems } from './world/start-systems.ts'
export type { Systems, SystemsOptions } from './world/start-systems.ts'
