/**
 * One control of a framework: the checks that decide it, or why no machine can, or what is still to come. Checks together with `manual` or
 * `planned` cover a part of it: their failure fails the control, but that they pass is not enough, and the rest is said.
 */
export type Control<Id extends string = string> = { readonly title: string } & (
  | { readonly checks: readonly Id[]; readonly manual?: string; readonly planned?: string }
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
