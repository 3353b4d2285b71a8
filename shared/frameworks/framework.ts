/** One control of a framework: the checks that decide it, or why no machine can, or what is still to come. */
export type Control<Id extends string = string> = { readonly title: string } & (
  | { readonly checks: readonly Id[] }
  | { readonly manual: string }
  | { readonly planned: string }
);

/** Controls to checks, in one direction only; `controls` in the order of the standard. */
export interface Framework<Id extends string = string> {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly controls: Readonly<Record<string, Control<Id>>>;
}
