// Where the window was and how large, kept in a file of the desktop's own folder. A file that says nonsense, or a place that
// is on no display any more, is as good as none.
import { readFileSync, writeFileSync } from 'node:fs'
import type { BrowserWindow, Rectangle } from 'electron'
import { z } from 'zod'

const length = z.number().int().min(200).max(20_000)
const position = z.number().int().min(-100_000).max(100_000)
const windowStateSchema = z.strictObject({
  bounds: z.strictObject({ x: position, y: position, width: length, height: length }),
  maximized: z.boolean(),
})
export type WindowState = z.infer<typeof windowStateSchema>

/** So much of the window's upper edge has to be seen that a person can take hold of it. In pixels. */
const graspable = { width: 120, height: 40 }

/** `workAreas`: of all displays. Null: where and how large the system likes. */
export function readWindowState(file: string, workAreas: readonly Rectangle[]): WindowState | null {
  let given: unknown
  try {
    given = JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
  const state = windowStateSchema.safeParse(given).data
  return state !== undefined && workAreas.some((area) => isWithinReach(state.bounds, area)) ? state : null
}

/** When the window closes, also when that is then called off. */
export function keepWindowState(window: BrowserWindow, file: string): void {
  window.on('close', () => {
    const state: WindowState = { bounds: window.getNormalBounds(), maximized: window.isMaximized() }
    try {
      writeFileSync(file, JSON.stringify(state), { mode: 0o600 })
    } catch {
      // A full disk must not keep the window from closing.
    }
  })
}

function isWithinReach(bounds: Rectangle, area: Rectangle): boolean {
  const width = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x)
  const isEdgeInside = bounds.y >= area.y && bounds.y + graspable.height <= area.y + area.height
  return width >= graspable.width && isEdgeInside
}
