import type { Act } from './acts/act.ts'
import type { Route } from './pages/route.ts'
import { attention } from './pages/attention/route.ts'
import { tryAgain } from './pages/attention/try-again.ts'
import { today } from './pages/today/route.ts'

/** Every page of a deployment. */
export const routes: readonly Route[] = [today, attention]

/** Everything that can be done in a deployment. */
export const acts: readonly Act[] = [tryAgain]
