/** Keys per SELECT, below every database's limit of parameters. */
export const keysPerQuery = 500

/** Values in their order, at most so many together. */
export function inChunks<T>(values: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, index) =>
    values.slice(index * size, (index + 1) * size),
  )
}
