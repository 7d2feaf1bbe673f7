import type { Problem } from '@ping-primero/core'
import { checkDeployment, type CheckReport } from '@ping-primero/core/check/check.ts'
import { startWorld, type World, type WorldOptions } from './world.ts'

/** Runs a check in a world of its own, made ready by `prepare`. */
export async function checked(
  options: WorldOptions = {},
  prepare: (world: World) => unknown = () => undefined,
  problems: readonly Problem[] = [],
): Promise<{ readonly report: CheckReport; readonly world: World }> {
  const world = await startWorld(options)
  try {
    await prepare(world)
    world.ping.traffic.reset()
    world.primero.traffic.reset()
    const { deployment, host } = world
    return { report: await checkDeployment({ deployment, problems }, host), world }
  } finally {
    await world.stop()
  }
}

/** What a report says beyond its notes, in short. */
export function serious(report: CheckReport): readonly string[] {
  return report.findings.filter(({ severity }) => severity !== 'note').map(inShort)
}

/** The notes of a report that are about a subject, in short. */
export function notesOn(report: CheckReport, subject: RegExp): readonly string[] {
  return report.findings.filter((one) => one.severity === 'note' && subject.test(one.subject)).map(inShort)
}

function inShort({ severity, code, subject }: CheckReport['findings'][number]): string {
  return `${severity} ${code}: ${subject}`
}
