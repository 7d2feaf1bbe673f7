import type { Owner } from '@ping-primero/core/reasons/catalogue.ts'

/** Why a command did not do what it was asked, whose move it is, and what they do. */
interface RefusalForm {
  /** One sentence; what was found follows it. */
  readonly sentence: string
  readonly owner: Owner
  readonly nextStep: string
  /** Something was mistyped: whoever typed the command mends it, administrator or not. Words say so; owners cannot. */
  readonly typed?: true
}

const entries = {
  'arguments-invalid': {
    sentence: 'The command was not understood.',
    owner: 'administrator',
    nextStep: 'Correct the command; `ping-primero <command> --help` says what it takes.',
    typed: true,
  },
  'flow-unknown': {
    sentence: 'There is no such flow.',
    owner: 'administrator',
    nextStep: 'Name one of the flows that exist.',
    typed: true,
  },
  'deployment-unknown': {
    sentence: 'There is no deployment in this directory.',
    owner: 'administrator',
    nextStep: 'Name the directory that holds deployment.yaml.',
    typed: true,
  },
  'deployment-needed': {
    sentence: 'It is not clear which deployment is meant.',
    owner: 'administrator',
    nextStep: 'Say it with --deployment DIR.',
    typed: true,
  },
  'configuration-invalid': {
    sentence: 'The configuration of the deployment must be mended first.',
    owner: 'administrator',
    nextStep: 'Mend the lines named, or the rights on the file; `ping-primero check` reads them again.',
  },
  'console-unconfigured': {
    sentence: 'The console has no settings, so nobody could sign in to it.',
    owner: 'administrator',
    nextStep:
      'Copy packaging/console.yaml there and fill it in, as docs/console.md says; without a console, leave --console out or say --no-console.',
  },
  'console-invalid': {
    sentence: 'The settings of the console must be mended first.',
    owner: 'administrator',
    nextStep:
      'Mend the lines named, or the rights on the file; docs/console.md says what each setting takes.',
  },
  'console-plain': {
    sentence: 'The console would be open without TLS, to a deployment in production.',
    owner: 'administrator',
    nextStep:
      'Put a proxy in front that ends TLS, and say tls: proxy in console.yaml; or say plainInProduction: true there, if nothing but this very machine is to reach it.',
  },
  'console-place': {
    sentence: 'The console cannot listen there.',
    owner: 'administrator',
    nextStep:
      'Name a host of this machine and a port that no other program has: --console HOST:PORT of serve, --listen HOST:PORT of console, or listen in console.yaml.',
  },
  'secret-missing': {
    sentence: 'A secret is not set.',
    owner: 'administrator',
    nextStep: 'Set it in the environment; it is never read from a file of the deployment.',
  },
  'secret-unreadable': {
    sentence: 'The file that should hold a secret cannot be read.',
    owner: 'administrator',
    nextStep: 'Correct the path in the variable, or the rights on the file.',
  },
  'setting-unclear': {
    sentence: 'A variable of the environment holds what cannot be meant (the value is not shown).',
    owner: 'administrator',
    nextStep:
      'Set it anew as one line of UTF-8, without what was found: type it rather than paste it, and save a file without a byte order mark.',
  },
  'secret-weak': {
    sentence: 'A key of the ledger is not fit for use.',
    owner: 'administrator',
    nextStep: 'Make one at random, such as with `openssl rand -base64 48`, and keep it: case ids hang on it.',
  },
  'secret-shared': {
    sentence: 'Secrets that name no deployment are never given to several.',
    owner: 'administrator',
    nextStep: 'Set the variables that are named, each with the secret of its own deployment.',
  },
  'ledger-unavailable': {
    sentence: 'The ledger cannot be used.',
    owner: 'administrator',
    nextStep: 'Look at LEDGER_URL, the rights on the file and its directory, and the room on the disk.',
  },
  'ledger-damaged': {
    sentence: 'The ledger is damaged and cannot be used.',
    owner: 'administrator',
    nextStep:
      'If LEDGER_URL names a file of something else, correct it. Else stop the service and bring back the last backup: `ping-primero restore --from FILE`. Nothing is sent twice by that.',
  },
  'ledger-newer': {
    sentence: 'The ledger was written by a newer version of this program.',
    owner: 'administrator',
    nextStep: 'Use that version again, or a newer one.',
  },
  'ledger-missing': {
    sentence: 'There is no ledger here yet.',
    owner: 'administrator',
    nextStep:
      'On a new machine the first run of a flow makes it: run one. Where flows have run before, look at LEDGER_URL and PING_PRIMERO_HOME; if the ledger was deleted, bring back the last backup with `ping-primero restore --from FILE`.',
  },
  'ledger-foreign': {
    sentence: 'This database is no ledger of this program. Nothing in it was changed.',
    owner: 'administrator',
    nextStep: 'Correct LEDGER_URL: name the ledger, or a file that does not exist yet.',
  },
  'ledger-key-differs': {
    sentence: 'This ledger was kept with other keys. Nothing was sent.',
    owner: 'administrator',
    nextStep:
      'Set LEDGER_KEY to the key it was kept with, and every former one in LEDGER_KEYS_OLD, oldest first. If LEDGER_URL names the ledger of somewhere else, correct that.',
  },
  'ledger-in-use': {
    sentence: 'The ledger is in use, and may not be changed for another meanwhile.',
    owner: 'administrator',
    nextStep: 'Stop the service, wait for runs under way to end, and do it again.',
  },
  'journal-unreadable': {
    sentence: 'The journal of sends beside the ledger cannot be read, so nobody can tell what was sent.',
    owner: 'administrator',
    nextStep:
      'Move the file (the name of the ledger and `.sends`) aside, and keep it. The next run holds what may have been sent and looks for it in proGres.',
  },
  'backup-exists': {
    sentence: 'This name is taken already, and a backup never overwrites anything.',
    owner: 'administrator',
    nextStep: 'Name a new file, such as one with the date in it.',
    typed: true,
  },
  'backup-unwritable': {
    sentence: 'The backup cannot be written.',
    owner: 'administrator',
    nextStep: 'Name a file in a directory that exists; look at the rights on it, and the room on the disk.',
  },
  'backup-missing': {
    sentence: 'There is no such backup. Nothing was changed.',
    owner: 'administrator',
    nextStep: 'Compare the name with those of the files there, and say it with its directory.',
    typed: true,
  },
  'backup-unfit': {
    sentence: 'This file is no ledger that can be restored. Nothing was changed.',
    owner: 'administrator',
    nextStep: 'Take the backup before it.',
  },
  'turn-lost': {
    sentence: 'This run stood still for so long that another one took its turn.',
    owner: 'administrator',
    nextStep: 'Nothing is lost: run it again. If it happens often, the machine sleeps or is too busy.',
  },
  'port-taken': {
    sentence: 'The simulators cannot have their ports.',
    owner: 'administrator',
    nextStep: 'Choose others, Primero first: --ports 4201,4202; or 0,0 for any that are free.',
    typed: true,
  },
  'number-unknown': {
    sentence: 'The ledger knows no item by this number.',
    owner: 'administrator',
    nextStep:
      'Compare the number with the record it is from. An item is found from the first run that lists it.',
    typed: true,
  },
  'number-ambiguous': {
    sentence: 'Several unsettled items carry this number, and only one may be settled at a time.',
    owner: 'administrator',
    nextStep: 'See them with `ping-primero explain`, and name the one by its own number or with --flow.',
    typed: true,
  },
  'number-elsewhere': {
    sentence: 'The flow that was named has no item of this number.',
    owner: 'administrator',
    nextStep: 'Name the flow it is of, or leave --flow out.',
    typed: true,
  },
  'not-releasable': {
    sentence: 'This item does not wait for a person to let it go.',
    owner: 'administrator',
    nextStep: 'See with `ping-primero explain` what it waits for.',
    typed: true,
  },
  'place-unwritable': {
    sentence: 'What was asked for cannot be written there.',
    owner: 'administrator',
    nextStep: 'Name a folder that is there and may be written to, or give the account the right to it.',
  },
  'answer-unwritten': {
    sentence: 'The answer of the command could not be written.',
    owner: 'administrator',
    nextStep:
      'Look at where its answer was sent: the room on that disk, and the rights there. `status` and `explain` say what was done.',
  },
  'reason-personal': {
    sentence: 'The reason seems to tell of a person. It was not kept, and nothing was done.',
    owner: 'administrator',
    nextStep:
      'Say it again in words that lead to nobody: the reason is kept for ever, in a history that nobody can change.',
    typed: true,
  },
  'already-settled': {
    sentence: 'This item is settled already.',
    owner: 'nobody',
    nextStep: 'See with `ping-primero explain` how it ended.',
  },
  defect: {
    sentence: 'The program failed in a way that nobody foresaw.',
    owner: 'developer',
    nextStep:
      'Report it with the fingerprint. Nothing is lost: what was not settled is taken up by the next run.',
  },
} as const satisfies Record<string, RefusalForm>

/** The stable code of a refusal. */
export type RefusalCode = keyof typeof entries

/** Every refusal by its code. */
export const refusals: Readonly<Record<RefusalCode, RefusalForm>> = entries
