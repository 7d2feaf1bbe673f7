import type { Sandbox } from './sandbox.ts'
import type { Story } from './story.ts'

/** A story that was told to its end. */
export function storyWith(more: Partial<Story> = {}): Story {
  return {
    now: () => ({ standing: 'told', chapters: [], next: null }),
    hold: () => {},
    goOn: () => {},
    tellAtOnce: async () => 'told',
    again: () => {},
    ...more,
  }
}

/** A sandbox in which nothing has happened. */
export function sandboxWith(more: Partial<Sandbox> = {}): Sandbox {
  return {
    deployment: 'gambella',
    story: storyWith(),
    seats: () => ({
      officer: { referred: 0, undelivered: 0, received: 0, answered: 0 },
      caseworker: { cases: 0, services: 0, answered: 0, referred: 0 },
      down: [],
    }),
    ...more,
  }
}
