import { expect, test } from 'vitest'
import type { SubjectAge } from '@ping-primero/core/ledger/questions.ts'
import { consoleApp } from '../../app.ts'
import { deploymentWith, hostWith, mappingsWith } from '../../host.fixture.ts'

const held: SubjectAge = {
  flow: '1.1',
  code: 'service-type-unmapped',
  state: 'attention',
  about: ['Accessibility'],
  count: 5,
  since: '2026-11-22T21:00:00.000Z',
}

async function pageWith(ages: readonly SubjectAge[], mappings = mappingsWith()): Promise<string> {
  const { ledger } = hostWith()
  const host = hostWith({
    deployments: () => [deploymentWith({ mappings })],
    ledger: { ...ledger, oldestBySubject: async () => ages },
  })
  const answer = await consoleApp(host).request('/d/gambella/mappings')
  return (await answer.text()).replaceAll(/\s+/g, ' ')
}

test('a word without a row stands above the table and in it, with whose move it is and the way to what is held', async () => {
  const page = await pageWith([held])
  expect(page).toContain('One word that was used has no row')
  expect(page).toMatch(
    /“Accessibility”<\/b> – Services from UNHCR\. 5 are held for it, the oldest since <time/,
  )
  expect(page).toContain('Owner of the mapping')
  expect(page).toContain('href="/d/gambella/attention#service-type-unmapped-f11"')
  expect(page).toMatch(/<b dir="auto">Accessibility<\/b><\/th> <td [^>]*><span class="chip attn">/)
})

test('where nothing is held for a word, nothing is said of it', async () => {
  expect(await pageWith([])).not.toContain('id="missing-h"')
})

test('tables that cannot be read are named, and the others are shown', async () => {
  const page = await pageWith([])
  expect(page).toContain('7 tables are missing or cannot be read')
  expect(page).toContain('Alternative Care')
})

test('a table and a word are text, whatever stands in them', async () => {
  const marked = '<img src=x onerror=alert(1)>'
  const types = { name: 'service-types-in', rows: [{ key: marked, value: marked, priority: null }] }
  const mappings = mappingsWith({
    valueMaps: { maps: new Map([[types.name, types]]), decisionCodes: new Map() },
  })
  const page = await pageWith(
    [
      { ...held, about: [`${marked} `] },
      { ...held, about: ['<b>x'] },
    ],
    mappings,
  )
  expect(page).toContain('&lt;img src=x')
  expect(page).not.toMatch(/<img|<b>x/)
})
