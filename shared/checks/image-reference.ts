/** A reference to a container image, with what Docker and the kubelet fill in. */
export interface ImageReference {
  readonly registry: string;
  /** Without the registry: `library/nginx`. */
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
}

/** A reference of the API is an attacker's: a longer one than this is none (the name alone has at most 255 characters). */
const longest = 600;
const docker = 'docker.io';
/** Docker Hub by its older names, which the grammar takes as those of other registries. */
const dockerNames = new Set(['index.docker.io', 'registry-1.docker.io']);

const host = /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252})|\[[0-9A-Fa-f:]{2,45}\])(?::\d{1,5})?$/;
const path = /^[a-z0-9]+(?:(?:\.|_|__|-{1,30})[a-z0-9]+)*$/;
const tag = /^\w[\w.-]{0,127}$/;
const digest = /^[A-Za-z][A-Za-z0-9]{0,30}(?:[-_+.][A-Za-z][A-Za-z0-9]{0,30}){0,4}:[0-9a-fA-F]{32,128}$/;

/**
 * Takes a reference apart (distribution/reference, "Grammar"; its normalisation of familiar names): the first part is a registry where it has
 * a dot or a port, or is `localhost`; else the registry is docker.io, and a name of one part stands in `library/` there.
 * @returns undefined where it is no reference
 */
export function imageReference(text: string): ImageReference | undefined {
  if (text.length > longest) return undefined;
  const at = text.indexOf('@');
  const named = at < 0 ? text : text.slice(0, at);
  const ownDigest = at < 0 ? undefined : text.slice(at + 1);
  // A colon before the last slash is that of a port.
  const colon = named.indexOf(':', named.lastIndexOf('/') + 1);
  const ownTag = colon < 0 ? undefined : named.slice(colon + 1);
  const place = placeOf(colon < 0 ? named : named.slice(0, colon));
  if (place === undefined || (ownTag !== undefined && !tag.test(ownTag))) return undefined;
  if (ownDigest !== undefined && !digest.test(ownDigest)) return undefined;
  return {
    ...place,
    ...(ownTag === undefined ? {} : { tag: ownTag }),
    ...(ownDigest === undefined ? {} : { digest: ownDigest }),
  };
}

function placeOf(name: string): Pick<ImageReference, 'registry' | 'repository'> | undefined {
  const parts = name.split('/');
  const [first = ''] = parts;
  const isHost = /[.:]/.test(first) || first === 'localhost';
  const isRegistry = parts.length > 1 && (isHost || first !== first.toLowerCase());
  // Hosts know no case, but it is all that makes a registry of a name without a dot.
  const registry = isRegistry ? (isHost ? first.toLowerCase() : first) : docker;
  const own = isRegistry ? parts.slice(1) : parts;
  if ((isRegistry && !host.test(first)) || !own.every((part) => path.test(part))) return undefined;
  const normal = dockerNames.has(registry) ? docker : registry;
  return { registry: normal, repository: (normal === docker && own.length === 1 ? ['library', ...own] : own).join('/') };
}

/**
 * Whether an image comes from a place of a list, by whole elements of its path: `ghcr.io/shop` holds `ghcr.io/shop/web`, and not
 * `ghcr.io/shopping/web`; `registry.example.com` does not hold `registry.example.com.evil.test`.
 * @param places registries, with the beginning of a path or without
 */
export function comesFrom({ registry, repository }: ImageReference, places: readonly string[]): boolean {
  const own = `${registry.toLowerCase()}/${repository}/`;
  return places.some((place) => own.startsWith(`${place.toLowerCase().replace(/\/+$/, '')}/`));
}
