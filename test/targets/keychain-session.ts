// Run by keychain.test.ts inside a desktop session of its own: keeps two secrets as a station does, opens them again as
// the next start does, and prints what it found. Argument: the data folder.
import { systemKeychain } from '../../main/station/keychain.ts'
import { openSecrets } from '../../main/station/secrets.ts'

const dataDir = process.argv[2] ?? ''
const open = () => openSecrets(dataDir, () => systemKeychain({}))

const first = await open()
await first.set({ plant: { token: 'x'.repeat(4096), password: 'gone soon' } })
const second = await open()
const found = { keptIn: await second.keptIn(), tokenChars: second.get('plant', 'token').length }
await second.set({ plant: { password: '' } })
const third = await open()
console.log(JSON.stringify({ ...found, stored: third.stored(), password: third.get('plant', 'password') }))
