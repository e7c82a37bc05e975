// The FlashlineError that a promise rejects with; anything else is the test's failure.
import { FlashlineError } from '../../../preload/contract/index.ts'

export async function caught(promise: Promise<unknown>): Promise<FlashlineError> {
  try {
    await promise
  } catch (error) {
    if (error instanceof FlashlineError) return error
    throw error
  }
  throw new Error('it did not reject')
}
