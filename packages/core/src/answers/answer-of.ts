import type { z } from 'zod'

type Whole<T> = T extends readonly (infer Entry)[]
  ? readonly Whole<Entry>[]
  : T extends object
    ? { readonly [Key in keyof T]: Whole<T[Key]> }
    : T

/** What a schema describes, as nobody may change it. The schema itself is needed for documents and tests alone. */
export type AnswerOf<Schema extends z.ZodType> = Whole<z.infer<Schema>>
