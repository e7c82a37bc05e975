// The event that Electron hands to listeners which may say no.
import type * as Electron from 'electron'

export class PreventableEvent implements Pick<Electron.Event, 'defaultPrevented' | 'preventDefault'> {
  defaultPrevented = false
  preventDefault(): void {
    this.defaultPrevented = true
  }
}
