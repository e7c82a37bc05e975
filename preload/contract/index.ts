// The door of the contract folder.
export * from './contract.ts'
export * from './error-texts.ts'
export * from './errors.ts'
export * from './events.ts'
export * from './flashline-error.ts'
export * from './model.ts'
