/** Pods as the API takes them, for tests of the Pod Security Standards: one that every control lets pass, and what differs from it. */

export type Raw = Readonly<Record<string, unknown>>;

export interface RawPod {
  readonly spec: Raw;
  readonly annotations?: Readonly<Record<string, string>>;
}

const confined: Raw = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
};

const image = 'registry.example/shop@sha256:0000000000000000000000000000000000000000000000000000000000000000';

/** A container to which no control objects, but for what is given; `securityContext` is laid over its own. */
export const container = (name: string, { securityContext, ...rest }: Raw & { readonly securityContext?: Raw } = {}): Raw => ({
  name,
  image,
  ...rest,
  securityContext: { ...confined, ...securityContext },
});

/** A pod of one such container, but for what is given. */
export const pod = (spec: Raw = {}, annotations?: Readonly<Record<string, string>>): RawPod => ({
  spec: { containers: [container('web')], ...spec },
  ...(annotations && { annotations }),
});

/** A pod whose container has another security context in part. */
export const securing = (securityContext: Raw, spec: Raw = {}, annotations?: Readonly<Record<string, string>>): RawPod =>
  pod({ containers: [container('web', { securityContext })], ...spec }, annotations);
