import * as v from 'valibot';

/** Of an object of a manifest: where it stands. Objects of a cluster have none of it. */
export const manifestPlace = {
  /** The file, as the report names it, and the line of the object. */
  file: v.exactOptional(v.string()),
  line: v.exactOptional(v.number()),
  /** Which of the objects of its file that are called the same it is, from the second on. */
  again: v.exactOptional(v.number()),
};

interface Placed {
  readonly file?: string;
  readonly line?: number;
  readonly again?: number;
}

/** The identity of an object by its id and name, with its place where it has one. */
export const placedAs = (id: string, name: string, { file, line, again }: Placed) => ({
  id: again === undefined ? id : `${id}#${again}`,
  name,
  ...(file === undefined ? {} : { file }),
  ...(line === undefined ? {} : { line }),
});
