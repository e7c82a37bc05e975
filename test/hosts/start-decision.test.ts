import { expect, test } from 'vitest'
import { decideStart, desktopFailedToStart, type StartFacts } from '../../scripts/start-decision.ts'

const workstation: StartFacts = {
  display: true,
  shellPresent: true,
  terminal: true,
  answer: null,
  linuxRoot: false,
  args: ['--practice'],
}

test.each<[string, Partial<StartFacts>, string]>([
  ['a display and the shell', {}, 'desktop'],
  ['no terminal is needed for what is there', { terminal: false }, 'desktop'],
  ['no shell, never asked', { shellPresent: false }, 'ask'],
  ['no shell, yes was answered', { shellPresent: false, answer: 'yes' }, 'fetch'],
  ['no shell, no was answered', { shellPresent: false, answer: 'no' }, 'headless'],
  ['no shell and nobody to ask', { shellPresent: false, terminal: false }, 'headless'],
  [
    'nothing is fetched unattended, whatever was answered',
    { shellPresent: false, terminal: false, answer: 'yes' },
    'headless',
  ],
  ['no display', { display: false }, 'headless'],
  ['no display, no shell: nobody is asked for nothing', { display: false, shellPresent: false }, 'headless'],
  ['root on Linux', { linuxRoot: true }, 'headless'],
  ['a port was asked for', { args: ['--port', '4600'] }, 'headless'],
  ['a host was asked for', { args: ['--host=0.0.0.0'] }, 'headless'],
])('%s', (_name, facts, kind) => {
  expect(decideStart({ ...workstation, ...facts }).kind).toBe(kind)
})

test.each([
  [{ code: 0, signal: null, ranMs: 500 }, false],
  [{ code: 2, signal: null, ranMs: 500 }, false],
  [{ code: 127, signal: null, ranMs: 50 }, true],
  [{ code: null, signal: 'SIGTRAP', ranMs: 300 }, true],
  [{ code: null, signal: 'SIGTRAP', ranMs: 3_600_000 }, false],
  [{ code: null, signal: 'SIGTERM', ranMs: 300 }, false],
])('%j: failed to start %s', (ended, failed) => {
  expect(desktopFailedToStart(ended)).toBe(failed)
})
