// The page's policy in a real browser: what a flaw in the page would let in, the browser refuses.
import { expect, test } from '@playwright/test'
import { type RunningStation, startPracticeStation } from './station-process.ts'

let station: RunningStation
test.beforeEach(async () => {
  station = await startPracticeStation()
})
test.afterEach(() => station.close())

test('a script in the page, an evaluated text, a foreign script, style, picture and call: all refused', async ({
  page,
}) => {
  await page.goto(station.url)
  await expect(page.getByTestId('practice-banner')).toBeVisible()
  const ran = await page.evaluate(async () => {
    const refused: string[] = []
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) =>
      refused.push(effectiveDirective),
    )
    const add = (tag: string, attributes: Record<string, string>, text = '') => {
      const element = Object.assign(document.createElement(tag), { textContent: text })
      for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
      const done = new Promise((resolve) => {
        for (const type of ['load', 'error']) element.addEventListener(type, () => resolve(type))
      })
      document.body.append(element)
      return done
    }
    void add('script', {}, 'document.title = "inline"')
    void add('style', {}, 'body { --from-inline: yes }')
    void add('button', { onclick: 'document.title = "handler"', id: 'attacked' })
    document.getElementById('attacked')?.click()
    const foreign = 'http://127.0.0.1:9'
    const loaded = await Promise.all([
      add('script', { src: `${foreign}/x.js` }),
      add('img', { src: `${foreign}/x.png` }),
      fetch(`${foreign}/`, { mode: 'no-cors' }).then(
        () => 'load',
        () => 'error',
      ),
    ])
    const toldOfText = new Promise<void>((resolve) =>
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
        if (effectiveDirective === 'script-src') resolve()
      }),
    )
    // The tools of the browser lift this for what they run themselves, until its first wait.
    let evaluated = 'refused'
    try {
      evaluated = String(new Function('return "evaluated"')())
    } catch {}
    if (evaluated === 'refused') await toldOfText
    const style = getComputedStyle(document.body).getPropertyValue('--from-inline')
    return { title: document.title, style, evaluated, loaded, refused: [...new Set(refused)].sort() }
  })
  expect(ran).toEqual({
    title: expect.not.stringMatching(/inline|handler/),
    style: '',
    evaluated: 'refused',
    loaded: ['error', 'error', 'error'],
    refused: ['connect-src', 'img-src', 'script-src', 'script-src-attr', 'script-src-elem', 'style-src-elem'],
  })
})
