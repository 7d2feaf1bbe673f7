import {
  closeSync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import type { NumberKind } from '@ping-primero/core/ledger/ledger.ts'
import { LedgerUnavailable, systemCode } from './unavailable.ts'

/** The system ids that a line keeps of its referral. */
export const journalNumbers = [
  'referralId',
  'primeroId',
  'caseId',
  'caseIdDisplay',
  'serviceUniqueId',
] as const satisfies readonly NumberKind[]

const headForm = z.object({
  journal: z.string().min(1),
  since: z.iso.datetime().nullable(),
})

/** The first line of a journal: which one it is, and since when it vouches; null = since the first send. */
export type JournalHead = Readonly<z.infer<typeof headForm>>

const entryForm = z.object({
  /** Of the event `send-intended`. */
  at: z.iso.datetime(),
  deployment: z.string(),
  key: z.string(),
  numbers: z.partialRecord(z.enum(journalNumbers), z.string()),
})

/** One send as the journal keeps it: when, what, and the system ids by which it is looked for. */
export type SendEntry = Readonly<z.infer<typeof entryForm>>

const newline = 10
const chunkBytes = 65_536

/**
 * The journal of sends (`architecture.md`, the ledger): an append-only file beside the database, a JSON line for each
 * referral about to be sent. A database can lose its end, or be set back; what was sent can not, and this tells of it.
 * Its writers exclude each other by the database's write lock.
 */
export interface SendJournal {
  /** Which journal it is, and its bytes up to the end of the last whole line; null when there is none. */
  readonly state: () => (JournalHead & { readonly size: number }) | null
  /** Begins a journal where there is none. */
  readonly begin: (head: JournalHead) => void
  /**
   * Adds entries; they are on the disk when it returns. A line that a crash cut off goes first. Begins a journal when
   * it finds none: another one, by which the next comparison knows that the one before is gone.
   */
  readonly append: (entries: readonly SendEntry[]) => void
  /** The entries from a byte on: 0, or the beginning of a line. Memory stays flat. */
  readonly entries: (from: number) => Generator<SendEntry>
}

function unreadable(line: number): LedgerUnavailable {
  return new LedgerUnavailable(`It is line ${line} from where it was last read.`, null, 'journal-unreadable')
}

function parsed<T>(form: z.ZodType<T>, line: string, number: number): T {
  try {
    const found = form.safeParse(JSON.parse(line))
    if (found.success) return found.data
  } catch {
    throw unreadable(number) // What a parser says may quote the line.
  }
  throw unreadable(number)
}

/** The first line of an open file that has one; a head is short. */
function firstLine(file: number): string {
  const buffer = Buffer.alloc(1_024)
  const text = buffer.toString('utf8', 0, readSync(file, buffer, 0, buffer.length, 0))
  return text.split('\n', 1)[0] ?? ''
}

/** Writes lines behind the last whole one, and brings them to the disk. */
function addLines(file: number, lines: readonly unknown[]): void {
  const whole = wholeBytes(file)
  if (whole < fstatSync(file).size) ftruncateSync(file, whole)
  writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  fdatasyncSync(file)
}

/** The end of the last whole line of an open file. */
function wholeBytes(file: number): number {
  const buffer = Buffer.alloc(chunkBytes)
  let end = fstatSync(file).size
  while (end > 0) {
    const from = Math.max(0, end - chunkBytes)
    const read = readSync(file, buffer, 0, end - from, from)
    const last = buffer.subarray(0, read).lastIndexOf(newline)
    if (last >= 0) return from + last + 1
    end = from
  }
  return 0
}

/** Brings the directory of a file to the disk: its names are kept there. */
export function syncDirectory(path: string): void {
  const directory = openSync(dirname(path), 'r')
  try {
    fsyncSync(directory)
  } finally {
    closeSync(directory)
  }
}

/** The journal in a file. What the system refuses is thrown as it says it. */
export function sendJournal(path: string, newId: () => string): SendJournal {
  function withFile<T>(flags: string, act: (file: number) => T): T {
    const file = openSync(path, flags, 0o600)
    try {
      return act(file)
    } finally {
      closeSync(file)
    }
  }

  return {
    state: () => {
      try {
        return withFile('r', (file) => {
          const size = wholeBytes(file)
          return size === 0 ? null : { ...parsed(headForm, firstLine(file), 1), size }
        })
      } catch (error) {
        if (systemCode(error) === 'ENOENT') return null
        throw error
      }
    },

    begin: (head) => {
      withFile('a+', (file) => addLines(file, [head]))
      syncDirectory(path)
    },

    append: (entries) => {
      withFile('a+', (file) => {
        const head = wholeBytes(file) === 0 ? [{ journal: newId(), since: null }] : []
        addLines(file, [...head, ...entries])
      })
    },

    *entries(from) {
      const file = openSync(path, 'r')
      try {
        const end = wholeBytes(file)
        const buffer = Buffer.alloc(chunkBytes)
        let rest: Buffer = Buffer.alloc(0)
        let lines = 0
        for (let at = from; at < end;) {
          const read = readSync(file, buffer, 0, Math.min(chunkBytes, end - at), at)
          if (read === 0) return
          at += read
          rest = Buffer.concat([rest, buffer.subarray(0, read)])
          for (let cut = rest.indexOf(newline); cut >= 0; cut = rest.indexOf(newline)) {
            lines += 1
            const line = rest.subarray(0, cut).toString('utf8')
            if (from > 0 || lines > 1) yield parsed(entryForm, line, lines)
            rest = rest.subarray(cut + 1)
          }
        }
      } finally {
        closeSync(file)
      }
    },
  }
}

/** Where the journal of a ledger lies. */
export function journalPath(ledgerPath: string): string {
  return `${ledgerPath}.sends`
}

/** Whether anything stands under a path. */
export function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined
}
