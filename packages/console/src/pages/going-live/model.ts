import { flows, type Flow } from '@ping-primero/core/domain/flow.ts'
import type { FlowStatus, SubjectAge } from '@ping-primero/core/ledger/questions.ts'
import type { Owner } from '@ping-primero/core/reasons/catalogue.ts'
import type { ConsoleDeployment } from '../../host.ts'
import { mappingsOf } from '../mappings/model.ts'

/** What the page reads. Neither system is asked. */
export interface GoingLiveInput {
  readonly deployment: Pick<ConsoleDeployment, 'isEnabled' | 'mappings' | 'readiness'>
  readonly nowMs: number
  readonly flows: readonly FlowStatus[]
  readonly ages: readonly SubjectAge[]
}

/** Something that has to stand before real children are exchanged. */
export interface Step {
  readonly name: 'agreement' | 'placeholders' | 'tables' | 'words' | 'beginning' | 'timetable' | 'on' | 'run'
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

/** What can be told of going live without asking anybody. Pure. */
export function goingLiveOf({ deployment, nowMs, flows: statuses, ages }: GoingLiveInput): GoingLive {
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
