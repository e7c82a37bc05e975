// The English help of each screen: what it is for, how its usual things are done, what its words mean, its keys.
import { joinGroupCommand } from '../../preload/contract/access-commands.ts'
import type { Screen } from '../components/use-screen.ts'

/** Colours of results and states; their words always stand beside them. */
export type HelpTone = 'pass' | 'fail' | 'refused' | 'cancelled' | 'interrupted' | 'accent' | 'warn' | 'quiet'

export interface ScreenHelp {
  readonly what: string
  readonly how: readonly { readonly title: string; readonly steps: readonly string[] }[]
  readonly words: readonly { readonly word: string; readonly meaning: string; readonly tone?: HelpTone }[]
  readonly keys: readonly { readonly key: string; readonly does: string }[]
}

export const helpEn: Record<Screen, ScreenHelp> = {
  bench: {
    what: 'Flash boards and see at a glance what happens in every slot.',
    how: [
      {
        title: 'Flash a lot',
        steps: [
          'Choose the work order in the bar on top and arm it. Until an order is armed, nothing is written.',
          'Plug a board into a slot. In an automatic order it starts by itself; in a manual one press Start.',
          'Wait for the big word. Take a board with PASS out; the slot is free again.',
        ],
      },
      {
        title: 'Deal with a failed board',
        steps: [
          'Read the title and the remedy on the card, and do what the remedy says.',
          'Press “Start again”. The result stays until the board is pulled or you acknowledge it.',
          'If it fails twice with the same code, put the board aside and show its record to your lead.',
        ],
      },
      {
        title: 'Bind a serial number',
        steps: [
          'Select a slot with the mouse or the arrow keys, or select none for the next board.',
          'Scan the label. If it is refused, read the reason and acknowledge it.',
          'A scan that waits for its board can be forgotten again.',
        ],
      },
    ],
    words: [
      {
        word: 'PASS',
        meaning: 'Written, proved, booted where the profile can tell, and recorded.',
        tone: 'pass',
      },
      {
        word: 'FAIL',
        meaning: 'The device was touched or did not answer. The card says what to do.',
        tone: 'fail',
      },
      {
        word: 'REFUSED',
        meaning: 'Stopped before anything was written: wrong image, no task, wrong device.',
        tone: 'refused',
      },
      {
        word: 'CANCELLED',
        meaning: 'A person stopped it. Read what the device most likely carries.',
        tone: 'cancelled',
      },
      {
        word: 'INTERRUPTED',
        meaning: 'The station itself stopped in the middle, for example without power.',
        tone: 'interrupted',
      },
      { word: 'Armed', meaning: 'The work order is on: boards are really written.', tone: 'accent' },
    ],
    keys: [
      { key: '← ↑ ↓ →', does: 'Move between slots' },
      { key: 'Enter', does: 'Main action of the slot: start, acknowledge' },
      { key: 'S', does: 'Start all that are ready' },
      { key: 'A', does: 'Acknowledge the result' },
      { key: 'L', does: 'Show the log' },
      { key: 'F', does: 'Floor view, to be read from far away' },
      { key: '?', does: 'All keys of the bench' },
    ],
  },
  tasks: {
    what: 'See the upgrade tasks of your clouds; a lead creates, reviews, starts and stops them.',
    how: [
      {
        title: 'Find a task',
        steps: [
          'Type a part of its name or ID, or filter by status, kind or part.',
          'Choose it: its facts, devices and progress stand beside the list.',
          'The list also works offline; it says when it was synced last.',
        ],
      },
      {
        title: 'Create a task (lead)',
        steps: [
          'Press “New task…”, give it a name and choose product and part.',
          'Pick the firmware from the library: address, MD5 and size are filled in.',
          'Try it on test devices first; “Make formal…” when they passed.',
        ],
      },
      {
        title: 'Bring a task into use (lead)',
        steps: [
          'Submit a formal task for review and name the reviewer.',
          'The reviewer approves or rejects it; approved, it starts by itself.',
          'Devices get it from then on. “Stop” ends that at any time.',
        ],
      },
    ],
    words: [
      { word: 'Running', meaning: 'Devices that ask get this firmware.', tone: 'pass' },
      { word: 'Waiting', meaning: 'Made, and not started yet.', tone: 'quiet' },
      { word: 'Stopped', meaning: 'Nobody gets it.', tone: 'quiet' },
      { word: 'In review', meaning: 'Waits for its reviewer.', tone: 'warn' },
      {
        word: 'Test / formal',
        meaning: 'A test task is for named devices only; a formal one needs a review.',
      },
      {
        word: 'Automatic / manual',
        meaning: 'Automatic: a plugged board starts by itself. Manual: it waits for Start.',
      },
    ],
    keys: [{ key: 'Tab', does: 'Search, filters, list, actions in this order' }],
  },
  firmware: {
    what: 'See which firmware the clouds list and which files are on this station, and what is inside them.',
    how: [
      {
        title: 'Take a file into the library',
        steps: [
          'Drop the file anywhere on this screen, or choose it with “Import a file…”.',
          'Read what it was recognised as and which catalogue entry it fits.',
          'A file that no catalogue lists is taken only when you say so.',
        ],
      },
      {
        title: 'Fetch firmware before the network goes away',
        steps: [
          'Choose the entry in the catalogue and press “Fetch”.',
          'Its size and digest are compared; a wrong file is never kept.',
          'Pin it, so that it stays whatever happens.',
        ],
      },
      {
        title: 'Look inside a file',
        steps: [
          'Choose it in the library: format, chip, version and digests are shown.',
          'The memory map shows where each part is written, and the gaps.',
          '“Check again” reads the file anew and compares its digest.',
        ],
      },
    ],
    words: [
      { word: 'Verified', meaning: 'The cloud has tested this entry.', tone: 'pass' },
      {
        word: 'Not verified',
        meaning: 'The cloud has not; it is used only when a lead allows it.',
        tone: 'warn',
      },
      { word: 'Here', meaning: 'The file is here and can be flashed offline.', tone: 'accent' },
      { word: 'Damaged', meaning: 'The file has changed on the disk. It is never flashed.', tone: 'fail' },
      { word: 'Digest', meaning: 'A number made of every byte: two files with the same one are the same.' },
    ],
    keys: [{ key: 'Enter', does: 'Open the chosen entry' }],
  },
  devices: {
    what: 'Find one device and see everything that was done to it, here and in its cloud.',
    how: [
      {
        title: 'Find a device',
        steps: [
          'Scan its label, or type a part of its ID, MAC or serial number.',
          'Choose it in the results.',
          'If it is not found, it may have been flashed on another station.',
        ],
      },
      {
        title: 'Read its story',
        steps: [
          'The timeline shows jobs of this station and OTA logs of the cloud, the newest on top.',
          'Choose a job to open its record with the console log.',
          'If the cloud cannot be asked, its part says why; the rest stands.',
        ],
      },
      {
        title: 'Follow an upgrade that is under way',
        steps: [
          'The bar on top shows what the cloud says about it.',
          'It is asked again every few seconds while this page is open.',
          'A device on the LAN also shows its address and the way to update it.',
        ],
      },
    ],
    words: [
      { word: 'Job', meaning: 'One try to flash this device at this station.', tone: 'accent' },
      { word: 'OTA log', meaning: 'What the cloud noted about an upgrade.', tone: 'quiet' },
      { word: 'Roster', meaning: 'The list of devices that a lead has imported: ID, MAC, serial number.' },
    ],
    keys: [{ key: 'Enter', does: 'Search, or open the first result' }],
  },
  lan: {
    what: 'Update devices over the network: find them, choose them, and update them in stages.',
    how: [
      {
        title: 'Find devices',
        steps: [
          'Devices that announce themselves appear by themselves.',
          'For others scan an address range, or type an address.',
          'If nothing comes, check the allowed ranges under Settings, LAN.',
        ],
      },
      {
        title: 'Update some of them',
        steps: [
          'Tick them and press “Update selected…”.',
          'Say how many go first, and how many failures are allowed.',
          'Press “Update”. The rest waits until the first have passed.',
        ],
      },
      {
        title: 'Stop, and try the failed ones again',
        steps: [
          '“Pause” starts nothing new; “Stop the rest” ends it for good. What runs goes on.',
          'Read the reasons in the list of the rollout.',
          'Press “Retry failed only”.',
        ],
      },
    ],
    words: [
      { word: 'passed', meaning: 'It runs the new version.', tone: 'pass' },
      {
        word: 'failed',
        meaning: 'The reason stands beside it. It usually still runs the old version.',
        tone: 'fail',
      },
      { word: 'skipped', meaning: 'Needs nothing, or could not be asked before.', tone: 'quiet' },
      { word: 'Rollout', meaning: 'An update of many devices in stages.' },
      { word: 'away', meaning: 'Not heard for a while.', tone: 'quiet' },
    ],
    keys: [{ key: 'Shift + click', does: 'Select a range' }],
  },
  history: {
    what: 'Every job that ended at this station, with its whole record.',
    how: [
      {
        title: 'Find records',
        steps: [
          'Choose a time, or add filters: product, version, slot, operator, result, error code, lot, device.',
          'Each filter is a tag; take it away with its cross.',
          'The address of the page keeps the filters, so the link can be sent.',
        ],
      },
      {
        title: 'Read one record',
        steps: [
          'Choose a row. Result, reason, steps and versions come first.',
          'Below stand what was reported to the cloud and the console log.',
          'The code under the reason can be looked up at the end of this help.',
        ],
      },
      {
        title: 'Take records along',
        steps: [
          '“Export CSV” and “Export JSON” save all that fit the filters.',
          '“Print lot” makes a page to print, or to save as PDF.',
          'Labels are printed for passed units only.',
        ],
      },
    ],
    words: [
      { word: 'Passed', meaning: 'Written, proved and recorded.', tone: 'pass' },
      { word: 'Failed', meaning: 'The device was touched, or could not be spoken to.', tone: 'fail' },
      { word: 'Refused', meaning: 'Nothing was written.', tone: 'refused' },
      {
        word: 'Corrected later',
        meaning: 'The cloud confirmed the success after the job had given up.',
        tone: 'pass',
      },
      { word: 'Lot', meaning: 'The batch that the work order named.' },
    ],
    keys: [
      { key: 'Enter', does: 'Open the record of the row' },
      { key: 'Esc', does: 'Close the record' },
    ],
  },
  statistics: {
    what: 'How well the bench does, and what to fix first.',
    how: [
      {
        title: 'See how a day went',
        steps: [
          'Choose the time, and product or lot if you want only those.',
          'Yield counts units; first-pass yield counts those that passed at the first try.',
          '“Show numbers” shows the table of a chart.',
        ],
      },
      {
        title: 'Find what to fix first',
        steps: [
          'The top card costs the most units and time.',
          'It says where the failures gather: a slot, a version, a step.',
          '“Show these jobs” opens the history with exactly these records.',
        ],
      },
      {
        title: 'Find a bad cable',
        steps: [
          'Look at slot health: retries and speed beside the other slots.',
          'A slot that is slower and retries more usually has a bad cable or plug.',
          'Change the cable and compare again after some units.',
        ],
      },
    ],
    words: [
      { word: 'Yield', meaning: 'Units that passed in the end, of all units.', tone: 'pass' },
      { word: 'First-pass yield', meaning: 'Units that passed at the first try.', tone: 'pass' },
      { word: 'Unit', meaning: 'One device, however often it was tried.' },
      {
        word: 'Hint',
        meaning: 'What the numbers of a slot suggest. Look before you change anything.',
        tone: 'warn',
      },
    ],
    keys: [{ key: 'Tab', does: 'Range, filters, cards, tables in this order' }],
  },
  settings: {
    what: 'What a lead sets once: product, clouds, network, people. Others may look.',
    how: [
      {
        title: 'Say what is flashed here',
        steps: [
          'Bench: type the product ID and choose its profile and part.',
          'Clouds: add the connection and press “Test connection” after saving.',
          'Products: say which connection gives tasks and takes results.',
        ],
      },
      {
        title: 'Send again what a cloud refused',
        steps: [
          'Open “Delivery”. Refused messages stand on top, with the reason.',
          'Do what the remedy says, usually in the cloud.',
          'Press “Send again”.',
        ],
      },
      {
        title: 'Find a fault, and get help from support',
        steps: [
          'Open “Diagnostics” and press “Check this computer”: what does not work stands on top, with what to do.',
          `A port may not be opened on Linux? Type: ${joinGroupCommand('linux')}`,
          'Press “Save the file” and send it with a sentence about what you saw. No passwords, tokens or PINs are in it.',
        ],
      },
    ],
    words: [
      {
        word: 'Profile',
        meaning: 'How the boards of a product are written: protocol, speed, reset, addresses.',
      },
      { word: 'Connection', meaning: 'A cloud: where it is, and as whom the station signs in.' },
      { word: 'Secret', meaning: 'Token, password or key. It goes in and never comes out again.' },
      {
        word: 'To be corrected',
        meaning: 'A tab with this mark has a field that cannot be saved.',
        tone: 'fail',
      },
    ],
    keys: [{ key: '← →', does: 'Change the tab while a tab has the focus' }],
  },
}
