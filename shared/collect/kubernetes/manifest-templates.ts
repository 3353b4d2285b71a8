type Members = Readonly<Record<string, unknown>>;

const isMembers = (value: unknown): value is Members => typeof value === 'object' && value !== null && !Array.isArray(value);

/** API groups of policies: what they hold are patterns of pods, and nothing runs of them. */
const ofPolicies = /(?:^|\.)(?:kyverno\.io|gatekeeper\.sh)$/;

/**
 * The templates of pods in an object of a kind that Kubernetes does not have: `spec.template`, and what else is called a template, however
 * deep (the groups of a RayCluster, the jobs of a JobSet). Elsewhere than in `spec.template` one of its containers has an image: without, it
 * changes pods that an operator makes. Depth and size are bounded by who read the object.
 */
export function templatesIn(object: Members, group: string): unknown[] {
  if (ofPolicies.test(group)) return [];
  const found: unknown[] = [];
  const search = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      const at = path.length > 20 ? path : `${path}.${key}`;
      const containers = /template$/i.test(key) ? containersOf(inner) : [];
      const whole = at === '.spec.template' || containers.some((one) => isMembers(one) && typeof one.image === 'string');
      if (containers.length > 0 && whole) found.push(named(inner as Members));
      else search(inner, at);
    }
  };
  search({ ...object, metadata: undefined, status: undefined }, '');
  return found;
}

/** Members of other kinds that hold containers without a template of a pod around them: of Argo's Workflow, of Tekton's Task. */
const holders = /^(?:container|containers|initContainers|script|sidecars|stepTemplate|steps)$/;

/** Whether an object holds a container with an image, wherever. Of an object without templates it tells that something runs that is not judged. */
export function holdsContainers(object: Members, group: string): boolean {
  if (ofPolicies.test(group)) return false;
  const hasImage = (value: unknown): boolean => isMembers(value) && typeof value.image === 'string';
  const search = (value: unknown): boolean =>
    typeof value === 'object' &&
    value !== null &&
    Object.entries(value).some(
      ([key, inner]) =>
        (holders.test(key) && (hasImage(inner) || (Array.isArray(inner) && inner.some(hasImage)))) || search(inner),
    );
  return search({ ...object, metadata: undefined, status: undefined });
}

function containersOf(template: unknown): readonly unknown[] {
  const spec = isMembers(template) ? template.spec : undefined;
  const containers = isMembers(spec) ? spec.containers : undefined;
  return Array.isArray(containers) ? containers : [];
}

/** Controllers give a name to a container without one (Knative: `user-container`), which an API server would refuse. */
function named(template: Members): Members {
  const spec = template.spec as Members;
  const containers = containersOf(template).map((one, index) =>
    isMembers(one) && (one.name === undefined || one.name === null || one.name === '')
      ? { ...one, name: `unnamed-${index}` }
      : one,
  );
  return { ...template, spec: { ...spec, containers } };
}
