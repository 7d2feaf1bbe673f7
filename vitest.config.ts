import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['packages/*/src/**/*.test.ts', 'test/**/*.test.ts'],
    globalSetup: 'test/support/left-out.ts',
    maxWorkers: 2,
    // No measure of anything: what hangs ends, and what waits for a busy machine does not.
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
})
