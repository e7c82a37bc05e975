// The settings screen as a test uses it: where its parts are, and what a lead does there again and again.
import { expect, type Locator, type Page } from '@playwright/test'
import type { ConnectionCheck, SyncState } from '../../preload/contract/connection.ts'
import type { CloudUse, ConnectionKind, SecretName } from '../../preload/contract/connection-facts.ts'

export interface NewConnection {
  readonly kind: ConnectionKind
  readonly name: string
  readonly fields: Readonly<Record<string, string>>
  readonly secrets: Readonly<Partial<Record<SecretName, string>>>
}

const syncColumns = { items: 2, synced: 1 } as const

export class SettingsPage {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  async open(part: 'bench' | 'lan' | 'clouds' | 'products' | 'profiles'): Promise<void> {
    await this.#page.getByTestId('nav-settings').click()
    await this.#page.getByTestId(`settings-tab-${part}`).click()
  }

  async save(): Promise<void> {
    await this.#page.getByTestId('settings-save').click()
    await expect(this.#page.getByTestId('settings-saved')).toHaveAttribute('data-saved', 'true')
  }

  /** Shows it, too. */
  async addConnection({ kind, name, fields, secrets }: NewConnection): Promise<void> {
    await this.#page.getByTestId('connection-add').click()
    await this.#page.getByTestId(`connection-kind-${kind}`).check()
    await this.#page.getByTestId('connection-new-name').fill(name)
    await this.#page.getByTestId('connection-create').click()
    for (const [field, value] of Object.entries(fields))
      await this.#page.getByTestId(`connection-${field}`).fill(value)
    await this.typeSecrets(secrets)
  }

  /** Of the connection that is shown. */
  async typeSecrets(secrets: NewConnection['secrets']): Promise<void> {
    for (const [name, value] of Object.entries(secrets))
      await this.#page.getByTestId(`connection-secret-${name}`).fill(value)
  }

  connection(connectionId: string): Locator {
    return this.#page.locator(`[data-testid="connection-item"][data-connection="${connectionId}"]`)
  }

  async testConnection(connectionId: string, state: 'works' | 'failed'): Promise<void> {
    await this.connection(connectionId).click()
    await this.#page.getByTestId('connection-test').click()
    await expect(this.connection(connectionId)).toHaveAttribute('data-state', state)
  }

  /** Of the test that is shown. */
  checks(outcome: ConnectionCheck['outcome']): Locator {
    return this.#page.locator(`[data-testid="connection-check"][data-outcome="${outcome}"]`)
  }

  async expectOutcome(outcome: ConnectionCheck['outcome'], calls: readonly string[]): Promise<void> {
    for (const call of calls)
      await expect(
        this.#page.locator(`[data-testid="connection-check"][data-call="${call}"]`),
      ).toHaveAttribute('data-outcome', outcome)
  }

  async expectRoutes(routes: Readonly<Record<CloudUse, string>>): Promise<void> {
    for (const [use, connectionId] of Object.entries(routes))
      await expect(this.#page.getByTestId(`product-${use}`)).toHaveValue(connectionId)
  }

  async expectCopy(what: SyncState['what'], expected: { items: number; fails: boolean }): Promise<void> {
    const row = this.#page.locator(`[data-testid="sync-row"][data-what="${what}"]`)
    const cells = row.getByRole('cell')
    await expect(row).toHaveAttribute('data-fails', String(expected.fails))
    await expect(cells.nth(syncColumns.items)).toHaveText(String(expected.items))
    await expect(cells.nth(syncColumns.synced).locator('time')).toBeVisible()
  }
}
