import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { individualPseudonym } from '@ping-primero/core/privacy/pseudonym.ts'
import { olderNode, startCommand } from './cli.fixture.ts'
import { eventWith, itemWith } from './ledger/item.fixture.ts'
import { openLedger } from './ledger/store.ts'

const key = 'kT7#vQ2pLw9zXc4RmB8nJd5sGf3hYa6u'

let directory = ''
let url = ''
const sandbox = resolve('deployments/sandbox')

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'ping-primero-cli-'))
  url = `sqlite:${join(directory, 'ledger.db')}`
  const store = await openLedger(url)
  const ours = store.forDeployment('sandbox')
  await ours.save(
    [
      itemWith({
        key: 'a',
        state: 'attention',
        reason: 'service-type-unmapped',
        about: ['progres_interventiontype'],
        numbers: { interventionNumber: '803-26-PRTITV-1000001', caseId: 'case-of-two' },
        individual: individualPseudonym({ current: key, old: [] }, 'sandbox', '803-00000001'),
      }),
      itemWith({
        key: 'b',
        flow: '2.1',
        state: 'attention',
        reason: 'outcome-unknown',
        numbers: { referralId: 'referral-1', caseId: 'case-of-two' },
      }),
      itemWith({ key: 'c', state: 'confirmed', reason: null, numbers: { interventionNumber: 'N-3' } }),
    ],
    [eventWith({ key: 'a', state: 'waiting', reason: 'not-yet-tried' })],
  )
  await store.close()
})
afterAll(() => rmSync(directory, { recursive: true }))

/** The command in an empty directory, on the ledger of these tests. */
function start(args: readonly string[], env: Record<string, string> = {}, nodeArgs: readonly string[] = []) {
  return startCommand({ args, cwd: directory, env: { LEDGER_URL: url, ...env }, nodeArgs })
}

async function answer(args: readonly string[], env: Record<string, string> = {}) {
  const { code, stdout, stderr } = await start([...args, '--json'], env).ended
  return { code, json: JSON.parse(stdout) as unknown, stderr }
}

/** Words as they read, wherever their lines are broken. */
function onOneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ')
}

test('what is not understood is refused in the form of an answer, with exit code 2', async () => {
  const cases: readonly (readonly [readonly string[], string, string])[] = [
    [['frobnicate'], 'arguments-invalid', "unknown command 'frobnicate'"],
    [['help', 'frobnicate'], 'arguments-invalid', "unknown command 'frobnicate'"],
    [['audit', 'verifi'], 'arguments-invalid', "unknown command 'verifi' (Did you mean verify?)"],
    [['audit', 'help', 'frobnicate'], 'arguments-invalid', '(There are verify, export)'],
    [['openfn', 'frobnicate'], 'arguments-invalid', "unknown command 'frobnicate' (There are build)"],
    [['status', 'frobnicate'], 'arguments-invalid', 'Expected 0 arguments but got 1.'],
    [['status', '--frobnicate'], 'arguments-invalid', "unknown option '--frobnicate'"],
    [['run', '1.1'], 'arguments-invalid', "required option '--deployment <dir>' not specified"],
    [['explain'], 'arguments-invalid', "missing required argument 'number'"],
    [['run', '3.1', '--deployment', sandbox], 'flow-unknown', '2.2 (decisions from proGres to Primero)'],
    [['run', '1.1', '--deployment', 'nowhere'], 'deployment-unknown', 'nowhere/deployment.yaml'],
    [
      ['run', '1.1', '--deployment', sandbox, '--since', '2026-03-01'],
      'arguments-invalid',
      '--since is for 1.2',
    ],
    [['run', '1.2', '--deployment', sandbox, '--since', 'yesterday'], 'arguments-invalid', 'ISO'],
    [['run', '1.2', '--deployment', sandbox, '--wait', '-1'], 'arguments-invalid', '--wait'],
    [['run', '1.2', '--deployment', sandbox], 'secret-missing', 'PING_USERNAME'],
    [['retry'], 'arguments-invalid', 'exactly one of'],
    [['retry', '--all', '--release'], 'arguments-invalid', '--release'],
    [['retry', '--reason', 'bad-luck'], 'arguments-invalid', 'docs/reasons.md'],
    [['retry', '--reason', 'ping-unavialable'], 'arguments-invalid', 'Is it ping-unavailable'],
    [['pause', '1.1', '--why', ' '], 'arguments-invalid', '--why'],
  ]
  const answers = await Promise.all(cases.map(([args]) => answer(args)))
  for (const [index, [args, refusal, words]] of cases.entries()) {
    expect(answers[index], args.join(' ')).toEqual({
      code: 2,
      stderr: '',
      json: {
        error: {
          code: refusal,
          message: expect.stringContaining(words),
          owner: 'administrator',
          nextStep: expect.stringMatching(/\w/),
        },
      },
    })
  }
})

test('without --json a refusal is words on stderr and stdout stays empty', async () => {
  expect(await start(['frobnicate']).ended).toEqual({
    code: 2,
    signal: null,
    stdout: '',
    stderr: expect.stringContaining("It says: unknown command 'frobnicate'."),
  })
})

test('an unknown number answers which kinds are searched, and no number', async () => {
  const unknown = await answer(['explain', '803-26-PRTITV-9999999'], { LEDGER_KEY: key })
  expect(unknown).toMatchObject({ code: 2, json: { error: { code: 'number-unknown' } } })
  const text = JSON.stringify(unknown.json)
  expect(text).toContain('UNHCR individual number')
  expect(text).not.toMatch(/PRTITV|case-of-two/)
})

test('explain tells state, reason, whose move, next step and history, by any number', async () => {
  const expected = {
    deployment: 'sandbox',
    flow: '1.1',
    numbers: { interventionNumber: '803-26-PRTITV-1000001', caseId: 'case-of-two' },
    state: 'attention',
    reason: 'service-type-unmapped',
    about: ['progres_interventiontype'],
    owner: 'mapping-owner',
    nextStep: 'Add the service type to the mapping, or choose one of the agreed types at the source.',
    since: '2026-03-01T00:00:00.000Z',
    nextTry: null,
    released: null,
    history: [{ at: '2026-03-01T00:00:00.000Z', what: 'found', state: 'waiting', reason: 'not-yet-tried' }],
  }
  const awaits = { owner: expected.owner, words: expected.nextStep }
  const { flow, state, reason } = expected
  const story = {
    deployment: 'sandbox',
    numbers: { interventionNumber: ['803-26-PRTITV-1000001'], caseId: ['case-of-two'] },
    timeline: [
      {
        at: '2026-03-01T00:00:00.000Z',
        flow,
        what: 'found',
        words: "proGres showed UNHCR's referral for the first time.",
      },
    ],
    standings: [
      {
        askedBy: 'unhcr',
        settled: [],
        open: [{ flow, state, reason, awaits }],
        decision: null,
        awaits,
        nextRun: null,
      },
    ],
    awaits: [awaits],
    items: [expected],
  }
  const told = { items: [expected], stories: [story] }
  expect(await answer(['explain', '803-26-prtitv-1000001'])).toEqual({
    code: 3,
    stderr: '',
    json: { number: '803-26-prtitv-1000001', ...told },
  })
  expect((await answer(['explain', '803-00000001'], { SANDBOX_LEDGER_KEY: key })).json).toEqual({
    number: '803-00000001',
    ...told,
  })
  for (const pasted of ['\u200e803 \u2013 00000001\u200f', '803\u201326\u2013PRTITV\u20131000001\ufeff']) {
    const { json } = await answer(['explain', pasted], { SANDBOX_LEDGER_KEY: key })
    expect(json).toEqual({ number: pasted, ...told })
  }
  const words = await start(['explain', '803-26-PRTITV-1000001']).ended
  expect(words).toMatchObject({ code: 3, stderr: '' })
  const text = onOneLine(words.stdout)
  expect(text).toContain('The type of service is not in the mapping. [progres_interventiontype]')
  expect(text).toContain('Whose move: the owner of the mapping.')
})

test('pause, status and resume say who, when and why, and a paused flow is skipped with exit code 0', async () => {
  expect(
    await answer(['pause', '2.2', '--why', 'mapping\nunder review', '--by', 'A. Operator']),
  ).toMatchObject({
    code: 0,
    json: { deployment: 'sandbox', flow: '2.2', paused: true },
  })
  const status = await answer(['status', '--deployment', sandbox])
  expect(status).toMatchObject({
    code: 3,
    json: {
      deployments: [
        {
          deployment: 'sandbox',
          flows: [
            {
              flow: '1.1',
              paused: false,
              lastRun: null,
              nextRun: expect.stringMatching(/Z$/),
              counts: { confirmed: 1, waiting: 0, attention: 1, withdrawn: 0, handled: 0 },
              oldest: '2026-03-01T00:00:00.000Z',
            },
            { flow: '1.2' },
            { flow: '2.1' },
            {
              flow: '2.2',
              paused: true,
              pause: { by: 'A. Operator', why: 'mapping under review' },
              nextRun: null,
            },
          ],
        },
      ],
    },
  })
  const skipped = await answer(['run', '2.2', '--deployment', sandbox])
  expect(skipped).toMatchObject({
    code: 0,
    json: { deployment: 'sandbox', flow: '2.2', skipped: 'paused', found: 0 },
  })
  expect((await start(['run', '2.2', '--deployment', sandbox]).ended).stdout).toContain('the flow is paused')
  expect((await answer(['resume', '2.2'])).json).toEqual({
    deployment: 'sandbox',
    flow: '2.2',
    paused: false,
    wasPaused: true,
  })
})

test('run all answers one object per flow in their order, refused ones too', async () => {
  const { code, json } = await answer(['run', 'all', '--deployment', sandbox])
  expect(code).toBe(2)
  expect(json).toMatchObject(
    ['1.1', '1.2', '2.1', '2.2'].map((flow) => ({
      deployment: 'sandbox',
      flow,
      error: { code: 'secret-missing' },
    })),
  )
})

test('retry, release and handle act on the item that is meant, and on no other', async () => {
  expect(await answer(['retry', '--reason', 'service-type-unmapped'])).toMatchObject({
    code: 0,
    json: { madeDue: 1, items: ['803-26-PRTITV-1000001'] },
  })
  expect(await answer(['retry', 'N-3'])).toMatchObject({ code: 0, json: { madeDue: 0, items: [] } })
  expect(await answer(['retry', '--all'])).toMatchObject({ code: 0, json: { madeDue: 2, held: 1 } })
  expect(await answer(['retry', '803-26-PRTITV-1000001', '--release'])).toMatchObject({
    code: 2,
    json: { error: { code: 'not-releasable' } },
  })
  for (const more of [[], ['--release']]) {
    expect(await answer(['retry', 'referral-1', '--flow', '1.1', ...more])).toMatchObject({
      code: 2,
      json: {
        error: {
          code: 'number-elsewhere',
          message:
            'The flow that was named has no item of this number. It is of 2.1 (referrals from Primero to proGres): needs attention.',
        },
      },
    })
  }
  expect(await answer(['retry', 'case-of-two', '--release', '--by', 'A. Operator'])).toMatchObject({
    code: 0,
    json: { madeDue: 1, items: ['referral-1'], released: { by: 'A. Operator' } },
  })
  const letGo = await start(['explain', 'referral-1']).ended
  const letGoText = onOneLine(letGo.stdout)
  expect(letGoText).toMatch(
    /Whose move: nobody, it was let go by A\. Operator, [-\d]+ [:\d]+ UTC\. Next: The next run of 2\.1 sends it to UNHCR again\./,
  )
  expect(letGoText).not.toMatch(/Whose move: UNHCR|attention/)
  expect((await answer(['explain', 'referral-1'])).json).toMatchObject({
    items: [{ owner: 'unhcr', released: { by: 'A. Operator', at: expect.stringMatching(/Z$/) } }],
  })
  expect(await answer(['retry', 'referral-1', '--release', '--by', 'Another'])).toMatchObject({
    code: 0,
    json: { madeDue: 0, items: [], released: { by: 'A. Operator' } },
  })
  expect(await answer(['handle', 'case-of-two', '--why', 'by phone'])).toMatchObject({
    code: 2,
    json: { error: { code: 'number-ambiguous' } },
  })
  expect(await answer(['handle', 'N-3', '--why', 'by phone'])).toMatchObject({
    code: 2,
    json: {
      error: {
        code: 'already-settled',
        message: 'This item is settled already. It is of 1.1 (referrals from proGres to Primero): confirmed.',
      },
    },
  })
  expect(
    await answer(['handle', 'case-of-two', '--flow', '2.1', '--why', 'by phone', '--by', 'A. Operator']),
  ).toMatchObject({ code: 0, json: { handled: 1, items: ['referral-1'] } })
  expect((await answer(['explain', 'referral-1'])).json).toMatchObject({
    items: [
      {
        state: 'handled',
        reason: null,
        owner: null,
        history: [
          { what: 'retried' },
          { what: 'released', by: 'A. Operator', reason: 'outcome-unknown' },
          { what: 'handled', by: 'A. Operator', why: 'by phone' },
        ],
      },
    ],
  })
})

test('a ledger that cannot be opened is refused, without its address', async () => {
  expect(await answer(['status'], { LEDGER_URL: 'mysql://name:CANARY@host/db' })).toEqual({
    code: 2,
    stderr: '',
    json: {
      error: {
        code: 'ledger-unavailable',
        message: 'The ledger cannot be used. LEDGER_URL must read sqlite:PATH.',
        owner: 'administrator',
        nextStep: expect.any(String),
      },
    },
  })
})

test('an older Node goes on under the installed one, with arguments and exit code', async () => {
  const relayed = await start(['explain', 'N-3', '--json'], {}, ['--import', olderNode]).ended
  expect(relayed).toMatchObject({ code: 0, stderr: '' })
  expect(JSON.parse(relayed.stdout)).toMatchObject({ number: 'N-3', items: [{ state: 'confirmed' }] })
  expect((await start(['frobnicate'], {}, ['--import', olderNode]).ended).code).toBe(2)
})
