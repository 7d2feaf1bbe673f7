import { projectFiles } from '@ping-primero/service/commands/openfn/project.ts'
import { readDeployment } from '@ping-primero/service/configuration/read-deployment.ts'

/** The OpenFn project of the sandbox's deployment, in both formats: what `openfn build` writes for a country. */
export function openfnProject(): readonly { readonly path: string; readonly make: () => string }[] {
  const read = readDeployment('deployments/sandbox', {})
  if (!read.ok) throw new Error(read.refusal.message)
  return projectFiles(read.value.deployment, null).map(({ path, text }) => ({
    path: `packages/openfn/project/${path}`,
    make: () => text,
  }))
}
