import { expect, test } from 'vitest'
import type { DecisionMeaning, ValueMaps } from '../mapping/value-map.ts'
import { decisionOfVersion } from './decision-of-version.ts'

const valueMaps: ValueMaps = {
  maps: new Map(),
  decisionCodes: new Map([
    [
      'unhcr-referral-status',
      new Map<string, DecisionMeaning>([
        ['taken on', 'accepted'],
        ['rejected', 'rejected'],
      ]),
    ],
    [
      'referral-status',
      new Map<string, DecisionMeaning>([
        ['125080001', 'accepted'],
        ['125080003', 'synced'],
      ]),
    ],
    [
      'review-decision',
      new Map<string, DecisionMeaning>([
        ['125080001', 'rejected'],
        ['125080003', 'ignore'],
      ]),
    ],
  ]),
}
const hash = '0123456789abcdef'

test.each([
  ['1.2', `rejected ${hash}`, { codes: ['rejected'], means: 'rejected' }],
  ['1.2', `taken on ${hash}`, { codes: ['taken on'], means: 'accepted' }],
  ['1.2', `later ${hash}`, { codes: ['later'], means: null }],
  ['1.2', `${hash} ${hash}`, null],
  ['2.2', `125080001 125080003 ${hash}`, { codes: ['125080001', '125080003'], means: 'accepted' }],
  ['2.2', `- 125080001 ${hash}`, { codes: ['125080001'], means: 'rejected' }],
  ['2.2', `125080001 125080001 ${hash}`, { codes: ['125080001', '125080001'], means: null }],
  ['2.2', `125080003 - ${hash}`, { codes: ['125080003'], means: null }],
  ['2.2', `- - ${hash}`, null],
  ['2.2', null, null],
] as const)('of flow %s, version %s', (flow, version, expected) => {
  expect(decisionOfVersion(flow, version, valueMaps)).toEqual(expected)
})

test('without the mapping only the codes are known', () => {
  expect(decisionOfVersion('2.2', `125080001 - ${hash}`, null)).toEqual({ codes: ['125080001'], means: null })
})
