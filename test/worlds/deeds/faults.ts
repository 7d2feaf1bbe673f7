import { configurationFaults } from './configuration-faults.ts'
import { contentFaults } from './content-faults.ts'
import { gatewayFaults } from './gateway-faults.ts'
import { identityFaults } from './identity-faults.ts'
import { numberFaults } from './number-faults.ts'
import { ledgerFaults } from './ledger-faults.ts'
import { networkFaults } from './network-faults.ts'
import { oneRecordFaults } from './one-record-faults.ts'
import { peopleFaults } from './people-faults.ts'
import { credentialFaults } from './credential-faults.ts'
import type { Deed } from './people.ts'
import { processFaults } from './process-faults.ts'
import { storageFaults } from './storage-faults.ts'
import { wordFaults } from './word-faults.ts'

/** Everything that breaks, by the numbers of the list of faults. */
export const faultDeeds: Readonly<Record<string, Deed>> = {
  ...networkFaults,
  ...oneRecordFaults,
  ...contentFaults,
  ...credentialFaults,
  ...numberFaults,
  ...peopleFaults,
  ...processFaults,
  ...storageFaults,
  ...wordFaults,
  ...gatewayFaults,
  ...ledgerFaults,
  ...identityFaults,
  ...configurationFaults,
}
