import { configDefaults, defineConfig } from 'vitest/config'

/** Packages whose tests change nothing of the process that they run in: their files share it, and are loaded once. */
const shared = ['packages/{core,console,sandbox}/src/**/*.test.ts']

export default defineConfig({
  test: {
    maxWorkers: 2,
    // No measure of anything: what hangs ends, and what waits for a busy machine does not.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    projects: [
      { extends: true, test: { name: 'shared', include: shared, isolate: false } },
      {
        extends: true,
        test: {
          name: 'apart',
          include: ['packages/*/src/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...shared],
          globalSetup: 'test/support/left-out.ts',
        },
      },
    ],
  },
})
