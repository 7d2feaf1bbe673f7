import { expect, test } from 'vitest'
import { readDeploymentFolder } from '../../../../../test/support/world.ts'
import { scheduleGaps } from './schedules.ts'

const now = Date.parse('2026-11-20T08:00:00.000Z')
const sandbox = readDeploymentFolder('sandbox')
const places = { file: 'deployment.yaml', lines: new Map([['flows.1.1.schedule', 42]]) }

test.each([
  ['0 0 * * *', []],
  ['*/5 * * * *', []],
  ['0 0 1 * *', []],
  ['0 6 * * 1-5', []],
  ['60 * * * *', ['stops schedule-unreadable']],
  ['0 25 * * *', ['stops schedule-unreadable']],
  ['0 0 * * 8', ['stops schedule-unreadable']],
  ['at midnight every single day', ['stops schedule-unreadable']],
  ['0 0 31 2 *', ['stops schedule-never']],
  ['0 0 30 2 *', ['stops schedule-never']],
  ['0 0 31 4,6,9,11 *', ['stops schedule-never']],
  ['0 0 29 2 *', ['note schedule-seldom']],
  ['0 0 1 1 *', ['note schedule-seldom']],
] as const)('F94 a schedule %s: %j', (schedule, expected) => {
  const flows = { ...sandbox.flows, '1.1': { enabled: true, schedule } }
  const gaps = scheduleGaps({ ...sandbox, flows }, places, now)
  expect(gaps.map(({ severity, code }) => `${severity} ${code}`)).toEqual(expected)
  for (const { subject } of gaps) expect(subject).toBe('deployment.yaml:42: flows.1.1.schedule')
})
