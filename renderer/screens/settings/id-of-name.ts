// The name a connection or a profile goes by on the command line and in the records: made once from the name a person
// gave it, and kept when that name is changed. Pure.

/** `Plant A (test)` -> `plant-a-test`; `otherwise` where nothing is left of the name; `-2` and so on where it is taken. */
export function idOfName(name: string, otherwise: string, taken: ReadonlySet<string>): string {
  const slug = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 36)
    .replace(/^-+|-+$/g, '')
  const wanted = slug || otherwise
  let id = wanted
  for (let number = 2; taken.has(id); number += 1) id = `${wanted}-${number}`
  return id
}
