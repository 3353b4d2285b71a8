import fc from 'fast-check';

/** Any UTF-16 text, lone surrogates too. Not fc.string({ unit: 'binary' }): it spends more than a second on tables first. */
export const anyText = fc.uint16Array({ maxLength: 40 }).map((units) => String.fromCharCode(...units));
