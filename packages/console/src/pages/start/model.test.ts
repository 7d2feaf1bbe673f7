import { expect, test } from 'vitest'
import type { StoryNow, ToldChapter } from '../../sandbox/story.ts'
import { storyOf } from './model.ts'

const counts = { confirmed: 7, waiting: 0, attention: 1, withdrawn: 0, handled: 0 }
const unmapped = { code: 'service-type-unmapped', state: 'attention', count: 1 } as const

const cast: ToldChapter = { name: 'the-cast', says: ['All are invented.'], runs: [] }
const refers: ToldChapter = {
  name: 'unhcr-refers',
  says: ['UNHCR refers 8 children.'],
  runs: [{ flow: '1.1', counts, reasons: [unmapped] }],
}
const outage: ToldChapter = {
  name: 'primero-goes-down',
  says: [],
  runs: [{ flow: '1.1', counts, reasons: [] }],
}

const playing: StoryNow = { standing: 'playing', chapters: [cast, refers], next: 'caseworkers-decide' }

test('a chapter says what came of its runs, and what they left unsettled', () => {
  expect(storyOf(playing)).toEqual({
    standing: 'playing',
    next: 'caseworkers-decide',
    chapters: [
      { name: 'the-cast', flow: null, standing: 'over', lines: [], says: ['All are invented.'] },
      {
        name: 'unhcr-refers',
        flow: '1.1',
        standing: 'now',
        lines: [
          { kind: 'run', flow: null, counts },
          { kind: 'unsettled', ...unmapped },
        ],
        says: ['UNHCR refers 8 children.'],
      },
    ],
  })
})

test('a run of a flow that the title does not tell says which it was', () => {
  const [shown] = storyOf({ ...playing, chapters: [outage] }).chapters
  expect(shown?.lines).toEqual([{ kind: 'run', flow: '1.1', counts }])
})

test('what stands under a reason in several runs of a chapter is said once', () => {
  const runs = [
    { flow: '1.1', counts, reasons: [unmapped, { code: 'primero-unavailable', state: 'waiting', count: 3 }] },
    { flow: '1.1', counts, reasons: [unmapped] },
  ] as const
  const [shown] = storyOf({ ...playing, chapters: [{ ...outage, runs }] }).chapters
  expect(shown?.lines.map(({ kind }) => kind)).toEqual(['run', 'run', 'unsettled', 'unsettled'])
})

test.each([
  ['playing', ['over', 'now']],
  ['held', ['over', 'now']],
  ['told', ['over', 'over']],
  ['wrong', ['over', 'wrong']],
] as const)('of a story that is %s the last chapter says so', (standing, expected) => {
  const { chapters } = storyOf({ ...playing, standing })
  expect(chapters.map((chapter) => chapter.standing)).toEqual(expected)
})
