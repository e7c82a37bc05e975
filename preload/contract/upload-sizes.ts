// How a file is handed in, for both sides of the border. Numbers only: the screens take them without the schemas.

/** 192 KiB of file as base64: fits a message of any carrier. */
export const uploadChunkBytes = 192 * 1024
/** As much as the station takes as one image. */
export const largestUploadBytes = 256 * 1024 * 1024
