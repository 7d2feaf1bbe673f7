import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { systemdOf } from './systemd.ts'

function isThere(tool: string): boolean {
  return spawnSync(tool, ['--version']).error === undefined
}

let directory = ''
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ping-primero-systemd-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

/** Node has no datagram sockets of files: Perl, which every Debian has, listens as systemd would. */
const listener = `
  use strict; use Socket; $| = 1;
  socket(my $s, AF_UNIX, SOCK_DGRAM, 0) or die; bind($s, sockaddr_un($ARGV[0])) or die;
  print "listening\\n";
  while (1) { recv($s, my $said, 4096, 0); print "$said\\n" if $said !~ /^BARRIER/ }
`

/** What notices come to at the far side of a socket. */
async function heard(tell: (socket: string) => Promise<void>): Promise<readonly string[]> {
  const socket = join(directory, 'notify')
  const child = spawn('perl', ['-e', listener, socket], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let text = ''
  const listening = Promise.withResolvers<undefined>()
  child.stdout.on('data', (data: Buffer) => {
    text += data.toString()
    if (text.includes('listening')) listening.resolve(undefined)
  })
  const ended = new Promise((done) => child.once('close', done))
  await listening.promise
  await tell(socket)
  child.kill()
  await ended
  return text.trim().split('\n').slice(1)
}

describe.skipIf(!isThere('systemd-notify') || !isThere('perl'))('where systemd is', () => {
  test('it hears that the service is ready, alive and stopping', async () => {
    const said = await heard(async (socket) => {
      const systemd = systemdOf({ PATH: process.env['PATH'], NOTIFY_SOCKET: socket })
      for (const notice of ['ready', 'alive', 'stopping'] as const) {
        expect(await systemd?.tell(notice)).toBe('told')
      }
    })
    expect(said.join(' ')).toMatch(/READY=1.*WATCHDOG=1.*STOPPING=1/s)
  })
})

test('a service that systemd did not start tells it nothing; one that cannot reach it goes on', async () => {
  expect(systemdOf({ PATH: process.env['PATH'] })).toBeNull()
  const nowhere = systemdOf({ PATH: '', NOTIFY_SOCKET: join(directory, 'nobody') })
  expect(await nowhere?.tell('ready')).toBe('failed')
})

test('it hears twice as often as it asks that the service is alive', () => {
  const asked = { NOTIFY_SOCKET: '/run/systemd/notify' }
  expect(systemdOf({ ...asked, WATCHDOG_USEC: '120000000' })?.aliveEveryMs).toBe(60_000)
  expect(systemdOf(asked)?.aliveEveryMs).toBeNull()
})

test.skipIf(!isThere('systemd-analyze'))('the unit file is one that systemd takes', () => {
  const root = resolve(import.meta.dirname, '../../../../..')
  const unit = join(directory, 'ping-primero.service')
  const text = readFileSync(join(root, 'packaging/ping-primero.service'), 'utf8')
  writeFileSync(unit, text.replaceAll('/opt/ping-primero', root))
  expect(
    execFileSync('systemd-analyze', ['verify', unit], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  ).toBe('')
})
