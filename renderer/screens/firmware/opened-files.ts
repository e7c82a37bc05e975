// Files that were opened with the desktop (its menu, a double click): the address names them, the desktop gives the bytes of
// each once, and from there they are files like those that are dropped here.
import { useEffect } from 'react'
import { openedAddress, openedFiles } from '../../../preload/contract/screens.ts'
import { replaceAddress, useAddress } from '../../components/use-address.ts'

/** Of the files that the address names. Pure. */
export function openedTokensOf(hash: string): string[] {
  const tokens = hash.startsWith(openedAddress) ? hash.slice(openedAddress.length).split(',') : []
  return tokens.filter((token) => /^[0-9a-f]{32}$/.test(token))
}

/** Null: there is none any more. */
export async function fetchOpenedFile(token: string): Promise<File | null> {
  const response = await fetch(`${openedFiles.folder}${token}`, { cache: 'no-store' })
  const name = response.headers.get(openedFiles.nameHeader)
  if (!response.ok || name === null) return null
  return new File([await response.blob()], decodeURIComponent(name))
}

/** `take` null: whoever is here may not take files in; the address stays until somebody who may has signed in. */
export function useOpenedFiles(take: ((files: readonly File[]) => void) | null): void {
  const address = useAddress()
  const mayTake = take !== null
  // biome-ignore lint/correctness/useExhaustiveDependencies: `take` is another one at each drawing
  useEffect(() => {
    const tokens = openedTokensOf(address)
    if (tokens.length === 0 || !mayTake) return
    // At once: the desktop gives each only once, and a reload must not ask again.
    replaceAddress('#/firmware')
    for (const token of tokens)
      fetchOpenedFile(token).then(
        (file) => file && take([file]),
        () => undefined,
      )
  }, [address, mayTake])
}
