// For a station in a process of its own: a clock that is ahead or behind, and jumps once while it works. Given to Node as a module
// that comes before the program.

/** `atMs`: after so long; `byMs`: ahead when positive. */
export function shiftedClock(
  fromMs: number,
  jump: { readonly atMs: number; readonly byMs: number },
): string[] {
  const source = `
    const RealDate = Date, started = RealDate.now()
    const shift = () => ${fromMs} - started + (RealDate.now() - started > ${jump.atMs} ? ${jump.byMs} : 0)
    globalThis.Date = class extends RealDate {
      constructor(...given) {
        if (given.length === 0) super(RealDate.now() + shift())
        else super(...given)
      }
      static now() { return RealDate.now() + shift() }
    }`
  return ['--import', `data:text/javascript,${encodeURIComponent(source)}`]
}
