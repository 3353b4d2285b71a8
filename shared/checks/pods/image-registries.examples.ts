import type { FactsOfTarget } from '../../facts/index.ts';
import { denied, settings } from '../base.ts';
import { containerWith, deployed, ofWeb, podWith } from '../base-workloads.ts';
import type { Example } from '../example.ts';

const passes = 'every image comes from an approved registry';
const approved = (imageRegistries: string[], facts: FactsOfTarget = {}): FactsOfTarget => ({
  ...facts,
  settings: { known: true, value: { ...settings, imageRegistries } },
});
const of = (image: string) => deployed(podWith([containerWith({ image })]));

export default [
  {
    says: 'Nobody named registries',
    facts: {},
    expect: ofWeb('not-applicable', 'postern.yaml has no list of approved registries (imageRegistries)'),
  },
  {
    says: 'The registry of the account',
    facts: approved(['111122223333.dkr.ecr.eu-central-1.amazonaws.com']),
    expect: ofWeb('pass', passes),
  },
  {
    says: 'A registry that begins alike',
    facts: approved(['ghcr.io'], of('ghcr.io.example.com/shop/web:1')),
    expect: ofWeb('fail', 'container web: image ghcr.io.example.com/shop/web:1 comes from ghcr.io.example.com/shop/web'),
  },
  {
    says: 'A repository that begins alike',
    facts: approved(['ghcr.io/shop/'], of('ghcr.io/shopping/web:1')),
    expect: ofWeb('fail', 'container web: image ghcr.io/shopping/web:1 comes from ghcr.io/shopping/web'),
  },
  {
    says: 'A short name is one of Docker Hub',
    facts: approved(['ghcr.io/shop'], of('nginx:1.29.1')),
    expect: ofWeb('fail', 'container web: image nginx:1.29.1 comes from docker.io/library/nginx'),
  },
  {
    says: 'Official images of Docker Hub, by an older name of it',
    facts: approved(['docker.io/library'], of('index.docker.io/nginx:1.29.1')),
    expect: ofWeb('pass', passes),
  },
  {
    says: 'A registry that was given up is a finding without a list',
    facts: of('k8s.gcr.io/pause:3.6'),
    expect: ofWeb('fail', 'container web: image k8s.gcr.io/pause:3.6 comes from k8s.gcr.io, which Kubernetes has given up'),
  },
  {
    says: 'An image that is mounted as a volume',
    facts: approved(
      ['111122223333.dkr.ecr.eu-central-1.amazonaws.com'],
      deployed(
        podWith([containerWith({ volumeMounts: [] })], {
          volumes: [{ name: 'tools', type: 'image', reference: 'ghcr.io/evil/tools:1' }],
        }),
      ),
    ),
    expect: ofWeb('fail', 'volume tools: image ghcr.io/evil/tools:1 comes from ghcr.io/evil/tools'),
  },
  {
    says: 'What is no reference comes from nowhere',
    facts: approved(['docker.io'], of('https://docker.io/nginx')),
    expect: ofWeb('fail', 'container web: image https://docker.io/nginx is no reference to an image'),
  },
  {
    says: 'Pods could not be listed: one may have what its template has not',
    facts: approved(['docker.io'], { pods: denied('list pods') }),
    expect: [{ status: 'unknown', because: 'AccessDenied: list pods (list pods)' }],
  },
] satisfies readonly Example[];
