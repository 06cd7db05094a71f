import { z } from 'zod';
import { fromBase64url, type Hex, isHex, type Json, toBase64url } from '../../bytes/index.ts';
import type { KnownVerifiers } from '../../crypto/index.ts';
import { isKemAlgorithm, type KemAlgorithm } from '../../crypto/index.ts';
import { type EnrolledDevice, enrolledDevice } from '../../delivery/issue/index.ts';
import { signerId } from '../../delivery/subject/index.ts';
import { ArgumentError, FileError, NotFoundError } from '../../errors/index.ts';
import { Enrolment } from '../../identity/index.ts';
import type { AdminHome } from './home.ts';

const hex32 = z.custom<Hex>((value) => isHex(value, 32));
const schema = z.strictObject({
  type: z.literal('gridseal/known-device/v1'),
  /** The enrolment request's canonical bytes. */
  enrolment: z.string(),
  /** The device certificate's id, once there is one. */
  certificate: hex32.nullable(),
  /** The HPKE key in force: the enrolled one, or what the latest claim names. */
  key: z.strictObject({ algorithm: z.custom<KemAlgorithm>(isKemAlgorithm), publicKey: z.string() }),
  /** Where the latest claim stands that has been looked at; null before the first. */
  claim: z.strictObject({ block: z.int().min(0), logIndex: z.int().min(0), epoch: z.int(), record: hex32 }).nullable(),
});

/** A device as its administrator knows it. */
export interface KnownDevice extends EnrolledDevice {
  readonly certificate: Hex | null;
}

const folder = 'devices';

/** The devices that an administrator has enrolled, one file each. */
export class KnownDevices {
  readonly #home: AdminHome;

  constructor(home: AdminHome) {
    this.#home = home;
  }

  /**
   * Takes an enrolment request in. Whether the request comes from the right device is for the caller to say: compare `signer`
   * with what the device shows.
   *
   * @throws {VerificationError} if the proof is not the signer's. @throws {ArgumentError} if the device is known already, with
   * other keys.
   */
  async enrol(request: Uint8Array, verifiers: KnownVerifiers): Promise<KnownDevice> {
    const enrolled = enrolledDevice(request, verifiers);
    const { id } = enrolled;
    const known = await this.find(id);
    if (known !== null) {
      if (toBase64url(Enrolment.encode(known.enrolment)) === toBase64url(request)) return known;
      throw new ArgumentError('is enrolled already, with another request', {
        field: 'enrolment.signer',
        metaMessages: ['If its keys were lost, make the device anew: it gets a new signer.'],
      });
    }
    const device: KnownDevice = { ...enrolled, certificate: null };
    await this.save(device);
    return device;
  }

  async find(id: Hex): Promise<KnownDevice | null> {
    const value = await this.#home.read(folder, id.toLowerCase().slice(2));
    return value === null ? null : decode(id.toLowerCase() as Hex, value);
  }

  /** By id, by the start of an id, or by name. @throws {NotFoundError} if none, or several, are meant. */
  async resolve(text: string): Promise<KnownDevice> {
    if (isHex(text, 32)) {
      const device = await this.find(text);
      if (device) return device;
      // A device chooses its own name: one that looks like another's id must not be taken for it.
      throw new NotFoundError(`no device has the id ${text}`, { field: 'device' });
    }
    const all = await this.list();
    const found = all.filter(
      ({ id, enrolment }) => enrolment.name === text || (text.length > 5 && id.startsWith(text)),
    );
    if (found.length === 1) return found[0] as KnownDevice;
    throw new NotFoundError(found.length === 0 ? `no device is called ${text}` : `several devices are called ${text}`, {
      field: 'device',
      metaMessages: found.map(({ id }) => id),
    });
  }

  async list(): Promise<readonly KnownDevice[]> {
    const devices: KnownDevice[] = [];
    for (const name of await this.#home.names(folder)) {
      const device = isHex(`0x${name}`, 32) ? await this.find(`0x${name}`) : null;
      if (device) devices.push(device);
    }
    return devices;
  }

  async save(device: KnownDevice): Promise<void> {
    const { enrolment, certificate, key, claim } = device;
    const value: Json = {
      type: 'gridseal/known-device/v1',
      enrolment: toBase64url(Enrolment.encode(enrolment)),
      certificate,
      key: { algorithm: key.algorithm, publicKey: toBase64url(key.publicKey) },
      claim,
    };
    await this.#home.write(folder, device.id.slice(2), value);
  }
}

function decode(id: Hex, value: Json): KnownDevice {
  const result = schema.safeParse(value);
  const field = `devices/${id.slice(2)}.json`;
  if (!result.success) {
    throw new FileError(`is not a known device (${result.error.issues[0]?.path.join('.')})`, { field });
  }
  const { enrolment, certificate, key, claim } = result.data;
  const decoded = Enrolment.decode(fromBase64url(enrolment, { field: `${field}: enrolment` }));
  if (signerId(decoded.signer) !== id) throw new FileError('is the file of another device', { field });
  const publicKey = fromBase64url(key.publicKey, { field: `${field}: key.publicKey` });
  return { id, enrolment: decoded, certificate, claim, key: { algorithm: key.algorithm, publicKey } };
}
