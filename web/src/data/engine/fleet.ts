import type { Hex } from '@gridseal/sdk/bytes';
import type { Announcement } from '@gridseal/sdk/chain';
import { defaultChannels, groupId, subjectOf } from '@gridseal/sdk/delivery/subject';
import type { FleetAnswer, FleetClaim, FleetQuestion, FleetSlot } from '../model/fleet.ts';
import type { EventLog } from './eventLog.ts';

/** What a subject is of: a channel of a device or a group. */
interface Addressee {
  readonly device: Hex | null;
  readonly group: string | null;
  readonly channel: string;
}

/** What one answer may hold: strangers can announce without end. */
const most = 50_000;
const usual = Object.values(defaultChannels);
const nobody = { device: null, group: null, channel: null } as const;

/** What was announced to a fleet, and what became of it. */
export class Fleet {
  readonly #log: EventLog;
  /** Subjects by owner and channel, which take long to compute for thousands of devices. */
  readonly #subjects = new Map<string, Hex>();

  constructor(log: EventLog) {
    this.#log = log;
  }

  find(question: FleetQuestion): FleetAnswer {
    const { scope } = question;
    const addressees = this.#addressees(question);
    const devices = new Set(question.devices.map(lower));
    const all = this.#slots(addressees);
    const authorities = new Set(question.authorities.map(lower));
    for (const { authority, claims } of all) {
      if (claims.some(({ device }) => devices.has(device))) authorities.add(authority);
    }
    const slots: FleetSlot[] = [];
    let [shown, strangers, others] = [0, 0, 0];
    for (const slot of all) {
      const concerns = slot.channel !== null || slot.claims.some(({ device }) => devices.has(device));
      // Whoever knows no authority yet cannot tell strangers from others.
      const isKnown = authorities.size === 0 || authorities.has(slot.authority);
      if (scope === 'everybody' || (concerns && (isKnown || scope === 'concerning'))) {
        shown++;
        if (shown <= most) slots.push(slot);
      } else if (concerns) strangers++;
      else others++;
    }
    return { slots, isPart: shown > most, authorities: [...authorities], strangers, others };
  }

  #slots(addressees: ReadonlyMap<Hex, Addressee>): FleetSlot[] {
    return this.#log.newestFirst('pair').flatMap((key) => {
      const addressee = addressees.get(`0x${key.slice(66)}`) ?? nobody;
      return slotOf(this.#log, key, addressee) ?? [];
    });
  }

  #addressees({ devices, groups, channels }: FleetQuestion): ReadonlyMap<Hex, Addressee> {
    const names = [...new Set([...usual, ...channels])];
    const found = new Map<Hex, Addressee>();
    for (const name of groups) {
      for (const channel of names)
        found.set(this.#subject(groupId(name), channel), { device: null, group: name, channel });
    }
    for (const id of devices) {
      const device = lower(id);
      for (const channel of names) found.set(this.#subject(device, channel), { device, group: null, channel });
    }
    return found;
  }

  #subject(owner: Hex, channel: string): Hex {
    const key = `${owner}${channel}`;
    const known = this.#subjects.get(key);
    if (known) return known;
    const subject = subjectOf(owner, channel);
    this.#subjects.set(key, subject);
    return subject;
  }
}

/** Null if nothing was announced: an authority may withdraw what it never announced. */
function slotOf(log: EventLog, key: Hex, addressee: Addressee | typeof nobody): FleetSlot | null {
  let latest: Announcement | null = null;
  let withdrawnEpoch = 0;
  const claims = new Map<Hex, FleetClaim>();
  for (const event of log.of('pair', key)) {
    if (event.type === 'announced') latest = event;
    else if (event.type === 'withdrawn') withdrawnEpoch = event.epoch;
    else if (event.type === 'claimed' && (addressee.device === null || addressee.device === event.device)) {
      const { device, epoch, block, transaction } = event;
      claims.set(device, { device, epoch, block, transaction });
    }
  }
  if (!latest) return null;
  const { authority, subject, epoch, kind, digest, notBefore, notAfter, block, transaction } = latest;
  const announced = { authority, subject, epoch, kind, digest, notBefore, notAfter, block, transaction };
  return { ...announced, ...addressee, withdrawnEpoch, claims: [...claims.values()] };
}

const lower = (id: Hex): Hex => id.toLowerCase() as Hex;
