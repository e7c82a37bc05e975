// Stands in for Electron's sessions and custom protocols: remembers the handlers that were set, so that a test may ask
// them.
import { EventEmitter } from 'node:events'
import type * as Electron from 'electron'
import { app } from './app.ts'

type RequestHandler = Parameters<Electron.Protocol['handle']>[1]
type Answers = { contents: null; permission: string; answer: (yes: boolean) => void; details?: object }
type PermissionRequest = (
  contents: Answers['contents'],
  permission: Answers['permission'],
  answer: Answers['answer'],
  details?: object,
) => void

type BeforeRequest = (request: { url: string }, answer: (response: { cancel?: boolean }) => void) => void

class StandInWebRequest implements Pick<Electron.WebRequest, 'onBeforeRequest'> {
  beforeRequest: BeforeRequest | null = null
  onBeforeRequest(...given: unknown[]): void {
    this.beforeRequest = given.at(-1) as BeforeRequest | null
  }
}

class StandInProtocol
  implements
    Pick<Electron.Protocol, 'handle' | 'isProtocolHandled' | 'registerSchemesAsPrivileged' | 'unhandle'>
{
  schemes: Electron.CustomScheme[] = []
  handlers = new Map<string, RequestHandler>()
  registerSchemesAsPrivileged(schemes: Electron.CustomScheme[]): void {
    if (app.isReady()) throw new Error('protocol.registerSchemesAsPrivileged before app is ready only')
    app.note('registerSchemesAsPrivileged')
    this.schemes = schemes
  }
  handle(scheme: string, handler: RequestHandler): void {
    if (!app.isReady()) throw new Error('protocol.handle after app is ready only')
    this.handlers.set(scheme, handler)
  }
  unhandle(scheme: string): void {
    this.handlers.delete(scheme)
  }
  isProtocolHandled(scheme: string): boolean {
    return this.handlers.has(scheme)
  }
}

export class StandInSession
  extends EventEmitter
  implements
    Pick<
      Electron.Session,
      | 'setBluetoothPairingHandler'
      | 'setDevicePermissionHandler'
      | 'setDisplayMediaRequestHandler'
      | 'setPermissionCheckHandler'
      | 'setPermissionRequestHandler'
      | 'setSpellCheckerEnabled'
    >
{
  readonly webRequest = new StandInWebRequest()
  permissionRequest: PermissionRequest | null = null
  permissionCheck: ((...asked: unknown[]) => boolean) | null = null
  devicePermission: ((...asked: unknown[]) => boolean) | null = null
  displayMedia: ((...asked: unknown[]) => void) | null = null
  spellChecker = true
  // What Electron passes to them is not built here: a test passes what its case needs.
  setPermissionRequestHandler(handler: ((...asked: never[]) => void) | null): void {
    this.permissionRequest = handler as PermissionRequest | null
  }
  setPermissionCheckHandler(handler: ((...asked: never[]) => boolean) | null): void {
    this.permissionCheck = handler as typeof this.permissionCheck
  }
  setDevicePermissionHandler(handler: ((...asked: never[]) => boolean) | null): void {
    this.devicePermission = handler as typeof this.devicePermission
  }
  setDisplayMediaRequestHandler(handler: ((...asked: never[]) => void) | null): void {
    this.displayMedia = handler as typeof this.displayMedia
  }
  setBluetoothPairingHandler(): void {}
  setSpellCheckerEnabled(enable: boolean): void {
    this.spellChecker = enable
  }
  reset(): void {
    this.removeAllListeners()
    this.webRequest.beforeRequest = null
    this.permissionRequest = null
    this.permissionCheck = null
    this.devicePermission = null
    this.displayMedia = null
    this.spellChecker = true
  }
}

export const protocol = new StandInProtocol()
export const session = { defaultSession: new StandInSession() } satisfies Partial<
  Record<keyof typeof Electron.session, StandInSession>
>
