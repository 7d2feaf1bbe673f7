import { expect, test } from 'vitest'
import { company } from './abreast.ts'

/** A company whose time passes by `look`: so often the watch for late ones looks. */
function scene(allWait = false) {
  const looks = new Set<() => void>()
  const one = company(
    (_ms, act) => {
      looks.add(act)
      return () => looks.delete(act)
    },
    () => allWait,
  )
  const look = async (times = 1): Promise<void> => {
    for (let time = 0; time < times; time += 1) {
      // Everything that is ready goes on.
      await new Promise((resolve) => {
        setImmediate(resolve)
      })
      for (const act of looks) act()
    }
  }
  return { ...one, look, looking: () => looks.size }
}

/** Steps that end when they are told to. */
function steps() {
  const ends = new Map<string, PromiseWithResolvers<void>>()
  const step = async (name: string): Promise<void> => {
    const end = Promise.withResolvers<void>()
    ends.set(name, end)
    await end.promise
  }
  const end = (...names: readonly string[]): void => names.forEach((name) => ends.get(name)?.resolve())
  const fail = (name: string): void => ends.get(name)?.reject(new Error(`${name} failed`))
  return { step, end, fail }
}

test('gives all in the order in which they stood, once all have done it', async () => {
  const { abreast, look, looking } = scene()
  const { step, end } = steps()
  const came = abreast(['a', 'b', 'c'], step)
  end('c', 'a')
  await look()
  end('b')
  expect([await came, looking()]).toEqual([['a', 'b', 'c'], 0])
})

test('one that takes much longer is left behind, and goes on at the end', async () => {
  const { abreast, awaitLate, isLate, look } = scene()
  const { step, end } = steps()
  const again: string[] = []
  const came = abreast(['a', 'b', 'c'], step, {
    keys: (one) => [`child of ${one}`],
    again: async (one) => {
      again.push(one)
    },
  })
  end('a', 'c')
  await look(2)
  expect([await came, isLate('child of b'), isLate('child of a')]).toEqual([['a', 'c'], true, false])
  const over = awaitLate()
  end('b')
  await over
  expect([again, isLate('child of b')]).toEqual([['b'], false])
})

test('nobody is late while somebody still arrives between two looks', async () => {
  const { abreast, look } = scene()
  const { step, end } = steps()
  let gone = false
  const came = abreast(['a', 'b', 'c'], step).finally(() => {
    gone = true
  })
  await look()
  end('a')
  await look()
  end('b')
  await look()
  expect(gone).toBe(false)
  end('c')
  expect(await came).toEqual(['a', 'b', 'c'])
})

test('nobody is late while all have to wait, or while many are under way', async () => {
  for (const [allWait, count] of [
    [true, 2],
    [false, 9],
  ] as const) {
    const { abreast, look } = scene(allWait)
    const { step, end } = steps()
    const names = Array.from({ length: count }, (_, place) => `n${place}`)
    let gone = false
    const came = abreast(names, step).finally(() => {
      gone = true
    })
    await look(5)
    expect(gone).toBe(false)
    end(...names)
    expect(await came).toEqual(names)
  }
})

test('a step that fails fails the company; one that is late fails it at the end', async () => {
  const { abreast, awaitLate, look } = scene()
  const early = steps()
  const failed = abreast(['a', 'b'], early.step)
  early.fail('a')
  await expect(failed).rejects.toThrow('a failed')
  const late = steps()
  const came = abreast(['c', 'd'], late.step)
  late.end('c')
  await look(2)
  expect(await came).toEqual(['c'])
  late.fail('d')
  early.end('b')
  await expect(awaitLate()).rejects.toThrow('d failed')
})

test('without anything that looks, all wait for the slowest', async () => {
  const { abreast } = company(undefined, () => false)
  const { step, end } = steps()
  const came = abreast(['a', 'b'], step)
  end('a', 'b')
  expect(await came).toEqual(['a', 'b'])
})

test('at the end of the run all wait for the slowest, for nobody is left to be held up', async () => {
  const { abreast, awaitLate, look } = scene()
  const { step, end } = steps()
  let together: readonly string[] = []
  const came = abreast(['a', 'b'], step, {
    again: async () => {
      together = await abreast(['c', 'd'], step)
    },
  })
  end('b')
  await look(2)
  expect(await came).toEqual(['b'])
  const over = awaitLate()
  end('a')
  await look()
  end('c')
  await look(5)
  end('d')
  await over
  expect(together).toEqual(['c', 'd'])
})

test('what is behind one that is late goes on after it, at the end', async () => {
  const { abreast, afterLate, awaitLate, look } = scene()
  const { step, end } = steps()
  const done: string[] = []
  const goesOn = (name: string) => async (): Promise<void> => {
    done.push(name)
  }
  const came = abreast(['a', 'b'], step, { again: async (one) => goesOn(one)() })
  end('b')
  await look(2)
  await came
  afterLate(goesOn('behind a'))
  const over = awaitLate()
  await look()
  expect(done).toEqual([])
  end('a')
  await over
  expect(done).toEqual(['a', 'behind a'])
})
