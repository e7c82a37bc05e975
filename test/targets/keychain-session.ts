// Run by keychain.test.ts inside a desktop session of its own: keeps two secrets as a station does, opens them again as
// the next start does, and prints what it found. Argument: the data folder.
import { checkKeychain } from '../../main/station/doctor/keychain-check.ts'
import { openKeychain, systemKeychain } from '../../main/station/keychain.ts'
import { openSecrets } from '../../main/station/secrets.ts'

const dataDir = process.argv[2] ?? ''
const open = () => openSecrets(dataDir, () => systemKeychain({}))

const first = await open()
await first.set({ plant: { token: 'x'.repeat(4096), password: 'gone soon' } })
const second = await open()
const found = { keptIn: await second.keptIn(), tokenChars: second.get('plant', 'token').length }
await second.set({ plant: { password: '' } })
const third = await open()
const [doctor] = await checkKeychain(dataDir, {}, openKeychain)
console.log(
  JSON.stringify({
    ...found,
    stored: third.stored(),
    password: third.get('plant', 'password'),
    doctor: doctor?.finding,
  }),
)
