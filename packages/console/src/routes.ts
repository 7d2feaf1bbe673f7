import type { Route } from './pages/route.ts'
import { attention } from './pages/attention/route.ts'
import { today } from './pages/today/route.ts'

/** Every page of a deployment. */
export const routes: readonly Route[] = [today, attention]
