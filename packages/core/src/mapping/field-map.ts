/** The records that are written, one field map each (`interface.md`, Field maps). */
export const fieldMapNames = [
  '1.1-case',
  '1.1-service',
  '1.1-status',
  '1.2-decision',
  '2.1-referral',
  '2.2-decision',
  '2.2-synced',
] as const

export type FieldMapName = (typeof fieldMapNames)[number]

/** One row of a field map: how one target field is filled. */
export interface FieldRule {
  readonly target: string
  /** Source paths in order (`progres.progres_id`, `case.sex`); empty for constants and `today`. */
  readonly sources: readonly SourcePath[]
  readonly transform: Transform
  readonly required: boolean
  /** null = none. */
  readonly default: string | null
  readonly form: string
  readonly localised: boolean
  readonly note: string
}

/** The objects a source path may start with. */
export const sourceNames = [
  'progres',
  'case',
  'service',
  'referral',
  'owner',
  'decision',
  'deployment',
] as const
export type SourceName = (typeof sourceNames)[number]

/** `progres.individuals.progres_coalocationlevel1` = column `individuals.progres_coalocationlevel1` of `progres`. */
export interface SourcePath {
  readonly object: SourceName
  readonly column: string
}

/** How a value is turned into what the target takes. */
export type Transform =
  | {
      readonly kind:
        'text' | 'plain-text' | 'date' | 'date-time' | 'today' | 'integer' | 'boolean' | 'age' | 'address'
    }
  | { readonly kind: 'constant'; readonly value: string }
  | { readonly kind: 'map' | 'map-list'; readonly map: string }
  | { readonly kind: 'join' | 'join-all'; readonly separator: string }

/** A field map: its name, the file it came from, and its rules in order. */
export interface FieldMap {
  readonly name: FieldMapName
  readonly rules: readonly FieldRule[]
}

export type FieldMaps = ReadonlyMap<FieldMapName, FieldMap>
