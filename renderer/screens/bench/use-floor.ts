// Whether the bench is shown as a floor view: `#/bench/floor`.
import { useAddress } from '../../components/use-address.ts'
import { readScreenPart } from '../../components/use-screen.ts'

export function useFloor(): boolean {
  return useAddress().split('/')[2] === 'floor'
}

export function toggleFloor(): void {
  location.hash = readScreenPart() === 'floor' ? '#/bench' : '#/bench/floor'
}
