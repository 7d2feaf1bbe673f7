import { expect, test } from 'vitest'
import { consoleApp } from '../../app.ts'
import { hostWith } from '../../host.fixture.ts'
import type { Role } from '../../roles.ts'

const account = 'focal@agency.example'

async function read(role: Role, query = ''): Promise<string> {
  const { ledger } = hostWith()
  const seen = { account, role: 'operator', seenAt: '2026-11-26T05:00:00.000Z' } as const
  const host = hostWith({ ledger: { ...ledger, accounts: async () => [seen] } }, role)
  const page = await consoleApp(host).request(`/d/gambella/people${query}`)
  return (await page.text()).replaceAll(/\s+/g, ' ')
}

test('an administrator finds at each account how to end its sessions; an auditor looks', async () => {
  const button = `<button> End its sessions<span class="vh">: <bdi>${account}</bdi></span> </button>`
  expect(await read('administrator')).toContain(button)
  const looked = await read('auditor')
  expect(looked).toContain(account)
  expect(looked).not.toContain('action="/d/gambella/people/end-sessions"')
})

test('it says what came of it, and what is still to be done to keep somebody out', async () => {
  expect(await read('administrator', '?ended=all')).toMatch(
    /Its sessions are ended[^]*take it from its group there/,
  )
  expect(await read('administrator', '?ended=none')).toContain('Nothing was open')
  expect(await read('administrator', '?ended=else')).not.toContain('id="done"')
})
