const perMs = 60_000

/** How many places attempts are counted of at once; whoever comes from more of them is forgotten first. */
const mostPlaces = 10_000

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

/** The same for each place that requests come from. */
export function attemptsFrom(most: number, now: () => number) {
  const places = new Map<string, ReturnType<typeof failedAttempts>>()
  return {
    areTooMany: (place: string): boolean => places.get(place)?.areTooMany() ?? false,
    note: (place: string): void => {
      const counted = places.get(place) ?? failedAttempts(most, now)
      counted.note()
      places.delete(place)
      places.set(place, counted)
      const [oldest] = places.keys()
      if (places.size > mostPlaces && oldest !== undefined) places.delete(oldest)
    },
  }
}
