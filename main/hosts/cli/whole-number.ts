// Numbers as option values; commander turns the refusal into a usage error.
import { InvalidArgumentError } from 'commander'

export function wholeNumber(text: string, least: number, most: number): number {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
  if (!(value >= least && value <= most)) {
    throw new InvalidArgumentError(`A whole number from ${least} to ${most} is needed.`)
  }
  return value
}

/** A TCP port; 0 stands for any free one. */
export function portNumber(text: string): number {
  return wholeNumber(text, 0, 65_535)
}
