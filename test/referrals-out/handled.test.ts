import { afterEach, expect, test } from 'vitest'
import { startWorld, type World } from '../support/world.ts'
import { finish, inProgres, refer } from './scene.ts'

let world: World

afterEach(() => finish(world))

test('a referral that a person settles outside while the run is under way is not sent any more', async () => {
  world = await startWorld()
  const scene = refer(world, 0)
  const act = { by: 'a focal point', at: new Date(world.now()).toISOString() }
  let handling: Promise<unknown> | null = null
  world.primero.faults.add({
    when: ({ path, query }) => path.endsWith('/users') && query.includes('user_name=caseworker'),
    fault: {
      kind: 'rewrite',
      with: (answer) => {
        const items = [{ flow: '2.1' as const, key: scene.referralId }]
        handling ??= world.store.operators.handle('sandbox', items, 'settled by telephone', act)
        return answer
      },
    },
  })
  await world.run('2.1')
  expect(handling).not.toBeNull()
  expect(inProgres(world, scene)).toEqual([])
  const [item] = await world.host.ledger.get('2.1', [scene.referralId])
  expect(item?.state).toBe('handled')
})
