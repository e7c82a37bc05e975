// Run as a process of its own: opens the store of the folder in its first argument, begins a job, and stays until killed.
import { openStore } from '../../main/store/open-store.ts'

const [folder, jobJson] = process.argv.slice(2)
const store = await openStore(folder ?? '')
if (jobJson !== undefined) await store.jobs.begin(JSON.parse(jobJson))
process.stdout.write('ready\n')
// Named here so that it stays: the lock goes with the handle, also when that is collected as garbage.
setInterval(() => store, 1000)
