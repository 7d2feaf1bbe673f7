import { expect, test } from 'vitest'
import type { SandboxOptions } from './command.ts'
import { orderOf } from './options.ts'

const usual: SandboxOptions = {
  ports: '4101,4102',
  world: 'story',
  primeroVersion: '2.15',
  primeroCsrf: 'on',
  seed: '1',
}

test('the usual options are the story, and then the simulators stay', () => {
  expect(orderOf(usual)).toEqual({
    ok: true,
    value: {
      does: 'story-and-stay',
      ports: { primero: 4101, ping: 4102 },
      world: 'story',
      primeroVersion: '2.15',
      primeroCsrf: 'on',
      seed: 1,
    },
  })
})

test('every option is taken', () => {
  expect(orderOf({ ...usual, once: true, ports: '0,0', seed: '0' })).toMatchObject({
    value: { does: 'story', ports: { primero: 0, ping: 0 }, seed: 0 },
  })
  expect(
    orderOf({
      ...usual,
      systemsOnly: true,
      world: 'recorded',
      primeroVersion: '2.14',
      primeroCsrf: 'off',
      ports: '1,65535',
    }),
  ).toMatchObject({
    value: {
      does: 'systems',
      world: 'recorded',
      primeroVersion: '2.14',
      primeroCsrf: 'off',
      ports: { primero: 1, ping: 65_535 },
    },
  })
})

test.each<[Partial<SandboxOptions>, string]>([
  [{ ports: '4101' }, '--ports'],
  [{ ports: '4101,4101' }, '--ports'],
  [{ ports: '4101,65536' }, '--ports'],
  [{ ports: '-1,4102' }, '--ports'],
  [{ world: 'real' }, '--world takes one of: story, recorded.'],
  [{ world: 'recorded' }, '--world recorded goes with --systems-only'],
  [{ primeroVersion: '2.13' }, '--primero-version takes one of: 2.15, 2.14.'],
  [{ primeroCsrf: 'no' }, '--primero-csrf takes one of: on, off.'],
  [{ primeroCsrf: 'off' }, '--primero-csrf off goes with --systems-only'],
  [{ seed: '-1' }, '--seed'],
  [{ seed: '1e3' }, '--seed'],
  [{ once: true, systemsOnly: true }, '--systems-only leaves it out'],
])('what makes no sense is refused: %j', (options, words) => {
  expect(orderOf({ ...usual, ...options })).toEqual({
    ok: false,
    refusal: {
      code: 'arguments-invalid',
      message: expect.stringContaining(words),
      owner: 'administrator',
      nextStep: expect.stringContaining('--help'),
    },
  })
})
