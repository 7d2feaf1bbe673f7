// A process of its own for the tests of the turn: takes the turn of a deployment, saves an item per line it is given,
// and says what came of it, a word per line; lets go when its input ends. Arguments: ledger address, flow.
import { createInterface } from 'node:readline'
import type { Flow } from '@ping-primero/core/domain/flow.ts'
import { flows } from '@ping-primero/core/domain/flow.ts'
import { itemWith } from './item.fixture.ts'
import { openLedger } from './store.ts'

const [url = '', wanted] = process.argv.slice(2)
const flow: Flow = flows.find((one) => one === wanted) ?? '1.1'
const store = await openLedger(url)
const turn = await store.turn('sandbox', flow, {
  waitMs: 60_000,
  now: Date.now,
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
})
process.stdout.write(`${turn.kind}\n`)
if (turn.kind === 'taken') {
  for await (const line of createInterface(process.stdin)) {
    await turn.ledger.save([itemWith({ flow, key: line })], [])
    process.stdout.write('saved\n')
  }
  await turn.release()
}
await store.close()
