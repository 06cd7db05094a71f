// Made from the compiled contracts by `npm run generate`: do not edit.
/** Where CREATE2 puts the contracts: the same on every chain. */
export const contractAddresses = {
  "quorumRegistry": "0x103E412e30C22e2f2D98D9c943b7f3A25dc8A5b4",
  "keyAnnouncements": "0x847e4af0077f445F65F2057f9041b94fF6B2e9B3",
  "p256Verifier": "0x4bE5c8368f4B696Bd00A2cbFCABA21103811Ba24"
} as const;

/** The code that stands there, for checking: size, keccak256 with the immutables zeroed, and where these are. */
export const runtimeCodes = {
  "quorumRegistry": {
    "size": 10601,
    "hash": "0x8d89f0ae86ad1b04bf64d9959defa954c977cbecfe13a5ac167f9d89bd9cb3e3",
    "immutables": [
      [
        8417,
        32
      ],
      [
        8455,
        32
      ],
      [
        8534,
        32
      ]
    ]
  },
  "keyAnnouncements": {
    "size": 6604,
    "hash": "0x5fa2ba38cbf8d2dcfd3fb5394beb4802337b3575a84e3671166a07feaafc2913",
    "immutables": [
      [
        5488,
        32
      ],
      [
        5526,
        32
      ],
      [
        5605,
        32
      ]
    ]
  },
  "p256Verifier": {
    "size": 3086,
    "hash": "0x775dad78bac96a8a96d4f07f6d5c9ac13e36fe60809130c119692d48b12edff3",
    "immutables": []
  }
} as const;

/** Recorded deployments by chain id (deployments/<chain id>.json). */
export const deployments = {} as const;
