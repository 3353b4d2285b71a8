import manifest from '../package.json' with { type: 'json' };

/** The version of the package, which every report names. */
export const version: string = manifest.version;
