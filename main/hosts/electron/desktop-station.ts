// The station as the desktop's shell sees it: kept in a process of its own, reached through Electron's message ports.
// Which process that is: station-utility.ts.
import type { MessagePortMain } from 'electron'
import type { KeptStation } from '../station-process/kept-station.ts'

export type { PortHolder } from '../station-process/kept-station.ts'

export type DesktopStation = KeptStation<MessagePortMain>
