import { vi } from 'vitest'

// What the provider of the tests says of its defaults, at length.
vi.spyOn(console, 'warn').mockImplementation(() => {})
vi.spyOn(console, 'info').mockImplementation(() => {})
