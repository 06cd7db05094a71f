import { concat, fromBase64, fromHex, type Hex, toHex } from '../../bytes/index.ts';
import { Quorum } from '../../quorum/index.ts';
import type { ChargingRole } from './roleNames.ts';

/** A published P-521 key of the Open Charging Cloud. */
export interface PublishedKey {
  readonly name: string;
  /** An uncompressed SEC 1 point of 133 bytes, in base64 as it was published. */
  readonly publicKey: string;
}

/** The key of one of the eight role authorities. */
export interface CoreKey extends PublishedKey {
  readonly role: ChargingRole;
}

/**
 * The three keys of which two decide: the root of the Open Charging Cloud's PKI.
 *
 * @see https://github.com/OpenChargingCloud/PKI, README, "Fundamental Quorum"
 */
export const fundamentalQuorum: { readonly threshold: number; readonly keys: readonly PublishedKey[] } = {
  threshold: 2,
  keys: [
    {
      name: 'Fundamental quorum A',
      publicKey:
        'BADD1aCeLgfcCUR8fUOhcz6KVJnhClIkEny1Sy4TTZvntLVInmVLezbX0c3606Y6ZZRqwuIBjAdJSwmEIqXlZZaSPQEKB2MBlGuHY/Zzhd13y+V/GZgv2WkzUlALd8hhAAMKCuNR15qSYeHuVrNPuht2/O3uRMlnj+Lla2TDYH6DP0ouDg==',
    },
    {
      name: 'Fundamental quorum B',
      publicKey:
        'BADk0FLDzC8745NqTw3A8jgSJJdRX9E7Cfj6vY4e8m1Sbc8qKoKfq5Jr4wjWfSIRAYD0dqp5mspRLyTWZu1CAKi7kAGFUADBZ024C38cpPMHrMgp6XVrpWoHnoH3uEKPNMa/u4oSBwM3pV7V1T3cuNybH0o1oxEUcG/WSqC51Td8LUOTqw==',
    },
    {
      name: 'Fundamental quorum C',
      publicKey:
        'BACXVG3Impsg27S+C/blhbaXUy6q73ff2YYSFxMWQv+aXunsZ4U2xF0dFBNBQt85knrZdfvFOauDfggsSX75NDg8vgFJCMRIvrCDG9uObRyVsdUgJSYxpOymYW2XtpW2xmrQadXbccjhRLPsQPzD7P9fSOnnby7Hb/z8gd2P7u7bdlyLYA==',
    },
  ],
};

/**
 * The eight role authorities. No signatures of them were published: they count for what the fundamental quorum says of them.
 *
 * @see https://github.com/OpenChargingCloud/PKI, README, "Core Certificates"
 */
export const coreKeys: readonly CoreKey[] = [
  {
    name: 'Virtual PTB',
    role: 'metrologyAuthority',
    publicKey:
      'BAFVws8yNnS4BA2U81zRftgoRwz6tCmkIXaPLApk5qMlNyK+ZA86ry81rviNUX9OqNsi/iIceT+t820x73kcFWPgewHSeqbkgatGSfUl8/80NailwIWqBqVRk2qrp+U3E4dHaU1vsINEQ+v5qrgbs3FZXCfHnJW6Mec2G04YuwFqo00TZg==',
  },
  {
    name: 'Charging Station Manufacturers 1',
    role: 'chargingStationManufacturer',
    publicKey:
      'BAHQS8Nidech7dfV9kYnZU1e3oM59WYAwPBTLXvdeCuuVCswhKerv9v74alNtoEGHzFmirt8F4byPp9LC1PuuxvgOwDstWnIcEAop3l7BD/XnzcG6yHk2rdjeW1ppS0VdjAq1wnM6Rej5iKxq+b6hpFjIceodM4a/8v+QTCJEA+N6ZjYWQ==',
  },
  {
    name: 'Smart Energy Meter Manufacturers 1',
    role: 'smartMeterManufacturer',
    publicKey:
      'BAFCVbvgh+ZcnMJr4e1XCN5WyO/jNINP0onuQk65pKvAvRm/3y2820kXkO7F2QzMDGD8nwPQkTuHZ5wiuoPnqf8NwwG10idlVZDEBjkuxLfBDe3FVQutP7u4FQtGhSbuA/HzZPCNSDdgtlQFGuMpI9FOdJ+2AqJr/b52lLVDzkkcAwBwfw==',
  },
  {
    name: 'Charging Station Operators 1',
    role: 'chargingStationOperator',
    publicKey:
      'BAAbjGykjuGHF4pCAYlsCB8BnvEpGzR5k2Pmr7xdCylvasXnN3CpGlMRtgcmv1TG5f4O+XAeTqwcIT1lWxQwHYdvmgGtwgtDDcOgfMqFyazm6j2k6UkH3BbqpwqaThD5+Avbf0UMSs3GZgQVnwhxGr1Z37guNJqrWkY+ZiP60YvR0JdiTw==',
  },
  {
    name: 'E-Mobility Roaming Providers 1',
    role: 'roamingProvider',
    publicKey:
      'BAF8hPattHqFZFk+oVtefcaJ5uF2G+DSVxB1a+f8sYSC87fLG439G4Q6Ku6jZc0rUaOTKiJkPkGJQZIZTpRYO0qqBgA6dXj15rCG+aLIhzkVKwmmu01ewUj/KIi4Mhvv98i6FriWfflqnJoxGFCFlZ0Ce4/eUHFbrK0oNuy8bvANupNIxQ==',
  },
  {
    name: 'E-Mobility Providers 1',
    role: 'eMobilityProvider',
    publicKey:
      'BAFjgYZ8kz4PFXEg21Mg45b2f31dDpEE3Etr3K+mIvLgfk2UZhKzJK5LT7MUFo072L+E7Ryr2zMiCIo5ZXs/DlOrtQBM3cXz/hugoEnq1dfmmKhRX6xWH0vQFecGa/1p7qmJ3U0UohYEGlDmroPmhsT9/iGphjzZ/cjgXjznPROV/2b/lQ==',
  },
  {
    name: 'E-Vehicle Manufacturers 1',
    role: 'vehicleManufacturer',
    publicKey:
      'BAGs0xYywMkIetRSXL6Aoi19X7YeDAY2wTFxzNNflXfPib2V6IiqHGeXNdfAyiyuMwWsuFKu1PGSL1ln7KL0bvKcrwA9CA0zvnDZH17SFra9hbYgiuoaVcIvp1ZiILr20kDxOG4opnR4+Qi1xwbJeN6DKNdSq3P1N0KDB/Xx+LAro2HNpg==',
  },
  {
    name: 'Grid Operators 1',
    role: 'gridOperator',
    publicKey:
      'BAD1esW3tsFNQ84Tft1JUxGO4MSIdmayQWWXJq2yEeSscZWCM3a0jtC9KHiDjMJa7IUNmsokcVaUogEDzd9SJpTzSQEWihM6hZ2xwoykh6VLdXEW4792BEBydRhiUOEPGgMfoYSrN0q+kTcK5xMTRBIl55uYLXukM3PCTBkQTpYMz4IbBw==',
  },
];

/**
 * The ERC-7913 signer of a P-521 key: verifier ‖ x ‖ y.
 *
 * @param verifier The address of `P521Verifier`.
 * @example `signerOfKey(coreKeys[0], p521Verifier) // '0x…', 152 bytes`
 */
export function signerOfKey({ name, publicKey }: PublishedKey, verifier: Hex): Hex {
  const point = fromBase64(publicKey, name);
  return toHex(concat(fromHex(verifier, { field: 'verifier', size: 20 }), point.subarray(1)));
}

/**
 * The fundamental quorum as a quorum of the registry: its id is the trust anchor of everything that it endorses.
 *
 * @param verifier The address of `P521Verifier`.
 * @example
 * ```ts
 * const anchor = Quorum.id(fundamentalQuorumOn(p521Verifier));
 * ```
 */
export function fundamentalQuorumOn(verifier: Hex): Quorum.Quorum {
  const members = fundamentalQuorum.keys.map((key) => ({ signer: signerOfKey(key, verifier) }));
  return Quorum.from({ members, threshold: fundamentalQuorum.threshold });
}
