import { X509Certificate } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { issue, makeAuthority } from '../../../estate/kubernetes/certificate.ts';
import { integer, objectIdentifier, octetString } from '../../../estate/kubernetes/der.ts';

describe('DER', () => {
  test.each([
    ['1.2.840.10045.4.3.2', '06082a8648ce3d040302'],
    ['2.5.29.17', '0603551d11'],
    ['1.3.6.1.5.5.7.3.1', '06082b06010505070301'],
  ])('object identifier %s', (dotted, hex) => {
    expect(objectIdentifier(dotted).toString('hex')).toBe(hex);
  });

  test.each([
    [[0], '020100'],
    [[0, 0, 127], '02017f'],
    [[128], '02020080'],
    [[1, 0], '02020100'],
  ])('integer of %j', (octets, hex) => {
    expect(integer(Uint8Array.from(octets)).toString('hex')).toBe(hex);
  });

  test.each([
    [127, '047f'],
    [128, '048180'],
    [256, '04820100'],
  ])('a length of %i', (length, head) => {
    expect(octetString(new Uint8Array(length)).toString('hex').slice(0, head.length)).toBe(head);
  });
});

describe('a certificate', () => {
  const authority = makeAuthority('kubernetes alpha');
  const root = new X509Certificate(authority.certificate);

  test('of an authority signs itself and may sign others', () => {
    expect(root.ca).toBe(true);
    expect(root.verify(root.publicKey)).toBe(true);
    expect(root.subject).toBe('CN=kubernetes alpha');
  });

  test('of a server is for its hosts alone', () => {
    const leaf = new X509Certificate(
      issue(authority, { commonName: 'kube-apiserver', hosts: ['127.0.0.1', 'kubernetes.default.svc'] }).certificate,
    );
    expect(leaf.ca).toBe(false);
    expect(leaf.checkIssued(root)).toBe(true);
    expect(leaf.verify(root.publicKey)).toBe(true);
    expect(leaf.verify(new X509Certificate(makeAuthority('kubernetes alpha').certificate).publicKey)).toBe(false);
    expect(leaf.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(leaf.checkIP('127.0.0.2')).toBeUndefined();
    expect(leaf.checkHost('kubernetes.default.svc')).toBe('kubernetes.default.svc');
    expect(leaf.checkHost('kube-apiserver')).toBeUndefined();
    expect(new Date(leaf.validTo).getUTCFullYear()).toBe(2049);
  });
});
