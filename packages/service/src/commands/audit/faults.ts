import type { Owner } from '@ping-primero/core/reasons/catalogue.ts'
import type { HistoryFaultCode } from '../../ledger/history-check.ts'

interface FaultForm {
  /** One sentence. */
  readonly sentence: string
  readonly owner: Owner
  readonly nextStep: string
}

const secure =
  'Keep a copy of the ledger file as it is, find out who could write to it, and compare `ping-primero audit export` of it and of the last backup that verifies.'

/** What a check of the history can find, whose move it is, and what they do. */
export const historyFaults: Readonly<Record<HistoryFaultCode, FaultForm>> = {
  'entry-altered': {
    sentence: 'An entry is not as it was written.',
    owner: 'administrator',
    nextStep: secure,
  },
  'entry-missing': {
    sentence: 'An entry that was written is missing.',
    owner: 'administrator',
    nextStep: secure,
  },
  'entry-inserted': {
    sentence: 'An entry stands where none was written.',
    owner: 'administrator',
    nextStep: secure,
  },
  'head-missing': {
    sentence: 'The head that is kept beside the history is gone.',
    owner: 'administrator',
    nextStep: secure,
  },
  'head-differs': {
    sentence: 'The head that is kept beside the history is not that of its last entry.',
    owner: 'administrator',
    nextStep: secure,
  },
  'kept-head-differs': {
    sentence: 'The history does not hold the entry that a head kept elsewhere was taken from.',
    owner: 'administrator',
    nextStep: `Was a backup restored since that head was taken? Then this is why, and the history says "restored". If not, it was written anew: ${secure}`,
  },
  'item-differs': {
    sentence: 'A referral or decision stands otherwise in the ledger than the history says.',
    owner: 'administrator',
    nextStep: secure,
  },
  'item-unrecorded': {
    sentence: 'A referral or decision stands in the ledger of which the history knows nothing.',
    owner: 'administrator',
    nextStep: secure,
  },
  'item-missing': {
    sentence: 'The history tells of a referral or decision that is not in the ledger.',
    owner: 'administrator',
    nextStep: secure,
  },
}
