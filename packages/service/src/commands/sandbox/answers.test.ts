import { expect, test } from 'vitest'
import type { PlayedStory } from '../../story/played-story.ts'
import { portsInWords, storyAnswer } from './answers.ts'

const played: PlayedStory = {
  ok: true,
  seed: 1,
  chapters: [
    { title: 'The cast', ok: true, says: [], runs: [] },
    { title: 'The balance', ok: true, says: [], runs: [] },
  ],
  totals: { found: 29, confirmed: 28, waiting: 0, attention: 1, withdrawn: 0, handled: 0 },
  pages: { primero: 'http://127.0.0.1:1/__sandbox', ping: 'http://127.0.0.1:2/__sandbox' },
}
const failed: PlayedStory = { ...played, ok: false }

test('a story that ended as it should ends with 0, any other with 1 and where it went wrong', () => {
  expect(storyAnswer(played, 'story', false)).toEqual({
    json: played,
    text: '\nThe story ended as it should.\n29 found, 28 confirmed, 0 waiting, 1 needing attention.',
    exit: 0,
  })
  const answer = storyAnswer(failed, 'story', false)
  expect(answer.exit).toBe(1)
  expect(answer.text).toContain('it went wrong in "The balance"')
})

test('Ctrl-C is the usual end of a story that stays, and no good end of one that is to be played once', () => {
  expect(storyAnswer(played, 'story-and-stay', true)).toEqual({ json: played, text: '\nStopped.', exit: 0 })
  expect(storyAnswer(failed, 'story-and-stay', true).exit).toBe(0)
  expect(storyAnswer(failed, 'story', true)).toEqual({ json: failed, text: '\nStopped.', exit: 1 })
})

test('ports that cannot be had are named', () => {
  const words = portsInWords([
    { option: 'primero', port: 4101, why: 'EADDRINUSE' },
    { option: 'ping', port: 80, why: 'EACCES' },
  ])
  expect(words).toBe(
    'Port 4101, meant for the simulated Primero, is taken by another program. ' +
      'Port 80, meant for the simulated PING, cannot be had (EACCES).',
  )
})
