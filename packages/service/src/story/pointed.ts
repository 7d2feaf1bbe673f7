import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Where the two simulators listen. */
export interface SystemUrls {
  readonly ping: string
  readonly primero: string
}

/** The deployment that is meant for the simulators at their usual ports, 4101 and 4102. */
export const shippedDeployment = join(import.meta.dirname, '../../../../deployments/sandbox')

/** A text of that deployment with its addresses replaced by those where two systems listen. */
export function pointed(text: string, urls: SystemUrls): string {
  // In one pass: a port may begin like another one.
  return text.replaceAll(/http:\/\/127\.0\.0\.1:410([12])\b/g, (_, which) =>
    which === '1' ? urls.primero : urls.ping,
  )
}

/** Copies that deployment into a folder, with the addresses where two systems listen. */
export function copyPointed(folder: string, urls: SystemUrls): void {
  cpSync(shippedDeployment, folder, { recursive: true })
  const yaml = join(folder, 'deployment.yaml')
  writeFileSync(yaml, pointed(readFileSync(yaml, 'utf8'), urls))
}
