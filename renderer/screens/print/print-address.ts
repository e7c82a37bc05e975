// The addresses of what is printed: `#/print/lot/<lot>`, `#/print/labels?jobs=<id>,<id>`. Pure.

export type Printed = { readonly lot: string } | { readonly jobIds: readonly string[] }

export const lotAddress = (lot: string): string => `#/print/lot/${encodeURIComponent(lot)}`

export const labelsAddress = (jobIds: readonly string[]): string =>
  `#/print/labels?jobs=${jobIds.map(encodeURIComponent).join(',')}`

/** Null: nothing that can be printed. */
export function printedOf(hash: string): Printed | null {
  const [path = '', query = ''] = hash.split('?')
  const [, , what, lot] = path.split('/')
  if (what === 'lot' && lot) return { lot: decoded(lot) }
  if (what !== 'labels') return null
  const jobIds = new URLSearchParams(query).get('jobs')?.split(',') ?? []
  return { jobIds: [...new Set(jobIds.map((jobId) => jobId.trim()).filter((jobId) => jobId !== ''))] }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
