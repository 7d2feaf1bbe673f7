import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'

const root = resolve(import.meta.dirname, '../..')

/** The tests that judge mutants: those beside the mutated sources, which name a defect at once and are quick. */
export default defineConfig({
  root,
  // By its name core would be found where the packages are linked, outside the copy that holds the mutants.
  resolve: {
    alias: [
      { find: /^@ping-primero\/core$/, replacement: resolve(root, 'packages/core/src/index.ts') },
      { find: /^@ping-primero\/core\/(.+)$/, replacement: resolve(root, 'packages/core/src/$1') },
    ],
  },
  test: {
    include: ['packages/core/src/{mapping,ledger,flows}/**/*.test.ts'],
    testTimeout: 30_000,
  },
})
