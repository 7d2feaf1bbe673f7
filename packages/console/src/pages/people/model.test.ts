import { expect, test } from 'vitest'
import { auditors, everybody, operators } from '../../roles.ts'
import { acts, files, routes } from '../../routes.ts'
import { peopleOf } from './model.ts'

test('what the same roles may stands in one row, what more roles may first, pages before acts', () => {
  const { permissions } = peopleOf({
    accounts: [],
    seen: [
      { may: auditors, does: 'page.people' },
      { may: everybody, does: 'page.today' },
      { may: everybody.toReversed(), does: 'page.mappings' },
    ],
    done: [{ may: operators, does: 'act.try-again' }],
  })
  const none = { viewer: false, operator: false, administrator: false, auditor: false }
  expect(permissions).toEqual([
    {
      kind: 'see',
      what: ['page.today', 'page.mappings'],
      may: { viewer: true, operator: true, administrator: true, auditor: true },
    },
    { kind: 'see', what: ['page.people'], may: { ...none, administrator: true, auditor: true } },
    { kind: 'do', what: ['act.try-again'], may: { ...none, operator: true, administrator: true } },
  ])
})

test('no two pages, acts or files are called the same', () => {
  const names = [...acts, ...files].map(({ does }) => does)
  expect(names).toEqual([...new Set(names)])
  const pages = routes.map(({ page, title }) => title ?? `page.${page}`)
  expect(pages).toEqual([...new Set(pages)])
})
