import type { ConsoleDeployment } from '@ping-primero/console/host.ts'
import { settingGaps } from '@ping-primero/core/check/settings.ts'
import type { Deployment } from '@ping-primero/core/deployment/deployment.ts'
import { decisionOfVersion } from '@ping-primero/core/flows/decision-of-version.ts'
import { scheduleGaps } from '../commands/check/schedules.ts'
import { nextRunOf } from '../commands/next-run.ts'

/** A deployment as the console's pages need it. */
export function consoleDeployment(deployment: Deployment, isSimulated: boolean): ConsoleDeployment {
  const { name, title, timezone, environment, agreement, flows, fieldMaps, valueMaps, policies } = deployment
  return {
    name,
    title,
    timezone,
    isSimulated,
    isEnabled: (flow) => flows[flow].enabled,
    schedule: (flow) => flows[flow].schedule,
    nextRun: (flow, nowMs) => nextRunOf(deployment, flow, nowMs),
    decisionOf: ({ flow, version }) => {
      if (flow !== '1.2' && flow !== '2.2') return null
      return decisionOfVersion(flow, version, valueMaps)?.means ?? null
    },
    mappings: { agreement, fieldMaps, valueMaps, sharesConcerns: policies.shareProtectionConcern },
    readiness: {
      environment,
      gaps: (nowMs) => [
        ...settingGaps(deployment, undefined, nowMs),
        ...scheduleGaps(deployment, undefined, nowMs),
      ],
    },
    words: {},
  }
}
