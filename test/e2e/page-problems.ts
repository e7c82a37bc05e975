// What a page complains about while a test looks elsewhere: errors that nobody caught, and errors on its console.
import type { Page } from '@playwright/test'

/** The list grows as long as the page lives. */
export function watchProblems(page: Page): readonly string[] {
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text())
  })
  return problems
}
