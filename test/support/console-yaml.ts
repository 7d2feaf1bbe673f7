/** The secret that the settings ask for, under its name in the environment. */
export const consoleSecret = { CONSOLE_CLIENT_SECRET: 'Marble-Thicket-58' } as const

/** Settings of a console on this machine, at whatever port is free. Nobody signs in to it: its provider answers nothing. */
export function consoleYaml(deployment: string): string {
  return `address: http://127.0.0.1:4100
listen: 127.0.0.1:0
tls: none
providers:
  - name: unhcr
    title: UNHCR
    issuer: https://accounts.example
    clientId: console
    roles:
      focal: { ${deployment}: operator }
`
}
