import type { Sabotage } from './sabotage-of.ts'
import { whoseWord } from './sabotages/whose-word.ts'
import { ofConfiguration } from './sabotages/configuration.ts'
import { checkSabotages } from './sabotages/check.ts'
import { credentialSabotages } from './sabotages/credentials.ts'
import { ofConsole } from './sabotages/console.ts'
import { ofEntry } from './sabotages/entry.ts'
import { identitySabotages } from './sabotages/identity.ts'
import { incoming } from './sabotages/incoming.ts'
import { inCommon } from './sabotages/in-common.ts'
import { numbers } from './sabotages/numbers.ts'
import { ofOneRecord } from './sabotages/one-record.ts'
import { outgoing } from './sabotages/outgoing.ts'
import { ofReports } from './sabotages/reports.ts'
import { seenByWorlds } from './sabotages/seen-by-worlds.ts'
import { storage } from './sabotages/storage.ts'
import { told } from './sabotages/told.ts'
import { written } from './sabotages/written.ts'
import { whoseLedger } from './sabotages/whose-ledger.ts'

/** Every sabotage, by the part of the product that it breaks. */
export const sabotages: readonly Sabotage[] = [
  ...whoseWord,
  ...incoming,
  ...numbers,
  ...outgoing,
  ...inCommon,
  ...storage,
  ...written,
  ...told,
  ...whoseLedger,
  ...credentialSabotages,
  ...ofConfiguration,
  ...identitySabotages,
  ...checkSabotages,
  ...ofEntry,
  ...ofConsole,
  ...ofOneRecord,
  ...ofReports,
  ...seenByWorlds,
]
