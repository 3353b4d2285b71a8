/** As far as asl-validator 4 is used here; its package names no types. */
declare module 'asl-validator' {
  export default function validate(definition: object): {
    readonly isValid: boolean;
    readonly errors: readonly { readonly message?: string }[];
  };
}
