const perMs = 60_000

/** Counts what failed, and says when it has been too often within a minute. */
export function failedAttempts(most: number, now: () => number) {
  let failed: number[] = []
  return {
    areTooMany: (): boolean => {
      failed = failed.filter((at) => at > now() - perMs)
      return failed.length >= most
    },
    note: (): void => {
      failed.push(now())
    },
  }
}
