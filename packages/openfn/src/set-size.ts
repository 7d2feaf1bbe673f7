import type { Deployment } from '@ping-primero/core/deployment/deployment.ts'

/** More at a time than the service takes by itself would bring nothing; half of it is enough for batches. */
const most = 100
/** Each item of a set costs both systems a few requests: so many sets fit into a run at least. */
const setsInARun = 4
/** How long one answer may take for that to hold, s. */
const slowAnswerS = 2

/**
 * How many items a run settles together, so that it finishes some sets in its time even where requests are few by the
 * limits of a deployment, or answers slow: what a set has read when a run stops is read again by the next one.
 */
export function setSizeWithin(
  workMs: number,
  { ping, primero }: { readonly ping: Limited; readonly primero: Limited },
): number {
  const pace = Math.min(...[ping, primero].map(({ limits }) => requestsPerSecond(limits)))
  return Math.max(1, Math.min(most, Math.floor(((workMs / 1000) * pace) / setsInARun)))
}

type Limited = Pick<Deployment['ping'], 'limits'>

function requestsPerSecond(limits: Limited['limits']): number {
  const abreast = limits.concurrency / slowAnswerS
  return limits.requestsPerSecond === 0 ? abreast : Math.min(abreast, limits.requestsPerSecond)
}
