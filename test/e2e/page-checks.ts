// What every screen has to keep, looked at in the page as it stands: nothing breaks at any size, nothing stays in another
// language, and nobody who hears or types instead of seeing and clicking is left out.
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { z } from 'zod'
import { en } from '../../renderer/text/en.ts'
import { zhCn } from '../../renderer/text/zh-cn.ts'

const root = join(import.meta.dirname, '../..')
const nameSchema = z.object({ name: z.string() })

const sizes = [
  { width: 1280, height: 720 },
  { width: 1366, height: 768 },
  { width: 1920, height: 1080 },
  { width: 3840, height: 2160 },
] as const

/** WCAG 2.0 and 2.1, levels A and AA. */
async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
    .analyze()
  const told = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
  )
  expect(told).toEqual([])
}

/** What a day looks for wherever it stops: in English all sizes and who cannot see or point, in Chinese every word. */
export function lookOf(page: Page, locale: string): () => Promise<void> {
  return async () => {
    if (locale === 'zh-CN') {
      await expectWholeAt(page, sizes.slice(0, 1))
      await expectAllChinese(page)
    } else {
      await expectWholeAt(page, sizes)
      await expectAccessible(page)
    }
  }
}

/** The page itself never scrolls sideways, no control lies outside it, and no text is cut off silently. */
async function expectWholeAt(page: Page, wanted: readonly (typeof sizes)[number][]): Promise<void> {
  const before = page.viewportSize()
  for (const size of wanted) {
    await page.setViewportSize(size)
    // A grid that sizes itself does so in the frames after the change.
    await page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    )
    await expect
      .poll(() => page.evaluate(brokenPlaces), { message: `broken at ${size.width}x${size.height}` })
      .toEqual([])
  }
  if (before) await page.setViewportSize(before)
}

/** Runs in the page. */
function brokenPlaces(): string[] {
  const found: string[] = []
  const name = (element: Element) =>
    `${element.tagName.toLowerCase()}${element.id ? `#${element.id}` : ''}[${element.getAttribute('data-testid') ?? element.className}] "${(element.textContent ?? '').slice(0, 40)}"`
  const root = document.documentElement
  if (root.scrollWidth > root.clientWidth)
    found.push(`the page is ${root.scrollWidth - root.clientWidth} px too wide`)
  const scrolls = (element: Element): boolean => {
    for (let at = element.parentElement; at; at = at.parentElement) {
      const { overflowX, overflowY } = getComputedStyle(at)
      if (/(auto|scroll)/.test(overflowX + overflowY)) return true
    }
    return false
  }
  for (const element of document.querySelectorAll('body *')) {
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue
    const box = element.getBoundingClientRect()
    if (box.width <= 1 || box.height <= 1) continue
    const style = getComputedStyle(element)
    const isControl = element.matches('button, a[href], input, select, textarea, [role="tab"]')
    if (
      isControl &&
      !scrolls(element) &&
      (box.right > innerWidth + 1 || box.bottom > innerHeight + 1 || box.left < -1 || box.top < -1)
    )
      found.push(`outside: ${name(element)}`)
    const hasOwnText = [...element.childNodes].some(
      (node) => node.nodeType === Node.TEXT_NODE && (node.nodeValue ?? '').trim() !== '',
    )
    // An ellipsis says that there is more; a clipped word does not.
    if (
      hasOwnText &&
      style.overflowX === 'hidden' &&
      style.textOverflow !== 'ellipsis' &&
      style.webkitLineClamp === 'none' &&
      element.scrollWidth > element.clientWidth + 1
    )
      found.push(`cut: ${name(element)}`)
  }
  return found
}

const english = new Set(untranslatedSentences())

/** In Chinese, no English sentence of ours is left, and no key stands where its sentence should. */
async function expectAllChinese(page: Page): Promise<void> {
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN')
  const said = await page.evaluate(() => {
    const texts: string[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement
      if (parent?.checkVisibility() && !parent.closest('[lang="en"]')) texts.push(node.nodeValue ?? '')
    }
    for (const element of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]'))
      for (const attribute of ['aria-label', 'title', 'placeholder', 'alt'])
        texts.push(element.getAttribute(attribute) ?? '')
    return texts.map((text) => text.trim()).filter((text) => text !== '')
  })
  expect(said.length).toBeGreaterThan(5)
  const left = said.filter(
    (text) => english.has(text) || /^[a-z]\w+(\.\w+)+$/i.test(text.replace(/\.bin$/, '')),
  )
  expect(left.filter((text) => !looksLikeName(text))).toEqual([])
}

/** Built-in profiles are called what their boards are called. */
const profileNames = new Set(
  globSync('resources/profiles/*.json', { cwd: root }).map(
    (path) => nameSchema.parse(JSON.parse(readFileSync(join(root, path), 'utf8'))).name,
  ),
)

/** Versions, hosts and files have points, too. */
function looksLikeName(text: string): boolean {
  return profileNames.has(text) || /\d|\.(bin|hex|png|csv|json|local|com|cn|net|org)\b/.test(text)
}

/** The English sentences that are another in Chinese, without those that something is filled into. */
function untranslatedSentences(): string[] {
  const chinese = new Map(sentences(zhCn))
  return sentences(en).flatMap(([key, text]) =>
    text.includes('{{') || chinese.get(key) === text || text.length < 4 ? [] : [text],
  )
}

function sentences(texts: object, prefix = ''): [string, string][] {
  return Object.entries(texts).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[prefix + key, value]] : sentences(value, `${prefix}${key}.`),
  )
}
