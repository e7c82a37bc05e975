// What goes between a test and the compiled desktop under the stand-in, over Node's IPC.
import type { RelayMessage } from './port-relay.ts'

/** From the test. */
export type DesktopAsk =
  | RelayMessage
  /** A function's text, run with the stand-in and `given`. */
  | { readonly ask: 'evaluate'; readonly id: number; readonly text: string; readonly given: unknown }
  | { readonly ask: 'loaded'; readonly load: number; readonly origin: string }
  /** The page's document is another one: the ports of the last one are dead. */
  | { readonly ask: 'new-document' }

/** From the desktop. */
export type DesktopTell =
  | RelayMessage
  | { readonly tell: 'answer'; readonly id: number; readonly value?: unknown; readonly error?: string }
  | { readonly tell: 'load'; readonly load: number; readonly url: string }
  | { readonly tell: 'move'; readonly url: string }
  /** The page's process has crashed. */
  | { readonly tell: 'gone' }
  | {
      readonly tell: 'post'
      readonly channel: string
      readonly message: unknown
      readonly ports: readonly number[]
    }
