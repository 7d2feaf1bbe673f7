import type { Act } from './acts/act.ts'
import type { NotedFile } from './acts/noted-file.ts'
import type { Step } from './acts/step.ts'
import type { FileRoute } from './pages/file.ts'
import type { Route } from './pages/route.ts'
import { attention } from './pages/attention/route.ts'
import { tryAgain } from './pages/attention/try-again.ts'
import { audit } from './pages/audit/route.ts'
import { historyFile } from './pages/audit/take-file.ts'
import { verifyHistory } from './pages/audit/verify.ts'
import { checkSystems } from './pages/going-live/check.ts'
import { goingLive } from './pages/going-live/route.ts'
import { lookAgain } from './pages/flows/look-again.ts'
import { pause } from './pages/flows/pause.ts'
import { resume } from './pages/flows/resume.ts'
import { flowsRoute } from './pages/flows/route.ts'
import { compareNow } from './pages/health/compare.ts'
import { health } from './pages/health/route.ts'
import { runNow } from './pages/flows/run-now.ts'
import { tryWithoutWriting } from './pages/flows/try-without-writing.ts'
import { tableFile } from './pages/mappings/file.ts'
import { mappings } from './pages/mappings/route.ts'
import { notice } from './pages/notice/route.ts'
import type { Everything } from './pages/people/content.ts'
import { endSessions } from './pages/people/end-sessions.ts'
import { people } from './pages/people/route.ts'
import { referral } from './pages/referral/route.ts'
import { referrals } from './pages/referrals/route.ts'
import { referralsFile } from './pages/referrals/take-file.ts'
import { note } from './pages/referral/deeds/note.ts'
import { askRelease, release } from './pages/referral/deeds/release.ts'
import { askSettle, settle } from './pages/referral/deeds/settle.ts'
import { checkBoth } from './pages/referral/look/check-both.ts'
import { tryOne } from './pages/referral/deeds/try-one.ts'
import { tryList } from './pages/referrals/try-list.ts'
import { reportFile } from './pages/reports/file.ts'
import { reports } from './pages/reports/route.ts'
import { today } from './pages/today/route.ts'

/** Every page of a deployment. */
export const routes: readonly Route[] = [
  today,
  attention,
  referrals,
  referral,
  askRelease,
  notice,
  flowsRoute,
  mappings,
  reports,
  audit,
  health,
  people(() => everything()),
  goingLive,
]

/** Every file that can be taken from it. */
export const files: readonly FileRoute[] = [tableFile, reportFile]

/** Every file of which the history notes who takes it. */
export const notedFiles: readonly NotedFile[] = [historyFile, referralsFile]

/** Everything that can be done in a deployment. */
export const acts: readonly Act[] = [
  tryAgain,
  pause,
  resume,
  runNow,
  lookAgain,
  tryWithoutWriting,
  tryOne,
  tryList,
  settle,
  release,
  note,
  verifyHistory,
  compareNow,
  checkSystems,
  endSessions(() => everything()),
]

/** Every form that asks once more before anything is done. */
export const steps: readonly Step[] = [askSettle, checkBoth]

function everything(): Everything {
  return { routes, files: [...files, ...notedFiles], acts }
}
