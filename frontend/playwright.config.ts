import { defineConfig } from '@playwright/test';
import type { ServerOptions } from './e2e/fixtures';

export default defineConfig<object, ServerOptions>({
  testDir: 'e2e',
  // Each worker has a server of its own, and nobody meets a stranger from another test.
  workers: 2,
  // A file of four long tests would otherwise keep one worker busy when the other has nothing left.
  fullyParallel: true,
  retries: 0,
  forbidOnly: true,
  timeout: 30_000,
  expect: { timeout: 8_000 },
  reporter: 'list',
  use: {
    browserName: 'chromium',
    actionTimeout: 8_000,
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync'
      ]
    }
  },
  projects: [
    { name: 'usual clock', testIgnore: /(short|limits|screenshots)\.spec\.ts/ },
    // Tier 2 after 2 s, the timeout after 5 s, the grace of a lost connection 3 s: the same rules, in a time that a test can wait for.
    {
      name: 'short clock',
      testMatch: /short\.spec\.ts/,
      use: {
        settings: {
          Whisper__Matching__Tier2After: '00:00:02',
          Whisper__Matching__Timeout: '00:00:05',
          Whisper__Sessions__Grace: '00:00:03',
          // Only a block keeps two people apart here.
          Whisper__Sessions__RematchAfter: '00:00:00'
        }
      }
    },
    {
      name: 'limits on',
      testMatch: /limits\.spec\.ts/,
      use: { settings: { Whisper__Limits__Enabled: 'true', Whisper__Moderation__BlockedTerms__0: 'forbidden' } }
    },
    ...(process.env.SCREENSHOTS === '1' ? [{ name: 'screenshots', testMatch: /screenshots\.spec\.ts/ }] : [])
  ]
});
