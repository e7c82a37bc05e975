import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { readLine } from '../../../main/hosts/cli/read-line.ts'
import { FlashlineError } from '../../../preload/contract/index.ts'

/** Standard input as a pipe or a terminal; what was said to the person. */
function open(isTTY: boolean) {
  const input = Object.assign(new PassThrough(), { isTTY })
  const controller = new AbortController()
  let said = ''
  const say = (text: string) => {
    said += text
  }
  const line = readLine(input, 'Secret: ', say, controller.signal)
  return { input, line, controller, said: () => said }
}

test.each([
  ['one line\n', 'one line'],
  ['of windows\r\nand more\n', 'of windows'],
  ['without an end', 'without an end'],
  ['', ''],
])('a pipe with %j', async (text, expected) => {
  const { input, line, said } = open(false)
  input.end(text)
  expect(await line).toBe(expected)
  expect(said()).toBe('')
})

test('a pipe that stays open after its line is not waited for', async () => {
  const { input, line } = open(false)
  input.write('half ')
  input.write('a line\n')
  expect(await line).toBe('half a line')
})

test('a pipe that never ends its line is read to a bound', async () => {
  const { input, line } = open(false)
  input.write('x'.repeat(20_000))
  expect((await line).length).toBe(8192)
})

test('a terminal is asked, and shows nothing of what is typed', async () => {
  const { input, line, said } = open(true)
  for (const key of 'top') input.write(key)
  input.write('secret\r')
  expect(await line).toBe('topsecret')
  expect(said()).toBe('Secret: \n')
})

test('Ctrl-C at a terminal', async () => {
  const { input, line } = open(true)
  input.write('top\u0003')
  await expect(line).rejects.toMatchObject({ code: 'JOB_CANCELLED' })
})

test.each([true, false])('being told to end; a terminal: %s', async (isTTY) => {
  const { line, controller } = open(isTTY)
  controller.abort(new FlashlineError('JOB_CANCELLED'))
  await expect(line).rejects.toMatchObject({ code: 'JOB_CANCELLED' })
})
