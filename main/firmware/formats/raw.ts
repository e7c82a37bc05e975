// Bytes that say nothing about themselves: the profile gives the address. What no other format claims.
import { joinRegions } from './join-regions.ts'
import type { ParsedImage } from './parsed-image.ts'

/** IMAGE_FORMAT for an empty file. */
export function parseRaw(bytes: Uint8Array): ParsedImage {
  return {
    format: 'raw',
    regions: joinRegions([{ address: 0, bytes }], 'raw'),
    isPlaced: false,
    entry: null,
    version: null,
    chip: null,
    facts: {},
  }
}
