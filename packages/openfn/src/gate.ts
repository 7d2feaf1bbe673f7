import type { Stage } from '@ping-primero/core/domain/flow.ts'

/** Holds a run between two stages of its flow until the step that stands for the next one begins. */
export interface Gate {
  /** Called by the run; resolves once the stage is open. */
  readonly enter: (stage: Stage) => Promise<void>
  /** Opens a stage and all before it. */
  readonly open: (stage: Stage) => void
  /** Opens all: whatever the run does, nothing holds it any more. */
  readonly openAll: () => void
  /** Resolves when the run stands before a closed stage. */
  readonly held: () => Promise<void>
}

/** A gate before each stage but the first. */
export function gate(stages: readonly Stage[]): Gate {
  let reached = 0
  const waiting: { readonly place: number; readonly goOn: () => void }[] = []
  let told = Promise.withResolvers<void>()

  const openTo = (place: number): void => {
    if (place <= reached) return
    reached = place
    for (const one of waiting.splice(0)) {
      if (one.place <= reached) one.goOn()
      else waiting.push(one)
    }
    if (waiting.length === 0) told = Promise.withResolvers<void>()
  }

  return {
    enter: async (stage) => {
      const place = stages.indexOf(stage)
      if (place <= reached) return
      await new Promise<void>((goOn) => {
        waiting.push({ place, goOn })
        told.resolve()
      })
    },
    open: (stage) => openTo(stages.indexOf(stage)),
    openAll: () => openTo(stages.length),
    held: async () => told.promise,
  }
}
