// The screens in a real browser: Debian's chromium where it is installed, else the one Playwright brings.
import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'

const debianChromium = '/usr/bin/chromium'

export default defineConfig({
  testDir: 'test/e2e',
  testMatch: '*.spec.ts',
  timeout: 120_000,
  // A machine that tests is not always a fast one.
  expect: { timeout: 30_000 },
  // Most of their time tests wait for boards; with a third there would be too little of the machine for each.
  workers: 2,
  reporter: process.env.CI ? [['line']] : [['list']],
  use: {
    actionTimeout: 30_000,
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(existsSync(debianChromium) ? { executablePath: debianChromium } : {}),
      args: [
        '--no-sandbox',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
        '--disable-gpu',
      ],
    },
  },
})
