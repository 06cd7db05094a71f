import { describe, expect, test } from 'vitest';
import { BaseError, DecodeError, VerificationError } from '../../errors/index.ts';
import { generateTlsKeys } from './keys.ts';
import { createTlsRequest, type VerifiedTlsRequest, verifyTlsRequest } from './request.ts';
import { names } from './tls.fixtures.ts';
import { Extension, Pkcs10CertificateRequestGenerator, SubjectAlternativeNameExtension } from './x509.ts';

describe('requests', () => {
  test('error: a name that the device may not have', async () => {
    const pem = await createTlsRequest(await generateTlsKeys('Ed25519'), names);
    const attempt = verifyTlsRequest(pem, { dns: ['station-7.example'], ip: names.ip });
    await expect(attempt).rejects.toThrow(VerificationError);
    await expect(attempt).rejects.toMatchObject({ field: 'request.dns[1]' });
    await expect(verifyTlsRequest(pem, {})).rejects.toMatchObject({ field: 'request.dns[0]' });
  });

  test('error: no proof of possession: each byte changed', async () => {
    const pem = await createTlsRequest(await generateTlsKeys('P-256'), { dns: ['a.example'] });
    const der = Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
    const toPem = (bytes: Uint8Array) =>
      `-----BEGIN CERTIFICATE REQUEST-----\n${Buffer.from(bytes).toString('base64')}\n-----END CERTIFICATE REQUEST-----\n`;
    expect((await verifyTlsRequest(toPem(der), { dns: ['a.example'] })).algorithm).toBe('P-256');
    // SEQUENCE (3 bytes of header) of the signed SEQUENCE (3 bytes of header, or 2) and its signature.
    const signedSize = 3 + (der[4] === 0x81 ? 3 + (der[5] as number) : 2 + (der[4] as number));
    const publicKey = Buffer.from((await verifyTlsRequest(toPem(der), { dns: ['a.example'] })).publicKey.rawData);
    for (let i = 0; i < der.length; i++) {
      const changed = Uint8Array.from(der);
      changed[i] = (changed[i] as number) ^ 1;
      const result = await verifyTlsRequest(toPem(changed), { dns: ['a.example'] }).catch((error: unknown) => error);
      // Outside of what is signed, a few bits are ignored by the parser; what is read never differs.
      if (result instanceof Error) expect(result).toBeInstanceOf(BaseError);
      else
        expect([i >= signedSize, Buffer.from((result as VerifiedTlsRequest).publicKey.rawData)], `byte ${i}`).toEqual([
          true,
          publicKey,
        ]);
      await expect(verifyTlsRequest(toPem(der.subarray(0, i)), { dns: ['a.example'] })).rejects.toThrow(DecodeError);
    }
    await expect(verifyTlsRequest(toPem(Buffer.concat([der, Buffer.of(0)])), names)).rejects.toThrow(/its own length/);
    await expect(verifyTlsRequest(pem + pem, names)).rejects.toThrow(/not one certificate request/);
    await expect(verifyTlsRequest(`x${pem}`, names)).rejects.toThrow(DecodeError);
  });

  test('error: asks to be an authority, for other kinds of names, or for none', async () => {
    const keys = await generateTlsKeys('P-256');
    const make = (extensions: Extension[]) =>
      Pkcs10CertificateRequestGenerator.create({
        keys,
        signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
        extensions,
      });
    const dns = new SubjectAlternativeNameExtension([{ type: 'dns', value: 'a.example' }]);
    const authority = new Extension('2.5.29.19', true, Uint8Array.of(0x30, 0x03, 0x01, 0x01, 0xff));
    const email = new SubjectAlternativeNameExtension([
      { type: 'dns', value: 'a.example' },
      { type: 'email', value: 'a@b' },
    ]);
    for (const extensions of [[dns, authority], [email], [], [dns, dns]]) {
      const attempt = verifyTlsRequest((await make(extensions)).toString('pem'), { dns: ['a.example'] });
      await expect(attempt).rejects.toThrow(DecodeError);
      await expect(attempt).rejects.toMatchObject({ field: 'request.extensions' });
    }
  });
});
