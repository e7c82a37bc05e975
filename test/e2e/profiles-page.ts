// The profiles in the settings as a test uses them: where their parts are, and what a lead does there again and again.
import { expect, type Locator, type Page } from '@playwright/test'

export class ProfilesPage {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  item(profileId: string): Locator {
    return this.#page.locator(`[data-testid="profile-item"][data-profile="${profileId}"]`)
  }

  async show(profileId: string): Promise<void> {
    await this.item(profileId).click()
    await expect(this.#page.getByTestId('profile-editor')).toHaveAttribute('data-profile', profileId)
  }

  field(place: string): Locator {
    return this.#page.getByTestId(`profile-field-${place}`)
  }

  /** The sentence under a field that has to be corrected. */
  error(place: string): Locator {
    return this.#page
      .locator('.mantine-InputWrapper-root', { has: this.field(place) })
      .locator('p')
      .first()
  }

  mistake(place: string): Locator {
    return this.#page.locator(`[data-testid="profile-mistake"][data-at="${place}"]`)
  }

  async save(): Promise<void> {
    await expect(this.#page.getByTestId('profile-save')).toHaveAttribute('aria-disabled', 'false')
    await this.#page.getByTestId('profile-save').click()
    await expect(this.#page.getByTestId('profile-saved')).toHaveAttribute('data-saved', 'true')
    await expect(this.#page.getByTestId('profile-editor')).toHaveAttribute('data-changed', 'false')
  }

  async expectOrigin(origin: 'builtIn' | 'plant' | 'new'): Promise<void> {
    await expect(this.#page.getByTestId('profile-editor')).toHaveAttribute('data-origin', origin)
  }
}
