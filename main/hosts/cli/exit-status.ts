// The exit status of the command line, and its paragraph in the help.
import { errorTable, type Job } from '../../../preload/contract/index.ts'

export const passStatus = 0
export const failStatus = 1
export const usageStatus = 2
export const softwareStatus = 5

export const exitStatusHelp = `
Exit status:
  0  passed, or done
  1  the device or its upgrade failed, or the job was cancelled; push: not all devices passed;
     doctor: something does not work
  2  usage: an option, address, connection, file or folder that cannot be used
  3  refused before anything was written: wrong image, no task, unknown device
  4  the cloud could not be reached or refused
  5  an error of the software or its storage
`

/** Of an ended job. */
export function jobStatus(job: Job): number {
  if (job.outcome === 'passed') return passStatus
  return job.error === null ? softwareStatus : errorTable[job.error.code].exit
}
