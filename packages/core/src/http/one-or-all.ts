/**
 * How an answer refuses for credentials, rights or configuration: `at-once`, in words that can be about no record; `own`,
 * in the system's own form; `other`, in a form of somebody who stands before it, such as a firewall.
 */
export type RefusalForm = 'at-once' | 'own' | 'other'

/** What a request was about. */
export interface Subject {
  /** What it was for, as the log calls it. */
  readonly kind: string
  /** The records it was about; none = a list, or about none. */
  readonly records: readonly string[]
  /** The system has stumbled over this record in an earlier run. */
  readonly stumbled: boolean
}

/**
 * Whether what goes wrong is of one record or of all (`flows.md`, Common 5): the one judgement of both systems, in one run.
 */
export interface OneOrAll {
  /** The system has answered, whatever it said: it is not down. */
  readonly heard: () => void
  /** A good answer: no refusal of this kind before it was of all. */
  readonly wentWell: (subject: Subject) => void
  /** Whether a request of this kind went well in this run. */
  readonly isProven: (kind: string) => boolean
  /** Whose a refusal is; `again`: of a list, by somebody who stands before the system, to be asked once more. */
  readonly refused: (subject: Subject, form: RefusalForm) => 'all' | 'one' | 'again'
  /** Troubles in a row by now, of different records, and whether this one is of its record alone. */
  readonly troubled: (subject: Subject) => { readonly inARow: number; readonly ofOne: boolean }
}

/** Different subjects refused in a row until it is of all; more where a request of that kind went well before. */
const refusedUntilAll = { unproven: 2, proven: 5 }

interface Kind {
  proven: boolean
  /** Records that the system had trouble with in this run. */
  readonly troubled: Set<string>
  /** Subjects refused since the last good answer; the empty one is a list. */
  readonly refused: Set<string>
}

/** Nothing seen yet. */
export function oneOrAll(): OneOrAll {
  const kinds = new Map<string, Kind>()
  const inARow = new Set<string>()
  let troubles = 0

  const of = (name: string): Kind => {
    const kind = kinds.get(name) ?? { proven: false, troubled: new Set(), refused: new Set() }
    kinds.set(name, kind)
    return kind
  }
  /** Null for several records: nobody knows which one is meant. */
  const one = ({ records }: Subject): string | null => (records.length > 1 ? null : (records[0] ?? ''))

  return {
    heard: () => {
      inARow.clear()
      troubles = 0
    },
    wentWell: (subject) => {
      const kind = of(subject.kind)
      kind.proven = true
      kind.refused.clear()
    },
    isProven: (name) => of(name).proven,
    refused: (subject, form) => {
      const record = one(subject)
      if (form === 'at-once') return 'all'
      if (record === null) return 'one'
      if (record === '' && form === 'own') return 'all'
      const { refused, proven } = of(subject.kind)
      if (record === '' && refused.has('')) return 'all'
      refused.add(record)
      const most = proven && form === 'other' ? refusedUntilAll.proven : refusedUntilAll.unproven
      if (refused.size >= most) return 'all'
      return record === '' ? 'again' : 'one'
    },
    troubled: (subject) => {
      const kind = of(subject.kind)
      const record = one(subject)
      const isOfRecord = record !== null && record !== ''
      if (isOfRecord) kind.troubled.add(record)
      // What is known to make it stumble says nothing of a system that answers others of its kind.
      if (!(isOfRecord && subject.stumbled && kind.proven)) {
        troubles += 1
        inARow.add(isOfRecord ? `record ${record}` : String(troubles))
      }
      // One that fails run after run is no sign of what others meet.
      const isAlone = kind.proven || kind.troubled.size === 1 || subject.stumbled
      // A few records asked for again and again are no reason to go on asking: one repetition in a row is theirs.
      return { inARow: Math.max(inARow.size, troubles - 1), ofOne: isOfRecord && isAlone }
    },
  }
}
