// `flashline kit inspect`: what is in a kit or a result file, whether it is whole, and whether it would be taken here.
import type { Command } from 'commander'
import { errorTable } from '../../../../../preload/contract/index.ts'
import type { Inspected } from '../../../../station/kit-desk.ts'
import type { CliIo } from '../../cli-io.ts'
import { jsonLine } from '../../json-line.ts'
import { kitFactTexts } from '../../kit-texts.ts'
import { cliLanguage } from '../../language.ts'
import type { CliParts } from '../../parts.ts'
import { printable, table } from '../../printable.ts'
import type { Finish } from '../../program.ts'
import { errorLines } from '../../say-error.ts'
import { kitFolder } from './kit-folder.ts'

export function addKitInspect(kit: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  kit
    .command('inspect <file>')
    .description('Say what is in a kit or result file; takes nothing. Ends with the status of its refusal.')
    .option('--data <dir>', 'the station that it would be taken by')
    .option('--json', 'print one JSON document, as the contract has it')
    .action(async (file: string, given: { readonly data?: string; readonly json?: true }) => {
      const { inspectKit } = await parts.kitOnce()
      const found = await inspectKit(kitFolder(given), file, io.signal)
      const { refusal } = found
      if (given.json) io.out(jsonLine(found))
      else {
        io.out(table(rowsOf(found).map(([head, fact]) => [head, printable(fact)])))
        if (refusal) io.err(errorLines(refusal, cliLanguage(io.env)))
      }
      finish(refusal ? errorTable[refusal.code].exit : 0)
    })

  function rowsOf(found: Inspected): [string, string][] {
    const language = cliLanguage(io.env)
    const text = (fact: keyof typeof kitFactTexts) => kitFactTexts[fact][language]
    const one = found.kind === 'kit' ? found.kit : found.results
    const signed: [string, string][] = [
      [text('madeBy'), `${one.createdBy}, ${one.stationName}`],
      [text('madeAt'), one.createdAt],
      [text('key'), one.fingerprint],
      [text('trusted'), found.signer ?? text('notTrusted')],
    ]
    if (found.kind === 'results') return [...signed, [text('results'), String(found.results.jobs)]]
    const { name, validFrom, validTo, tasks, orders, profiles, images, devices } = found.kit
    return [
      [text('name'), name],
      ...signed,
      [text('valid'), `${validFrom} - ${validTo}`],
      [text('orders'), orders.map((order) => order.name).join(', ') || '-'],
      [text('tasks'), tasks.map((task) => task.name).join(', ') || '-'],
      [text('profiles'), profiles.map(({ profileId }) => profileId).join(', ') || '-'],
      [text('images'), images.map((image) => image.name).join(', ') || '-'],
      [text('devices'), String(devices)],
      ...(found.differingProfiles.length > 0
        ? [[text('differs'), found.differingProfiles.join(', ')] satisfies [string, string]]
        : []),
    ]
  }
}
