import { z } from 'zod'
import { DeploymentYaml } from './schema.ts'

/** The JSON Schema of `deployment.yaml` as a person writes it: what has a default may be left out. */
export function deploymentJsonSchema(): unknown {
  return { title: 'deployment.yaml of ping-primero', ...z.toJSONSchema(DeploymentYaml, { io: 'input' }) }
}
