import * as v from 'valibot';

/** `postern exposure --format json` (contracts 3.2) as a schema; docs/exposure.schema.json is made from it. Unknown members are refused. */

const text = v.string();
const port = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65_535));
const ports = v.pipe(
  v.array(v.strictTuple([port, port])),
  v.description('Ranges of ports, first and last of each. Rows of icmp, icmpv6 and other have none.'),
);
const cluster = v.pipe(text, v.description('The name of the one cluster that it belongs to.'));
const reason = { why: text, action: v.exactOptional(v.pipe(text, v.description('What would make it known.'))) };
const resource = { id: v.pipe(text, v.nonEmpty()), instance: v.exactOptional(text) };

const certificate = v.strictObject({ subject: text, issuer: text, notBefore: text, notAfter: text });
const probe = v.strictObject({
  port,
  address: v.exactOptional(v.pipe(text, v.description('The address that was dialled.'))),
  outcome: v.picklist(['connected', 'refused', 'timed-out', 'unreachable', 'not-probed']),
  says: v.pipe(text, v.description('What it means for what was computed, or why nothing was sent.')),
  tls: v.exactOptional(
    v.pipe(
      v.strictObject({
        accepted: v.array(text),
        refused: v.array(text),
        cipher: text,
        chain: v.array(certificate),
        names: text,
        matches: v.boolean(),
        problem: v.exactOptional(
          v.pipe(text, v.description('Why the certificate does not lead to an authority that is trusted.')),
        ),
      }),
      v.description('What the server said of itself in handshakes. The chain begins with its own certificate.'),
    ),
  ),
  anonymous: v.exactOptional(
    v.pipe(
      v.array(v.strictObject({ path: text, status: v.number(), anonymous: v.boolean() })),
      v.description('Of API endpoints: what was answered to GETs without credentials.'),
    ),
  ),
});

const exposure = v.strictObject({
  target: v.strictObject({ account: text, region: text, cluster: v.exactOptional(cluster) }),
  resource: v.strictObject({ type: v.picklist(['network-interface', 'eks-endpoint']), ...resource }),
  address: v.pipe(text, v.description('What a client dials; of a load balancer its name or address.')),
  protocol: v.picklist(['tcp', 'udp', 'icmp', 'icmpv6', 'other']),
  ports: v.exactOptional(ports),
  sources: v.pipe(v.array(text), v.minLength(1), v.description('Addresses of the internet, as the shortest list of CIDRs.')),
  internet: v.pipe(v.boolean(), v.description('Whether the sources are the whole internet.')),
  via: v.pipe(text, v.description('`direct`, or the load balancer.')),
  to: v.exactOptional(v.strictObject({ address: text, ports })),
  inspection: v.exactOptional(v.pipe(v.array(text), v.description('What a gateway route table leads the packets through.'))),
  unless: v.exactOptional(
    v.pipe(
      v.array(v.strictObject({ fact: text, ...reason })),
      v.minLength(1),
      v.description('What could not be read and may forbid it: the row stands unless it does.'),
    ),
  ),
  path: v.pipe(
    v.array(v.strictObject({ kind: text, id: text, says: text })),
    v.description('The way in, from the internet to the port.'),
  ),
  probe: v.exactOptional(
    v.pipe(v.array(probe), v.description('With --probe: what came of it when it was tried, port by port.')),
  ),
});

const unknown = v.strictObject({
  target: v.strictObject({ account: text, region: v.exactOptional(text), cluster: v.exactOptional(cluster) }),
  resource: v.strictObject({ type: text, ...resource }),
  ...reason,
});

/** The schemas that `exposureSchema` is put together from, by the names under which its JSON Schema lists them. */
export const exposureDefinitions = { exposure, probe, unknown };

export const exposureSchema = v.strictObject({
  schema: v.literal('postern/exposure@1'),
  exposures: v.pipe(v.array(exposure), v.description('What the internet can reach, by account, Region and resource.')),
  unknown: v.pipe(v.array(unknown), v.description('What could not be judged.')),
});
