import { flows, type Flow } from '@ping-primero/core/domain/flow.ts'
import type { FlowStatus, SubjectAge } from '@ping-primero/core/ledger/questions.ts'
import type { Owner } from '@ping-primero/core/reasons/catalogue.ts'
import type { SystemCheck } from '../../checks/check.ts'
import type { ConsoleDeployment } from '../../host.ts'
import { mappingsOf } from '../mappings/model.ts'

/** What the page reads. */
export interface GoingLiveInput {
  readonly deployment: Pick<ConsoleDeployment, 'isEnabled' | 'mappings' | 'readiness'>
  readonly nowMs: number
  readonly flows: readonly FlowStatus[]
  readonly ages: readonly SubjectAge[]
  /** What both systems said when they were asked last; null = they were not. */
  readonly check: SystemCheck | null
}

/** Something that has to stand before real children are exchanged. */
export interface Step {
  readonly name:
    'agreement' | 'placeholders' | 'tables' | 'words' | 'beginning' | 'timetable' | 'on' | 'run' | 'systems'
  readonly isDone: boolean
  /** Whose move it is until then; null = not one side's alone, or it comes by itself. */
  readonly owner: Owner | null
  /** Settings, tables or flows that are not as they should be. */
  readonly subjects: readonly Subject[]
}

/** What a step lacks. */
export type Subject =
  | { readonly kind: 'setting' | 'table'; readonly name: string }
  | { readonly kind: 'flow'; readonly name: Flow }

/** Steps that belong together. */
export interface StepGroup {
  readonly name: 'agreed' | 'shown'
  readonly steps: readonly Step[]
}

/** Going live, before it is said in a language. */
export interface GoingLive {
  readonly environment: 'test' | 'production'
  readonly groups: readonly StepGroup[]
  readonly done: number
  readonly steps: number
}

/** What can be told of going live. Pure. */
export function goingLiveOf({ deployment, nowMs, flows: statuses, ages, check }: GoingLiveInput): GoingLive {
  const { mappings, readiness, isEnabled } = deployment
  const gaps = readiness.gaps(nowMs)
  const settings = (isMeant: (code: string) => boolean): readonly Subject[] =>
    gaps.filter(({ code }) => isMeant(code)).map(({ subject }) => ({ kind: 'setting', name: subject }))
  const { unreadable, missing } = mappingsOf({ mappings, ages, asked: null })
  const tables = (names: readonly (string | null)[]): readonly Subject[] =>
    [...new Set(names)].flatMap((name) => (name === null ? [] : { kind: 'table', name }))
  const hasRun = (flow: Flow): boolean =>
    statuses.some((status) => status.flow === flow && status.lastSuccess !== null)
  const flowsThat = (isLacking: (flow: Flow) => boolean): readonly Subject[] =>
    flows.filter(isLacking).map((name) => ({ kind: 'flow', name }))

  const agreed: readonly Step[] = [
    { name: 'agreement', isDone: mappings.agreement !== null, owner: null, subjects: [] },
  ]
  const shown: readonly Step[] = [
    stepOf(
      'placeholders',
      'administrator',
      settings((code) => code === 'setting-placeholder'),
    ),
    stepOf('tables', 'mapping-owner', tables(unreadable)),
    {
      name: 'words',
      isDone: missing.length === 0,
      owner: 'mapping-owner',
      subjects: tables(missing.map(({ table }) => table)),
    },
    stepOf(
      'beginning',
      'administrator',
      settings((code) => code === 'setting-ahead'),
    ),
    stepOf(
      'timetable',
      'administrator',
      settings((code) => code.startsWith('schedule-')),
    ),
    stepOf(
      'on',
      'administrator',
      flowsThat((flow) => !isEnabled(flow)),
    ),
    stepOf(
      'run',
      null,
      flowsThat((flow) => !hasRun(flow)),
    ),
    { name: 'systems', isDone: isFine(check, nowMs), owner: 'administrator', subjects: [] },
  ]
  const steps = [...agreed, ...shown]
  return {
    environment: readiness.environment,
    groups: [
      { name: 'agreed', steps: agreed },
      { name: 'shown', steps: shown },
    ],
    done: steps.filter(({ isDone }) => isDone).length,
    steps: steps.length,
  }
}

/** A step that stands when nothing is wrong. */
function stepOf(name: Step['name'], owner: Owner | null, subjects: readonly Subject[]): Step {
  return { name, isDone: subjects.length === 0, owner, subjects }
}

/** How long what both systems said stands. */
const dayMs = 86_400_000

/** Whether both systems said, not long ago, that nothing stops a flow or holds anything. */
function isFine(check: SystemCheck | null, nowMs: number): boolean {
  const end = check?.end
  return end?.kind === 'done' && end.report.ok && nowMs - Date.parse(end.at) < dayMs
}
